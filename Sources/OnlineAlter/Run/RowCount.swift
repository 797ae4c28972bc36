import MySQL

/// How many rows a table has.
struct RowCount: Sendable {
  private let tables: MigrationTables

  init(_ tables: MigrationTables) { self.tables = tables }

  /// The server's estimate.
  func estimate(_ connection: isolated Connection) throws -> Int64 {
    try TableSize.read(tables.source, connection)?.rows ?? 0
  }

  /// Counts them, which reads the whole key.
  func exact(_ connection: isolated Connection) throws -> Int64 {
    try connection.query(
      "SELECT COUNT(*) AS n FROM \(tables.source.sql) FORCE INDEX (\(quoted: tables.key.sourceIndex))"
    ).first?["n"].int ?? 0
  }
}

/// What the server's statistics say of a table: estimates all.
package struct TableSize: Sendable, Equatable {
  package let rows: Int64
  package let dataBytes: Int64
  package let indexBytes: Int64

  package init(rows: Int64, dataBytes: Int64, indexBytes: Int64) {
    self.rows = rows
    self.dataBytes = dataBytes
    self.indexBytes = indexBytes
  }

  /// Nil when there is no such table.
  package static func read(_ table: TableName, _ connection: isolated Connection) throws -> TableSize? {
    try connection.query(
      """
      SELECT TABLE_ROWS AS n, DATA_LENGTH AS d, INDEX_LENGTH AS i FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = \(literal: .string(table.database)) AND TABLE_NAME = \(literal: .string(table.name))
      """
    ).first.map {
      TableSize(rows: $0["n"].int ?? 0, dataBytes: $0["d"].int ?? 0, indexBytes: $0["i"].int ?? 0)
    }
  }
}
