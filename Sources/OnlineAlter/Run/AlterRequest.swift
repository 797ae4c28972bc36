import Basics
import MySQL
import Schema

/// What is asked for.
package struct AlterRequest: Sendable {
  package let table: TableName
  package let statement: AlterStatement
  /// What is done with tables that another run left in the way.
  package var leftovers: Set<Leftover> = []

  /// Whether rows may be copied by a key whose values may become equal; rows that then are equal end the migration.
  package var coarserKeys = CopyKeyChoice.CoarserKeys.refused

  package enum Leftover: Sendable, Hashable {
    /// The ghost table, with what belongs to it, may be dropped.
    case ghost
    /// The table that an earlier migration put aside may be dropped.
    case old
  }

  /// - Parameter alter: The changes, with or without `ALTER TABLE name` before them.
  /// - Throws: `OpsError` `usage` for what is not one ALTER of this table.
  package init(table: TableName, alter: String) throws {
    // Servers that do not say so put a question mark in their place, and find another table.
    guard (table.database + table.name).unicodeScalars.allSatisfy({ $0.value <= 0xFFFF }) else {
      throw OpsError(
        .usage, "there can be no table \(table)",
        why: "names hold no characters beyond U+FFFF, such as emoji",
        hint: "give the name as the server prints it in SHOW TABLES")
    }
    self.table = table
    statement = try AlterStatement(
      parsing: alter, in: AlterContext(database: table.database, table: table.name))
  }

  /// The statement in one normal layout.
  package var text: String { statement.text(on: FoldedName.quoted(table.name)) }
}
