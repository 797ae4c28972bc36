import MySQL

/// How many rows a stretch has, and what they come to.
package struct RowHash: Sendable, Hashable {
  package let rows: Int64
  package let sum: UInt64
}

/// The statements that hash rows of both tables so that equal rows come to equal numbers.
///
/// CRC32 is what every server has: MySQL 9 comes without MD5 and SHA1. Its sum is kept, beside the number of rows; which
/// columns are NULL is part of what is hashed. Each row's hash is worked out once: it is most of what comparing costs.
package struct RowHashStatements: Sendable {
  private let tables: MigrationTables
  private let statements: RefreshStatements
  private let pairs: [Pair]
  /// Columns for which no expression of SQL does what the assignment does.
  package let unverified: [String]

  private struct Pair: Sendable {
    let column: SharedColumn
    let source: SQLText
    let ghost: SQLText
  }

  package init(_ tables: MigrationTables) {
    self.tables = tables
    statements = RefreshStatements(tables)
    pairs = tables.columns.compactMap { column in
      ColumnConversion(column).compared.map { Pair(column: column, source: $0.source, ghost: $0.ghost) }
    }
    unverified = tables.columns.filter { ColumnConversion($0).compared == nil }.map(\.ghost.name)
  }

  package func source(_ region: RowRegion) -> SQLText {
    """
    SELECT \(hash(pairs.map(\.source), of: \.source)) FROM \(tables.source.sql)
    FORCE INDEX (\(quoted: tables.key.sourceIndex)) WHERE \(statements.sourceCondition(region))
    """
  }

  package func ghost(_ region: RowRegion) -> SQLText {
    """
    SELECT \(hash(pairs.map(\.ghost), of: \.ghost)) FROM \(tables.ghost.sql)
    FORCE INDEX (\(quoted: tables.key.ghostIndex)) WHERE \(statements.ghostCondition(region))
    """
  }

  /// What `source` and `ghost` answered.
  package static func hash(_ rows: Rows) -> RowHash {
    RowHash(rows: rows.first?["n"].int ?? 0, sum: rows.first?["s"].uint ?? 0)
  }

  private func hash(_ values: [SQLText], of side: (SharedColumn) -> ColumnDefinition) -> SQLText {
    // NULL is left out by CONCAT_WS; a column that may hold it in one table is told in both.
    let nulls = pairs.filter { $0.column.source.isNullable || $0.column.ghost.isNullable }
      .map { "ISNULL(\(quoted: side($0.column).name))" as SQLText }
    let parts = values + (nulls.isEmpty ? [] : ["CONCAT(\(nulls.joined(separator: ", ")))"])
    return """
      COUNT(*) AS n, COALESCE(SUM(CRC32(CONCAT_WS('#', \(parts.joined(separator: ", "))))), 0) AS s
      """
  }
}
