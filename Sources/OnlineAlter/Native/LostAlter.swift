import Basics
import MySQL

/// Finds out what became of an ALTER whose answer was lost.
struct LostAlter: Sendable {
  let table: TableName
  let options: ConnectionOptions
  /// The server's number of the session that ran it.
  let session: UInt64

  /// Waits until that session is gone, and looks at the table.
  ///
  /// - Throws: The `failure` when the table is as it was; `OpsError` `unknown` when nobody can tell.
  func outcome(
    _ algorithm: NativeAlgorithm, before: TableDefinition, _ failure: SQLFailure
  ) async throws -> NativeAlter.Outcome {
    do {
      let connection = try await Connection.open(options)
      _ = try? await connection.execute("KILL \(session)")
      try await waitForEnd(connection)
      let table = table
      let now = try await connection.perform { try TableDefinition.read(table, $0) }
      await connection.close()
      if now.text != before.text { return .done(algorithm) }
    } catch {
      throw OpsError(
        .unknown, "cannot tell whether \(table) was altered", why: failure.description,
        changed: "perhaps \(table) has been altered",
        hint: "look at SHOW CREATE TABLE \(table.sql) before anything else is done")
    }
    throw failure
  }

  /// An ALTER that goes on would change the table after it was looked at.
  private func waitForEnd(_ connection: Connection) async throws {
    let limit = ContinuousClock.now + options.lockWait + .seconds(30)
    while try await isAlive(connection) {
      guard ContinuousClock.now < limit else {
        throw OpsError(.unknown, "a session does not end")
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  private func isAlive(_ connection: Connection) async throws -> Bool {
    try await connection.query("SELECT 1 FROM information_schema.PROCESSLIST WHERE ID = \(session)").first
      != nil
  }
}
