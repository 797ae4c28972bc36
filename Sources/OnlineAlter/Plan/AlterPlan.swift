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
  /// What the server's disk has, as far as that is known.
  package let disk: DiskOutlook
  /// Names of CHECK constraints that the new table has others for.
  package let renamedChecks: [RenamedCheck]

  package struct RenamedCheck: Sendable, Equatable {
    package let old: String
    package let new: String
  }

  /// Room that the second copy of the table takes while both are there, and its rows take in the log.
  package var need: DiskNeed { DiskNeed(size, copied: earlier?.copied ?? 0) }

  /// How long it may take when nothing holds it back: copying and comparing, from what was measured on two processors
  /// (docs/evidence/alter-speed.md).
  package var estimate: Duration {
    let left = need.ghost.bytes
    return .milliseconds(Int64(Double(left) / Double(Self.bytesPerSecond) * 1000) + 1000)
  }

  /// Data and indexes copied and compared in a second.
  package static let bytesPerSecond: Int64 = 10 << 20

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
      + renamedChecks.map {
        "CHECK \($0.old) becomes \($0.new): a name may be there once in a database, and the old table keeps it"
      }
  }

  /// Unique keys that rows of the table may violate.
  package var newUniqueKeys: [String] { facts.mapping.newUniqueKeys.map(\.text) }
}
