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
}
