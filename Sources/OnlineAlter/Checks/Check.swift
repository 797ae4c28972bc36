import Basics
import MySQL

/// Something that must hold before a migration touches anything.
package protocol Check: Sendable {
  /// - Throws: `OpsError` `refused` with the remedy when it does not hold.
  func run(_ subject: CheckSubject, _ connection: isolated Connection) throws
}

/// What is looked at before a migration.
package struct CheckSubject: Sendable {
  package let request: AlterRequest
  package let settings: MigrationSettings

  package init(request: AlterRequest, settings: MigrationSettings) {
    self.request = request
    self.settings = settings
  }
}

/// All checks, in the order in which they are run.
package enum Checks {
  package static let all: [any Check] = [
    GrantCheck(), TableCheck(), EngineCheck(), ReplicaCheck(), BinaryLogCheck(), CommitOrderCheck(),
    ForeignKeyCheck(),
    AddedForeignKeyCheck(), TriggerCheck(), DiskSpaceCheck(),
  ]
}

extension OpsError {
  static func cannotMigrate(_ table: TableName, _ why: String, hint: String) -> OpsError {
    OpsError(.refused, "cannot migrate \(table)", why: why, hint: hint)
  }
}
