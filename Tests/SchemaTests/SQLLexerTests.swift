import Schema
import Testing

@Suite struct SQLLexerTests {
  /// The tokens' texts.
  private func texts(_ sql: String) -> [String] {
    let bytes = Array(sql.utf8)
    return SQLLexer.tokens(of: bytes).map { String(decoding: $0.bytes(in: bytes), as: UTF8.self) }
  }

  private func kinds(_ sql: String) -> [SQLToken.Kind] { SQLLexer.tokens(of: Array(sql.utf8)).map(\.kind) }

  @Test func `words, names, strings and symbols are told apart`() {
    let sql = "ALTER `a` ADD b_1$ VARCHAR(20) DEFAULT 'x' \"y\";"
    #expect(
      texts(sql) == [
        "ALTER", "`a`", "ADD", "b_1$", "VARCHAR", "(", "20", ")", "DEFAULT", "'x'", "\"y\"", ";",
      ])
    #expect(
      kinds(sql) == [
        .word, .quotedName, .word, .word, .word, .symbol, .word, .symbol, .word, .string, .string, .symbol,
      ])
  }

  @Test(arguments: [
    ("`a``b`", "a`b"), ("````", "`"), ("`line\nfeed\ttab`", "line\nfeed\ttab"),
    ("`it's \"x\" \\`", "it's \"x\" \\"),
    ("`-- x`", "-- x"), ("`/* x */`", "/* x */"), ("`☃ ünï`", "☃ ünï"), ("plain", "plain"), ("列", "列"),
    ("``", ""),
  ])
  func `a name is what stands between the backticks`(sql: String, name: String) {
    let bytes = Array(sql.utf8)
    let tokens = SQLLexer.tokens(of: bytes)
    #expect(tokens.count == 1)
    #expect(tokens.first?.name(in: bytes) == name)
  }

  @Test func `a doubled backtick is one though a combining mark stands behind it`() {
    let bytes = Array("`a``\u{301}b`".utf8)
    let name = SQLLexer.tokens(of: bytes).first?.name(in: bytes) ?? ""
    #expect(Array(name.utf8) == Array("a`\u{301}b".utf8))
  }

  @Test(arguments: [
    "'it''s'", #"'a\'b'"#, #"'a\\'"#, "'a`b\"c'", "''", "''''", "'-- no comment'", "'/* none */'",
    "'line\nfeed'",
    "\"a\"\"b\"", "\"it's\"", "';'", "'(('",
  ])
  func `a string is one token whatever it holds`(sql: String) {
    #expect(texts("\(sql) z") == [sql, "z"])
    #expect(kinds(sql) == [.string])
  }

  @Test(arguments: [
    "a # to the end ' of ` the line\n b", "a -- to the end ' of ` the line\n b", "a --\n b", "a --\tx\n b",
    "a /* it's ` */ b",
    "a /**/ b", "a /* two\nlines */ b", "a/*x*/b", "\ta\r\n\u{0B}b\u{0C}", "a b -- the end", "a b --",
    "a b #", "a b /* open",
  ])
  func `comments and blanks are passed over`(sql: String) {
    #expect(texts(sql) == ["a", "b"])
  }

  @Test func `two minus signs before something else are no comment`() {
    #expect(texts("5--3") == ["5", "-", "-", "3"])
  }

  @Test(arguments: [
    "a /*!80023 INVISIBLE */ b", "a /*!50100 INVISIBLE*/ b", "a /*M!100301 INVISIBLE*/ b",
    "a /*! INVISIBLE */ b",
    "a /*!INVISIBLE*/ b", "a /*!80023INVISIBLE*/ b", "a /*!80023 INVISIBLE /* why not */ */ b",
  ])
  func `what stands in a versioned comment counts`(sql: String) {
    #expect(texts(sql) == ["a", "INVISIBLE", "b"])
  }

  @Test func `a star before a slash ends a comment only where one is open`() {
    #expect(texts("a*/* it's */b") == ["a", "*", "b"])
    #expect(texts("/*!50100 a */*/b") == ["a", "*", "/", "b"])
  }

  @Test(arguments: ["`open", "'open", "\"open", "'open''", #"'open\"#, #"'open\'"#, "`", "'"])
  func `a quote that is never closed reaches to the end`(sql: String) {
    #expect(texts("x \(sql)") == ["x", sql])
  }

  @Test(arguments: ["`open", "`", "`a``", "`a```"])
  func `the name of an unclosed quote loses no letter`(sql: String) {
    let bytes = Array(sql.utf8)
    let name = SQLLexer.tokens(of: bytes).first?.name(in: bytes)
    #expect(name == ["`open": "open", "`": "", "`a``": "a`", "`a```": "a`"][sql])
  }

  @Test(arguments: [
    "`a``b`": "a`b", "````": "`", "`a``\u{301}`": "a`\u{301}", "`e\u{301}`": "e\u{301}",
    "`````\u{301}`": "``\u{301}",
  ])
  func `a doubled quote is one, whatever stands behind it`(sql: String, name: String) {
    let bytes = Array(sql.utf8)
    #expect(SQLLexer.tokens(of: bytes).map { Array($0.name(in: bytes).utf8) } == [Array(name.utf8)])
  }

  @Test func `under ANSI_QUOTES double quotes hold names`() {
    let bytes = Array(#"a "b""c\" . 'it\'s' "d"#.utf8)
    let tokens = SQLLexer.tokens(of: bytes, quoting: SQLQuoting(sqlMode: "REAL_AS_FLOAT,ANSI_QUOTES,ANSI"))
    #expect(tokens.map(\.kind) == [.word, .quotedName, .symbol, .string, .quotedName])
    #expect(tokens.map { $0.name(in: bytes) } == ["a", #"b"c\"#, ".", #"'it\'s'"#, "d"])
  }

  @Test func `under NO_BACKSLASH_ESCAPES a backslash is a letter`() {
    let bytes = Array(#"'a\' b "c\""#.utf8)
    let quoting = SQLQuoting(sqlMode: "NO_BACKSLASH_ESCAPES")
    #expect(SQLLexer.tokens(of: bytes, quoting: quoting).map(\.kind) == [.string, .word, .string])
    #expect(SQLLexer.tokens(of: bytes).map(\.kind) == [.string])
  }

  @Test func `bytes that are no UTF-8 stay in their token`() {
    let bytes: [UInt8] = [0x60, 0xFF, 0x60, 0x20, 0x27, 0xC3, 0x28, 0x27, 0xE9, 0x41]
    #expect(SQLLexer.tokens(of: bytes).map(\.range) == [0..<3, 4..<8, 8..<10])
  }

  @Test func `keywords are compared in upper case and names are none`() {
    let bytes = Array("Create `create` 'create'".utf8)
    #expect(SQLLexer.tokens(of: bytes).map { $0.keyword(in: bytes) } == ["CREATE", "", ""])
  }
}

@Suite struct FoldedNameTests {
  @Test(arguments: [
    ("id", "ID"), ("Ünï", "üNÏ"), ("列", "列"), ("İ", "i"), ("ΣΑΣ", "σασ"),
  ])
  func `names are the same whatever their case`(one: String, other: String) {
    #expect(one.namesSame(as: other))
  }

  @Test(arguments: [("\u{e9}", "e\u{301}"), ("a", "a "), ("ß", "ss"), ("`", "``")])
  func `names that differ for servers differ`(one: String, other: String) {
    #expect(!one.namesSame(as: other))
  }

  @Test func `a quoted name reads as the name`() {
    for name in ["a", "a`b", "`\u{301}", "``", "☃;"] {
      let bytes = Array(FoldedName.quoted(name).utf8)
      #expect(Array(SQLLexer.tokens(of: bytes)[0].name(in: bytes).utf8) == Array(name.utf8))
    }
  }
}
