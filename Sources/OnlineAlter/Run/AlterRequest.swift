import Basics
import MySQL
import Schema

/// What is asked for.
package struct AlterRequest: Sendable {
  package let table: TableName
  /// As the user wrote it.
  package let alter: String
  package let statement: AlterStatement
  /// Whether tables that another run left may be dropped.
  package var dropsLeftGhost = false
  package var dropsLeftOld = false

  /// - Throws: `OpsError` `usage` for what is not one ALTER of this table.
  package init(table: TableName, alter: String) throws {
    self.table = table
    self.alter = alter
    statement = try AlterStatement(
      parsing: alter, in: AlterContext(database: table.database, table: table.name))
  }

  /// Columns of the source, in lower case, with their new names.
  var renames: [String: String] {
    Dictionary(statement.renamedColumns.map { ($0.old.lowercased(), $0.new) }) { _, last in last }
  }

  /// In lower case.
  var dropped: Set<String> { Set(statement.droppedColumns.map { $0.lowercased() }) }
}
