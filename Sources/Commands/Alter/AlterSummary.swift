import Basics
import OnlineAlter

/// How a migration went, for people and for programs.
enum AlterSummary {
  static func planned(_ request: AlterRequest, _ outlook: AlterOutlook) -> [String: JSONValue] {
    var members = facts(request, outlook)
    members["state"] = "planned"
    return members
  }

  static func done(
    _ result: MigrationResult, _ request: AlterRequest, _ outlook: AlterOutlook, took: Duration
  ) -> [String: JSONValue] {
    var members = facts(request, outlook)
    members["state"] = "exchanged"
    members["rows"] = .int(result.rows)
    members["changes"] = .int(result.changes)
    members["seconds"] = .double(took.inSeconds)
    members["cut_over_attempts"] = .int(Int64(result.cutOverAttempts))
    members["resumed"] = .bool(result.isResumed)
    members["old_table"] = result.old.map { .string($0.description) } ?? .null
    members["unverified_columns"] = .array(result.unverified.map { .string($0) })
    return members
  }

  static func tell(_ result: MigrationResult, _ request: AlterRequest, took: Duration, on console: Console) {
    console.show(
      """
      altered \(request.table): \(result.rows) rows and \(result.changes) changes in \(took.text)\
      \(result.isResumed ? " (carried on from an earlier run)" : "")
      """)
    for column in result.unverified {
      console.show("  note: \(column) was not compared: no expression of SQL does what the conversion does")
    }
    if let old = result.old {
      console.show("  the table as it was is kept as \(old); drop it when nobody needs it")
    }
  }

  private static func facts(_ request: AlterRequest, _ outlook: AlterOutlook) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "table": .string(request.table.description), "statement": .string(request.text),
    ]
    guard case .rebuild(let plan, let why) = outlook else { return members }
    members["server"] = .string(plan.server.description)
    members["estimated_rows"] = .int(plan.size.rows)
    members["data_bytes"] = .int(plan.size.dataBytes)
    members["index_bytes"] = .int(plan.size.indexBytes)
    members["ghost_bytes"] = .int(plan.need.ghost.bytes)
    members["log_bytes"] = .int(plan.need.log.bytes)
    if case .known(let room) = plan.disk {
      members["disk_free_bytes"] = .int(room.space.free.bytes)
      members["disk_floor_bytes"] = .int(room.floor.bytes)
    }
    members["estimated_seconds"] = .double(plan.estimate.inSeconds)
    members["copy_key"] = .string(plan.facts.key.sourceIndex)
    members["warnings"] = .array(plan.warnings.map { .string($0) })
    members["rebuild_reason"] = why.map { .string($0) }
    return members
  }
}
