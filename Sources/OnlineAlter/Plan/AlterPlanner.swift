import Basics
import MySQL

/// Looks at a table and its server, and tells what a migration would do.
package struct AlterPlanner: Sendable {
  private let request: AlterRequest
  private let settings: MigrationSettings
  private let options: ConnectionOptions
  private let sessions: MigrationSessions

  package init(_ request: AlterRequest, _ options: ConnectionOptions, _ settings: MigrationSettings, log: Log)
  {
    self.request = request
    self.settings = settings
    self.options = options
    sessions = MigrationSessions(options, log: log)
  }

  /// Asks whether the server can do it by itself, unless a migration of the table is under way; else runs all checks and
  /// tries the statement on an empty copy of the table.
  ///
  /// - Throws: `OpsError` with the remedy when it cannot be done.
  package func outlook() async throws -> AlterOutlook {
    let connection = try await sessions.open("plan")
    let names = MigrationNames(
      request.table, connection.server.canRenameLockedTables ? .known : .behind)
    let request = request
    let (isExchanged, isBegun) = try await connection.perform { connection in
      try TableCheck().run(CheckSubject(request: request, settings: settings), connection)
      return (
        try FinishedExchange(request: request, names: names).isThere(connection),
        try CheckpointStore.exists(names.checkpoint, connection)
      )
    }
    var outlook = AlterOutlook.exchanged
    if !isExchanged {
      var why: String?
      if settings.native == .tried, !isBegun {
        switch try await NativeAlter(request, options, limit: settings.lockLimit).plan() {
        case .possible(let algorithm):
          await connection.close()
          return .native(algorithm)
        case .rebuildNeeded(let reason): why = reason
        }
      }
      outlook = .rebuild(try await connection.perform { try plan(names, $0) }, why: why)
    }
    await connection.close()
    return outlook
  }

  private func plan(_ names: MigrationNames, _ connection: isolated Connection) throws -> AlterPlan {
    let subject = CheckSubject(request: request, settings: settings)
    for check in Checks.all { try check.run(subject, connection) }
    let source = try TableDefinition.read(request.table, connection)
    let trial = try TrialTable(names, request.statement).definition(connection)
    let facts = try MigrationFacts(request.table, source, trial, request.statement)
    let size = try TableSize.read(request.table, connection)
    return AlterPlan(
      table: request.table, statement: request.text, server: connection.server,
      size: size ?? TableSize(rows: 0, dataBytes: 0, indexBytes: 0), names: names, facts: facts,
      earlier: try earlier(names, connection))
  }

  private func earlier(_ names: MigrationNames, _ connection: isolated Connection) throws -> Checkpoint? {
    guard !request.leftovers.contains(.ghost), try CheckpointStore.exists(names.checkpoint, connection) else {
      return nil
    }
    return try CheckpointStore.load(names.checkpoint, connection)
  }
}
