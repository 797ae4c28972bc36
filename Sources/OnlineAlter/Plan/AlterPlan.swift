import Basics
import MySQL
import Schema

/// What a migration would do, for people to read before it is done.
package struct AlterPlan: Sendable, Equatable {
  package let table: TableName
  package let statement: String
  package let server: ServerInfo
  package let size: TableSize
  package let names: MigrationNames
  package let facts: MigrationFacts
  /// How far an earlier run of the same migration came; nil for a new one.
  package let earlier: Checkpoint?

  /// Space that the second copy of the table takes while both are there.
  package var diskBytes: Int64 { size.dataBytes + size.indexBytes }

  /// How the tables are exchanged on this server.
  package var cutOver: String {
    server.canRenameLockedTables
      ? "one session locks both tables, applies the last changes and renames them"
      : "one session locks both tables and applies the last changes; another one's RENAME waits in the queue first"
  }

  /// What becomes of the columns, a line for each sort.
  package var columnLines: [String] {
    let mapping = facts.mapping
    let kept = mapping.pairs.count + mapping.recomputed.count
    var lines = ["\(kept) kept"]
    func list(_ word: String, _ names: [String]) {
      if !names.isEmpty { lines.append("\(names.count) \(word): \(names.joined(separator: ", "))") }
    }
    list("renamed", mapping.renamed.map { "\($0.source.name) to \($0.ghost.name)" })
    list("dropped", mapping.dropped.map(\.name))
    list("added", mapping.added.map(\.column.name))
    return lines
  }

  /// What may go wrong or come to mean something else.
  package var warnings: [String] {
    facts.mapping.hazards.map { hazard in
      hazard.severity == .loss
        ? "\(hazard.column): \(hazard.text); a value that does not fit ends the migration, the table stays as it was"
        : "\(hazard.column): \(hazard.text)"
    }
  }

  /// Unique keys that rows of the table may violate.
  package var newUniqueKeys: [String] { facts.mapping.newUniqueKeys.map(\.text) }
}
