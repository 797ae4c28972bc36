import Basics
import MySQL

/// Sees to it that one run at a time changes a migration's ghost table.
///
/// Every transaction on the ghost table first reads the owner's name under a shared lock. A run that takes over writes
/// its own name there: that waits for the transactions still under way, also those whose client was killed, and those
/// that come later find that they are not the owner any more.
package struct MigrationOwner: Sendable {
  private let table: TableName
  private let token: String

  /// - Parameter table: The migration's checkpoint table.
  package init(table: TableName, run: RunID) {
    self.table = table
    token = run.description
  }

  /// Becomes the owner; waits for what the one before has under way.
  package func take(_ connection: isolated Connection) throws {
    try connection.execute(
      """
      INSERT INTO \(table.sql) (name, value) VALUES ('owner', \(literal: .string(token)))
      ON DUPLICATE KEY UPDATE value = \(literal: .string(token))
      """)
  }

  /// To be called at the beginning of a transaction that changes the ghost table.
  ///
  /// - Throws: `OpsError` `aborted` when another run has taken over.
  package func confirm(_ connection: isolated Connection) throws {
    let row = try connection.query("SELECT value FROM \(table.sql) WHERE name = 'owner' LOCK IN SHARE MODE")
      .first
    guard row?["value"].string == token else {
      throw OpsError(
        .aborted, "cannot go on with the migration", why: "another run has taken it over",
        hint: "look at that run; this one has stopped")
    }
  }
}
