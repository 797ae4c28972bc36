import Basics
import MySQL

/// The table has no triggers: they would stay with the old table.
struct TriggerCheck: Check {
  func run(_ subject: CheckSubject, _ connection: isolated Connection) throws {
    let table = subject.request.table
    let row = try connection.query(
      """
      SELECT TRIGGER_NAME AS t FROM information_schema.TRIGGERS
      WHERE EVENT_OBJECT_SCHEMA = \(literal: .string(table.database))
      AND EVENT_OBJECT_TABLE = \(literal: .string(table.name)) LIMIT 1
      """
    ).first
    guard let name = row?["t"].string else { return }
    throw OpsError.cannotMigrate(
      table, "it has the trigger \(name)", hint: "drop its triggers first, and make them again afterwards")
  }
}
