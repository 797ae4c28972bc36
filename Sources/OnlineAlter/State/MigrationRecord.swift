import Basics
import MySQL

/// What a migration tells of itself in its checkpoint table, for whoever looks from elsewhere.
package struct MigrationRecord: Sendable, Equatable {
  package var table: TableName
  /// The run that works on it, or did last.
  package var run: String
  /// `user@host pid N` of the process.
  package var who: String
  package var started: Timestamp
  package var updated: Timestamp
  /// `copying rows`, `comparing rows`, `postponing cut-over` …
  package var phase: String
  package var copied: Int64
  /// An estimate, or exact where rows were counted; 0 while unknown.
  package var total: Int64
  /// Changed keys that wait to be applied.
  package var backlog: Int64

  var values: [(String, [UInt8])] {
    [
      ("table", Array(table.name.utf8)), ("run", Array(run.utf8)), ("who", Array(who.utf8)),
      ("started", Array("\(started.microseconds)".utf8)), ("updated", Array("\(updated.microseconds)".utf8)),
      ("phase", Array(phase.utf8)), ("total", Array("\(total)".utf8)), ("backlog", Array("\(backlog)".utf8)),
    ]
  }

  init(
    table: TableName, run: String, who: String, started: Timestamp, updated: Timestamp, phase: String,
    copied: Int64, total: Int64, backlog: Int64
  ) {
    self.table = table
    self.run = run
    self.who = who
    self.started = started
    self.updated = updated
    self.phase = phase
    self.copied = copied
    self.total = total
    self.backlog = backlog
  }

  /// Nil when the checkpoint table holds no such record yet.
  init?(_ values: [String: [UInt8]], database: String) {
    func text(_ name: String) -> String? { values[name].map { String(decoding: $0, as: UTF8.self) } }
    func number(_ name: String) -> Int64 { text(name).flatMap { Int64($0) } ?? 0 }
    guard let table = text("table"), let run = text("run"), let phase = text("phase") else { return nil }
    self.init(
      table: TableName(database, table), run: run, who: text("who") ?? "",
      started: Timestamp(microseconds: number("started")),
      updated: Timestamp(microseconds: number("updated")),
      phase: phase, copied: number("copied"), total: number("total"), backlog: number("backlog"))
  }
}
