import MySQL

extension SQLText {
  /// A query of `count` rows that every server answers without a table: columns `n` (a digit) and those
  /// added in `also`. Large counts keep a server busy for as long as a test needs.
  package static func numberedRows(_ count: Int, also extra: SQLText = "") -> SQLText {
    let digits = (0..<10).map { $0 == 0 ? "SELECT 0 n" : "SELECT \($0)" as SQLText }
      .joined(separator: " UNION ALL ")
    let tables = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].map { "(\(digits)) \(raw: $0)" as SQLText }
      .joined(separator: ", ")
    return "SELECT a.n\(extra) FROM \(tables) LIMIT \(count)"
  }

  /// A query of the whole numbers from 0 up to `count`, without it, in column `i`; at most 100000 of them.
  package static func numbers(below count: Int) -> SQLText {
    let digits = (0..<10).map { $0 == 0 ? "SELECT 0 n" : "SELECT \($0)" as SQLText }
      .joined(separator: " UNION ALL ")
    return """
      SELECT i FROM (SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n AS i FROM (\(digits)) a, (\(digits)) b,
      (\(digits)) c, (\(digits)) d, (\(digits)) e) AS numbers WHERE i < \(count)
      """
  }
}
