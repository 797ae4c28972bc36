import Basics
import MySQL

/// Looks at a table and its server, and tells what a migration would do.
package struct AlterPlanner: Sendable {
  private let request: AlterRequest
  private let settings: MigrationSettings
  private let sessions: MigrationSessions

  package init(_ request: AlterRequest, _ options: ConnectionOptions, _ settings: MigrationSettings, log: Log)
  {
    self.request = request
    self.settings = settings
    sessions = MigrationSessions(options, log: log)
  }

  /// Runs all checks, and tries the statement on an empty copy of the table.
  ///
  /// - Throws: `OpsError` with the remedy when the migration cannot be done.
  package func plan() async throws -> AlterPlan {
    let connection = try await sessions.open("plan")
    let server = connection.server
    let names = MigrationNames(request.table, server.canRenameLockedTables ? .known : .behind)
    let plan = try await connection.perform { connection in
      let subject = CheckSubject(request: request, settings: settings)
      for check in Checks.all { try check.run(subject, connection) }
      let source = try TableDefinition.read(request.table, connection)
      let trial = try TrialTable(names, request.statement).definition(connection)
      let facts = try MigrationFacts(request.table, source, trial, request.statement)
      let size = try TableSize.read(request.table, connection)
      return AlterPlan(
        table: request.table, statement: request.text, server: server,
        size: size ?? TableSize(rows: 0, dataBytes: 0, indexBytes: 0), names: names, facts: facts,
        earlier: try earlier(names, connection))
    }
    await connection.close()
    return plan
  }

  private func earlier(_ names: MigrationNames, _ connection: isolated Connection) throws -> Checkpoint? {
    guard !request.leftovers.contains(.ghost), try CheckpointStore.exists(names.checkpoint, connection) else {
      return nil
    }
    return try CheckpointStore.load(names.checkpoint, connection)
  }
}
