import Basics
import MySQL

/// Something that must hold before a migration touches anything.
package protocol Check: Sendable {
  /// - Throws: `OpsError` `refused` with the remedy when it does not hold.
  func run(_ table: TableName, _ connection: isolated Connection) throws
}

/// All checks, in the order in which they are run.
package enum Checks {
  package static let all: [any Check] = [
    TableCheck(), BinaryLogCheck(), CommitOrderCheck(), ForeignKeyCheck(), TriggerCheck(),
  ]
}

extension OpsError {
  static func cannotMigrate(_ table: TableName, _ why: String, hint: String) -> OpsError {
    OpsError(.refused, "cannot migrate \(table)", why: why, hint: hint)
  }
}
