import Backup
import MySQL
import Testing

@Suite struct KeyRangeTests {
  private let a = Sample.column("a")
  private let b = Sample.column("b`c", "varchar", charset: "utf8mb4", collation: "utf8mb4_bin")
  private let c = Sample.column("c", "decimal")

  private func condition(
    _ columns: [ColumnDefinition], above lower: [String]?, upTo upper: [String]?
  ) -> String? {
    KeyRange(
      columns: columns, lower: lower?.map { Array($0.utf8) }, upper: upper?.map { Array($0.utf8) }
    ).condition?.description
  }

  @Test func `a range open on both sides has no condition`() {
    #expect(KeyRange.whole.condition == nil)
    #expect(condition([a], above: nil, upTo: nil) == nil)
  }

  @Test func `the lower bound is outside, the upper one inside`() {
    #expect(condition([a], above: ["1"], upTo: nil) == "`a` > 1")
    #expect(condition([a], above: nil, upTo: ["-7"]) == "`a` <= -7")
    #expect(condition([a], above: ["1"], upTo: ["5"]) == "`a` > 1 AND `a` <= 5")
  }

  @Test func `a key of several columns is compared in order, with a range on the first`() {
    #expect(
      condition([a, c], above: ["1", "2.5"], upTo: ["3", "4"])
        == "(`a` >= 1 AND (`a` > 1 OR (`a` = 1 AND `c` > 2.5))) AND (`a` <= 3 AND (`a` < 3 OR (`a` = 3 AND `c` <= 4)))"
    )
    let three = condition([a, c, Sample.column("d")], above: ["1", "2", "3"], upTo: nil)
    #expect(three == "(`a` >= 1 AND (`a` > 1 OR (`a` = 1 AND (`c` > 2 OR (`c` = 2 AND `d` > 3)))))")
  }

  @Test func `a bound shorter than the key stands for all rows that begin with it`() {
    #expect(condition([a, c], above: ["1"], upTo: ["3"]) == "`a` > 1 AND `a` <= 3")
  }

  @Test func `text is compared in its own character set and collation`() {
    #expect(condition([b], above: ["it's"], upTo: nil) == "`b``c` > _utf8mb4 X'69742773' COLLATE utf8mb4_bin")
  }

  @Test(arguments: [
    ("varbinary", "\\'", "_binary X'5C27'"), ("date", "2024-02-29", "'2024-02-29'"),
    ("datetime", "0000-00-00 00:00:00.000000", "'0000-00-00 00:00:00.000000'"),
    ("time", "-838:59:59", "'-838:59:59'"),
    ("inet6", "::1", "'::1'"), ("uuid", "123e4567", "'123e4567'"), ("year", "1999", "1999"),
    ("bigint", "18446744073709551615", "18446744073709551615"), ("decimal", "-0.000001", "-0.000001"),
  ])
  func `a value is written so that it compares as the column does`(
    type: String, value: String, literal: String
  ) {
    #expect(condition([Sample.column("k", type)], above: [value], upTo: nil) == "`k` > \(literal)")
  }

  @Test(arguments: ["1 OR 1=1", "1; DROP TABLE x", "", "0x31", "1e5", "１", "1-1", "-", "."])
  func `a number that is none never gets into the statement as SQL`(value: String) {
    let sql = condition([a], above: [value], upTo: nil) ?? ""
    #expect(sql.hasSuffix("'"), "\(sql)")
  }
}
