import Basics
import MySQL

/// Which databases and tables a backup or a restore is about.
package struct Selection: Sendable, Equatable {
  /// Only these databases; empty means all but the server's own.
  package var databases: Set<ExactText>
  /// Only these tables; empty means all of the selected databases.
  package var tables: Set<TableName>
  /// Databases left out.
  package var excludedDatabases: Set<ExactText>
  /// Tables left out.
  package var excludedTables: Set<TableName>

  package init(
    databases: [String] = [], tables: Set<TableName> = [], excludedDatabases: [String] = [],
    excludedTables: Set<TableName> = []
  ) {
    self.databases = Set(databases.map(ExactText.init(_:)))
    self.tables = tables
    self.excludedDatabases = Set(excludedDatabases.map(ExactText.init(_:)))
    self.excludedTables = excludedTables
  }

  /// Databases that belong to the server or to dbops itself and are never backed up as data.
  package static let serverDatabases: Set<String> = [
    "information_schema", "performance_schema", "mysql", "sys", "ndbinfo", "dbops",
  ]

  /// Whether anything is left out at all.
  package var isEverything: Bool { self == Selection() }

  package func includes(database: String) -> Bool {
    let name = ExactText(database)
    guard !Self.serverDatabases.contains(database.lowercased()), !excludedDatabases.contains(name) else {
      return false
    }
    if databases.isEmpty, tables.isEmpty { return true }
    return databases.contains(name) || tables.contains { ExactText($0.database) == name }
  }

  package func includes(table: TableName) -> Bool {
    guard includes(database: table.database), !excludedTables.contains(table) else { return false }
    return tables.isEmpty || tables.contains(table) || databases.contains(ExactText(table.database))
  }

  /// Whether routines and events of a database are wanted: not where only single tables were named.
  package func includesPrograms(of database: String) -> Bool {
    includes(database: database) && (tables.isEmpty || databases.contains(ExactText(database)))
  }

  /// Reads `db.table`.
  ///
  /// - Throws: `OpsError` `usage` when there is no point or an empty part.
  package static func tableName(_ text: String) throws -> TableName {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw OpsError(
        .usage, "cannot tell which table '\(text)' is",
        hint: "write it as DATABASE.TABLE, such as shop.orders")
    }
    return TableName(parts[0], parts[1])
  }
}
