import MySQL
import Schema

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
  package struct Part: Sendable, Equatable {
    package let column: SharedColumn
    /// How many characters or bytes of the column the key holds; nil for all.
    package let prefix: Int?
  }

  package let name: String
  package let parts: [Part]
  /// Whether the source has the same key, so that its rows cannot collide.
  package let isOnSource: Bool
}

/// A column of the ghost table alone that an INSERT must give a value: what the server's own ALTER fills in.
package struct FilledColumn: Sendable, Equatable {
  package let name: String
  /// As it stands in a statement.
  package let literal: String
}

/// The tables of a migration and what their rows have in common.
package struct MigrationTables: Sendable, Equatable {
  package let names: MigrationNames
  /// The ghost under the name it has now.
  package var ghost: TableName
  package let key: MigrationKey
  package let columns: [SharedColumn]
  package let filled: [FilledColumn]
  package let uniqueKeys: [GhostUniqueKey]
  /// How many columns the server logs for the source.
  package let columnCount: Int

  package var source: TableName { names.source }
}

extension MigrationTables {
  /// Works out what the tables have in common.
  init(_ names: MigrationNames, _ source: TableDefinition, _ ghost: TableDefinition, _ facts: MigrationFacts)
  {
    func shared(_ pair: ColumnMapping.Pair?) -> SharedColumn? {
      guard let pair, let old = source.column(pair.source.name), let new = ghost.column(pair.ghost.name)
      else { return nil }
      return SharedColumn(source: old, ghost: new)
    }
    let mapping = facts.mapping
    self.names = names
    self.ghost = names.ghost
    key = facts.key
    columns = mapping.pairs.compactMap { shared($0) }
    filled = mapping.added.compactMap { added in
      added.implicitValue.map { FilledColumn(name: added.column.name, literal: $0) }
    }
    let fresh = Set(mapping.newUniqueKeys.map(\.name))
    uniqueKeys = ghost.schema.keys.filter { $0.isUnique && $0.name != facts.key.ghostIndex }.compactMap {
      unique in
      // One over an expression or a new column cannot be looked up on the source.
      let parts: [GhostUniqueKey.Part] = unique.parts.compactMap { part in
        part.column.flatMap { shared(mapping.pair(ofGhost: $0)) }
          .map { GhostUniqueKey.Part(column: $0, prefix: part.prefixLength) }
      }
      guard parts.count == unique.parts.count else { return nil }
      return GhostUniqueKey(name: unique.name, parts: parts, isOnSource: !fresh.contains(unique.name))
    }
    columnCount = source.columns.count
  }
}
