import MySQL

/// A column that the source and the ghost table share.
package struct SharedColumn: Sendable, Equatable {
  package let source: ColumnDefinition
  package let ghost: ColumnDefinition

  package init(source: ColumnDefinition, ghost: ColumnDefinition) {
    self.source = source
    self.ghost = ghost
  }
}

/// A unique key of the ghost table beside the copy key.
package struct GhostUniqueKey: Sendable, Equatable {
  package let name: String
  /// The pairs of columns it is made of; a column that the source does not have leaves the key out.
  package let columns: [SharedColumn]
  /// Whether the source has the same key, so that its rows cannot collide.
  package let isOnSource: Bool

  package init(name: String, columns: [SharedColumn], isOnSource: Bool) {
    self.name = name
    self.columns = columns
    self.isOnSource = isOnSource
  }
}

/// The tables of a migration and what their rows have in common.
package struct MigrationTables: Sendable, Equatable {
  package let names: MigrationNames
  /// The ghost under the name it has now.
  package var ghost: TableName
  package let key: MigrationKey
  package let columns: [SharedColumn]
  package let uniqueKeys: [GhostUniqueKey]
  /// How many columns the server logs for the source.
  package let columnCount: Int

  package var source: TableName { names.source }

  package init(
    names: MigrationNames, key: MigrationKey, columns: [SharedColumn], uniqueKeys: [GhostUniqueKey],
    columnCount: Int
  ) {
    self.names = names
    ghost = names.ghost
    self.key = key
    self.columns = columns
    self.uniqueKeys = uniqueKeys
    self.columnCount = columnCount
  }
}
