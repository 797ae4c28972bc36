import MySQL
import Schema

/// A table as the server prints it and as its catalog tells of it.
package struct TableDefinition: Sendable, Equatable {
  package let schema: TableSchema
  /// What the server printed, without how far the table has counted.
  package let text: [UInt8]
  /// In the order of the table, as the log has them.
  package let columns: [ColumnDefinition]

  package static func read(_ table: TableName, _ connection: isolated Connection) throws -> TableDefinition {
    let printed = try connection.query("SHOW CREATE TABLE \(table.sql)").first?["Create Table"].bytes ?? []
    return TableDefinition(
      schema: try TableSchema(parsing: printed), text: TableText.withoutCounter(printed),
      columns: try TableCatalog.columns(table, connection))
  }

  /// The catalog's column of that name, whatever its case.
  func column(_ name: String) -> ColumnDefinition? {
    columns.first { $0.name.namesSame(as: name) }
  }
}
