import Basics
import OnlineAlter

/// How a migration went, for people and for programs.
enum AlterSummary {
  static func planned(_ plan: AlterPlan) -> [String: JSONValue] {
    var members = facts(plan)
    members["state"] = "planned"
    return members
  }

  static func done(_ result: MigrationResult, _ plan: AlterPlan, took: Duration) -> [String: JSONValue] {
    var members = facts(plan)
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

  static func tell(_ result: MigrationResult, _ plan: AlterPlan, took: Duration, on console: Console) {
    console.show(
      """
      altered \(plan.table): \(result.rows) rows and \(result.changes) changes in \(took.text)\
      \(result.isResumed ? " (carried on from an earlier run)" : "")
      """)
    for column in result.unverified {
      console.show("  note: \(column) was not compared: no expression of SQL does what the conversion does")
    }
    if let old = result.old {
      console.show("  the table as it was is kept as \(old); drop it when nobody needs it")
    }
  }

  private static func facts(_ plan: AlterPlan) -> [String: JSONValue] {
    [
      "table": .string(plan.table.description), "statement": .string(plan.statement),
      "server": .string(plan.server.description), "estimated_rows": .int(plan.size.rows),
      "data_bytes": .int(plan.size.dataBytes), "index_bytes": .int(plan.size.indexBytes),
      "copy_key": .string(plan.facts.key.sourceIndex),
      "warnings": .array(plan.warnings.map { .string($0) }),
    ]
  }
}
