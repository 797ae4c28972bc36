import Basics
import MySQL

/// Carries a migration out, from the ghost table to the exchange.
package struct MigrationRun: Sendable {
  private let request: AlterRequest
  private let settings: MigrationSettings
  private let options: ConnectionOptions
  private let sessions: MigrationSessions
  private let brake: any CopyBrake
  private let progress: MigrationProgress
  private let log: Log
  private let run: RunID

  /// - Parameters:
  ///   - options: Reach the server on which the table is written.
  ///   - brake: Holds copying and applying back.
  package init(
    _ request: AlterRequest, _ options: ConnectionOptions, _ settings: MigrationSettings,
    brake: any CopyBrake, progress: MigrationProgress = MigrationProgress(), run: RunID, log: Log
  ) {
    self.request = request
    self.settings = settings
    var options = options
    options.run = run
    self.options = options
    self.brake = brake
    self.progress = progress
    self.log = log
    self.run = run
    sessions = MigrationSessions(options, retries: settings.retries, log: log)
  }

  /// - Throws: `OpsError`; `refused` when nothing was changed, `aborted` when the table is as it was and the ghost table
  ///   is kept, `unknown` when a person must look; `SQLFailure`.
  package func carryOut() async throws -> MigrationResult {
    let version = try await sessions.version()
    let names = MigrationNames(request.table, version.canRenameLockedTables ? .known : .behind)
    let guardian = try await Guardian.open(sessions, names, log)
    let session = try await guardian.session()
    try await session.perform { connection in
      let subject = CheckSubject(request: request, settings: settings)
      for check in Checks.all { try check.run(subject, connection) }
      if settings.logFormat == .switched { try LogFormatSwitch(table: request.table).run(connection, log) }
    }
    let indexes = IndexTiming(names, settings.secondaryIndexes, log)
    let place = try await indexes.place(session) { try await indexBuild(names, $0).check() }
    let preparation = GhostPreparation(
      request: request, names: names, run: run, indexes: place, mustLeaveIndexesOut: indexes.isAsked, log: log
    )
    var result = MigrationResult()
    if case .prepared(let prepared) = try await session.perform({ try preparation.prepare($0) }) {
      do {
        result = try await migrate(prepared, place, guardian)
      } catch {
        throw MigrationFailure.told(error, of: request.table)
      }
    } else {
      log.info("the tables had been exchanged by an earlier run", [:])
      result.isResumed = true
    }
    progress.begin(.tidying)
    do {
      result.old = try await tidy(names)
    } catch let failure as SQLFailure {
      throw MigrationFailure.tidying(failure, of: request.table)
    }
    await guardian.close()
    progress.begin(.done)
    return result
  }

  private func migrate(
    _ prepared: GhostPreparation.Prepared, _ place: IndexBuildPlace?, _ guardian: Guardian
  ) async throws -> MigrationResult {
    let session = try await guardian.session()
    let checkpoint = prepared.checkpoint
    let start = try await session.perform { try LogStart.find(checkpoint, $0) }
    let stream = try await openLog(prepared, start)
    if checkpoint == nil {
      progress.begin(.waiting)
      try await PreparedTransactions(log: log).waitOut(session)
    }
    let tables = prepared.tables
    let ledger = MigrationLedger(
      tables, start: start.position,
      copy: CopyProgress(
        watermark: checkpoint?.watermark.map { tables.key.key(texts: $0) },
        isDone: checkpoint?.isCopied ?? false, rows: checkpoint?.copied ?? 0),
      firstBeat: prepared.firstBeat, run: run)
    ledger.observeHeartbeats { [brake] in brake.heartbeat($0, $1) }
    progress.follow(ledger, copiedBefore: checkpoint?.copied ?? 0)
    let phases = MigrationPhases(
      prepared: prepared, settings: settings, ledger: ledger,
      refresher: RowRefresher(tables, owner: prepared.owner),
      heartbeats: Heartbeats(
        tables.names.changelog, ledger, sessions, interval: settings.heartbeat),
      guardian: guardian, sessions: sessions,
      indexBuild: indexBuild(tables.names, place ?? .throughLog) { ledger.hold($0) }, brake: brake,
      progress: progress, log: log)
    let crew = MigrationCrew(phases: phases, server: start.server, run: run)
    var result = try await crew.work(stream)
    result.isResumed = checkpoint != nil
    return result
  }

  private var serverID: UInt32 { settings.serverID ?? MigrationSettings.serverID(of: run) }

  private func indexBuild(
    _ names: MigrationNames, _ place: IndexBuildPlace,
    holdChanges: @escaping @Sendable (Bool) -> Void = { _ in }
  ) -> IndexBuild {
    var build = IndexBuildSettings()
    build.attempts = settings.retries
    build.ignoredServerIDs = [serverID]
    return IndexBuild(
      IndexBuild.Tables(names), primary: options, place: place, settings: build, log: log,
      holdChanges: holdChanges)
  }

  private func openLog(_ prepared: GhostPreparation.Prepared, _ start: LogStart) async throws -> BinlogStream
  {
    try await BinlogStream.open(
      options: options.with(profile: .plain, phase: "alter-log"), serverID: serverID,
      start: .position(start.position), watching: LogReader.watched(prepared.tables), heartbeat: .seconds(1))
  }

  /// Removes what the migration leaves; the checkpoint last, which tells a later run what there is to remove.
  ///
  /// - Returns: Where the old table is kept.
  private func tidy(_ names: MigrationNames) async throws -> TableName? {
    let worker = sessions.worker("tidy")
    try await worker.run { try $0.execute("DROP TABLE IF EXISTS \(names.changelog.sql)") }
    if settings.oldTable == .dropped {
      try await worker.run { try $0.execute("DROP TABLE IF EXISTS \(names.old.sql)") }
    }
    try await worker.run { try $0.execute("DROP TABLE IF EXISTS \(names.checkpoint.sql)") }
    await worker.close()
    return settings.oldTable == .dropped ? nil : names.old
  }
}
