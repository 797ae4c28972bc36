import Basics
import MySQL
import Schema

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
      let subject = CheckSubject(request: request, settings: settings)
      try GrantCheck().runForNative(subject, connection)
      try TableCheck().run(subject, connection)
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
    let facts = try MigrationFacts(request, source, trial)
    let size = try TableSize.read(request.table, connection)
    return AlterPlan(
      table: request.table, statement: request.text, server: connection.server,
      size: size ?? TableSize(rows: 0, dataBytes: 0, indexBytes: 0), names: names, facts: facts,
      earlier: try earlier(names, connection), disk: try DiskSpaceCheck.outlook(subject, connection),
      renamedChecks: renamedChecks(source.schema, trial.schema, names))
  }

  /// Checks that lose their name. Those that the server named after the table are named after it again by the exchange.
  private func renamedChecks(
    _ source: TableSchema, _ trial: TableSchema, _ names: MigrationNames
  ) -> [AlterPlan.RenamedCheck] {
    CheckNames.renamed(original: source, copy: trial).compactMap { old, given in
      let isGenerated = given.hasPrefix(names.trial.name + "_chk_")
      let new = isGenerated ? names.source.name + given.dropFirst(names.trial.name.count) : given
      return new == old ? nil : AlterPlan.RenamedCheck(old: old, new: new)
    }.sorted { $0.old < $1.old }
  }

  private func earlier(_ names: MigrationNames, _ connection: isolated Connection) throws -> Checkpoint? {
    guard !request.leftovers.contains(.ghost), try CheckpointStore.exists(names.checkpoint, connection) else {
      return nil
    }
    return try CheckpointStore.load(names.checkpoint, connection)
  }
}
