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
  ///
  /// - Returns: How many runs have been the owner by now. Each has heartbeat numbers of its own: one that was taken over
  ///   may still write some, and they must not be taken for ours.
  package func take(_ connection: isolated Connection) throws -> UInt64 {
    try connection.execute("START TRANSACTION")
    do {
      try connection.execute(
        """
        INSERT INTO \(table.sql) (name, value) VALUES ('owner', \(literal: .string(token)))
        ON DUPLICATE KEY UPDATE value = \(literal: .string(token))
        """)
      try connection.execute(
        """
        INSERT INTO \(table.sql) (name, value) VALUES ('runs', '1') ON DUPLICATE KEY UPDATE value = value + 1
        """)
      let row = try connection.query("SELECT value FROM \(table.sql) WHERE name = 'runs'").first
      try connection.execute("COMMIT")
      return row?["value"].string.flatMap { UInt64($0) } ?? 1
    } catch {
      _ = try? connection.execute("ROLLBACK")
      throw error
    }
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
