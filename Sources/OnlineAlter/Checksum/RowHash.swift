import MySQL

/// How many rows a stretch has, and what they come to.
package struct RowHash: Sendable, Hashable {
  package let rows: Int64
  package let sum: UInt64
  package let mix: UInt64
}

/// The statements that hash rows of both tables so that equal rows come to equal numbers.
///
/// CRC32 is what every server has: MySQL 9 comes without MD5 and SHA1. A sum and an exclusive or of it are kept, beside
/// the number of rows; which columns are NULL is part of what is hashed.
package struct RowHashStatements: Sendable {
  private let tables: MigrationTables
  private let statements: RefreshStatements
  private let pairs: [(source: SQLText, ghost: SQLText)]
  /// Columns for which no expression of SQL does what the assignment does.
  package let unverified: [String]

  package init(_ tables: MigrationTables) {
    self.tables = tables
    statements = RefreshStatements(tables)
    pairs = tables.columns.compactMap { ColumnConversion($0).compared }
    unverified = tables.columns.filter { ColumnConversion($0).compared == nil }.map(\.ghost.name)
  }

  package func source(_ region: RowRegion) -> SQLText {
    """
    SELECT \(hash(pairs.map(\.source))) FROM \(tables.source.sql)
    FORCE INDEX (\(quoted: tables.key.sourceIndex)) WHERE \(statements.sourceCondition(region))
    """
  }

  package func ghost(_ region: RowRegion) -> SQLText {
    """
    SELECT \(hash(pairs.map(\.ghost))) FROM \(tables.ghost.sql)
    FORCE INDEX (\(quoted: tables.key.ghostIndex)) WHERE \(statements.ghostCondition(region))
    """
  }

  /// What `source` and `ghost` answered.
  package static func hash(_ rows: Rows) -> RowHash {
    RowHash(
      rows: rows.first?["n"].int ?? 0, sum: rows.first?["s"].uint ?? 0, mix: rows.first?["x"].uint ?? 0)
  }

  private func hash(_ values: [SQLText]) -> SQLText {
    let nulls = values.map { "ISNULL(\($0))" as SQLText }.joined(separator: ", ")
    let row: SQLText = "CRC32(CONCAT_WS('#', \(values.joined(separator: ", ")), CONCAT(\(nulls))))"
    return "COUNT(*) AS n, COALESCE(SUM(\(row)), 0) AS s, COALESCE(BIT_XOR(\(row)), 0) AS x"
  }
}
