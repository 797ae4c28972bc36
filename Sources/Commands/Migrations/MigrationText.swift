import Basics
import OnlineAlter

/// A migration on a server as people and programs read it.
struct MigrationText: Sendable {
  private let entry: MigrationsOnServer.Entry
  private var record: MigrationRecord { entry.record }

  init(_ entry: MigrationsOnServer.Entry) { self.entry = entry }

  var cells: [String] {
    [record.table.description, state, copied, "\(record.backlog)", record.run, heard]
  }

  var lines: String {
    var lines = [
      "migration of \(record.table): \(state)", "  statement: \(entry.statement ?? "not kept yet")",
      "  copied: \(copied); backlog: \(record.backlog)", "  run: \(record.run) of \(record.who)",
      "  begun: \(record.started); last heard of: \(heard)",
      "  tables: \(entry.tables.map(\.description).joined(separator: ", "))",
    ]
    if !entry.isRunning {
      lines.append(
        "  to carry on: run the same command again; to give it up: dbops migrations cleanup \(record.table)")
    }
    return lines.joined(separator: "\n")
  }

  var members: [String: JSONValue] {
    [
      "table": .string(record.table.description), "running": .bool(entry.isRunning),
      "phase": .string(record.phase), "statement": entry.statement.map { .string($0) } ?? .null,
      "copied_rows": .int(record.copied), "total_rows": .int(record.total), "backlog": .int(record.backlog),
      "migration_run": .string(record.run), "who": .string(record.who),
      "started": .string(record.started.description), "updated": .string(record.updated.description),
      "tables": .array(entry.tables.map { .string($0.description) }),
    ]
  }

  private var state: String { entry.isRunning ? record.phase : "stopped while \(record.phase)" }

  private var copied: String {
    record.total > 0 ? "\(record.copied) of \(max(record.total, record.copied))" : "\(record.copied)"
  }

  private var heard: String {
    guard record.updated.microseconds > 0 else { return "never" }
    let seconds = max(0, Timestamp.now().seconds - record.updated.seconds)
    return seconds < 1 ? "just now" : "\(Duration.seconds(Int64(seconds)).text) ago"
  }
}
