import MySQL
import Testing

@Suite struct SQLTextTests {
  @Test(arguments: [
    ("t", "`t`"), ("a`b", "`a``b`"), ("``", "``````"), ("", "``"), ("it's \"x\"\n", "`it's \"x\"\n`"),
    ("a\\`b", "`a\\``b`"), ("a`\u{301}", "`a``\u{301}`"), ("\r\n`", "`\r\n```"),
  ])
  func `names are put in backticks and theirs doubled`(name: String, quoted: String) {
    // Byte for byte: String has more than one text for the same.
    #expect(Array(("\(quoted: name)" as SQLText).text.utf8) == Array(quoted.utf8))
  }

  @Test func `a backtick is doubled though a combining mark stands behind it`() {
    #expect(Array(SQLText.quoted("a`\u{301}b").text.utf8) == Array("`a``\u{301}b`".utf8))
  }

  @Test func `a qualified name is two names`() {
    #expect(("\(quoted: "d.b", "t")" as SQLText).text == "`d.b`.`t`")
  }

  @Test(arguments: [
    (SQLValue.null, "NULL"), (.int(-7), "-7"), (.uint(.max), "18446744073709551615"), ("abc d", "'abc d'"),
    (.string(""), "''"), ("it's", "_utf8mb4 X'69742773'"), ("a\\b", "_utf8mb4 X'615C62'"),
    ("ü", "_utf8mb4 X'C3BC'"), ("a\0", "_utf8mb4 X'6100'"), ("\n", "_utf8mb4 X'0A'"),
    (.bytes([]), "_binary X''"), (.bytes([0, 255]), "_binary X'00FF'"), (.double(0.5), "0.5e0"),
    (.double(1e300), "1e+300"), (.double(-0.0), "-0.0e0"), (.double(.infinity), "NULL"),
    (.bytes([0x61], charset: "latin1", collation: "latin1_bin"), "_latin1 X'61' COLLATE latin1_bin"),
    (.bytes([0x61], charset: "x' OR 1 --", collation: nil), "_xOR1 X'61'"),
  ])
  func `a literal means the same under every sql_mode`(value: SQLValue, text: String) {
    #expect(("\(literal: value)" as SQLText).text == text)
  }

  @Test func `no value can end its literal`() {
    for byte in UInt8.min...UInt8.max {
      let text = String(decoding: [byte], as: UTF8.self)
      let literal = SQLText.literal(.string(text)).text
      let inside = literal.hasPrefix("'") ? literal.dropFirst().dropLast() : ""
      #expect(!inside.contains("'") && !inside.contains("\\"), "byte \(byte)")
    }
  }

  @Test func `pieces are joined in order`() {
    let columns = ["a", "b"].map { SQLText.quoted($0) }.joined(separator: ", ")
    var sql: SQLText = "SELECT \(columns) FROM \(quoted: "t")"
    sql += " LIMIT \(5)"
    #expect(sql.appending(" OFFSET 1").text == "SELECT `a`, `b` FROM `t` LIMIT 5 OFFSET 1")
    #expect(("\(raw: "NOW()")" as SQLText).text == "NOW()")
  }
}
