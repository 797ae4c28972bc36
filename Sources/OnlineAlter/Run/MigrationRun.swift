import Basics
import MySQL

/// Settings of one migration.
package struct MigrationSettings: Sendable {
  package var copiers = 2
  package var appliers = 2
  package var chunkRows: Int?
  package var chunkTime = Duration.milliseconds(500)
  package var batch = 500
  package var heartbeat = Duration.milliseconds(100)
  package var lockLimit = Duration.seconds(3)
  package var cutOverAttempts = 60
  package var skipsChecksum = false
  package var serverID: UInt32 = 99_999
  package var checkpointEvery = Duration.seconds(2)

  package init() {}
}

/// How a migration went.
package struct MigrationResult: Sendable, Equatable {
  package var rows: Int64 = 0
  package var changes: Int64 = 0
  package var cutOverAttempts = 0
  package var isResumed = false
  package var old: TableName?
}

/// Carries a migration out, from the ghost table to the exchange.
package struct MigrationRun: Sendable {
  private let request: AlterRequest
  private let settings: MigrationSettings
  private let options: ConnectionOptions
  private let sessions: MigrationSessions
  private let brake: any CopyBrake
  private let log: Log
  private let run: RunID

  package init(
    _ request: AlterRequest, _ options: ConnectionOptions, _ settings: MigrationSettings,
    brake: any CopyBrake,
    run: RunID, log: Log
  ) {
    self.request = request
    self.settings = settings
    var options = options
    options.run = run
    self.options = options
    self.brake = brake
    self.log = log
    self.run = run
    sessions = MigrationSessions(options, log: log)
  }

  package func carryOut() async throws -> MigrationResult {
    let guardian = try await sessions.open("guard", profile: .refresh)
    let names = MigrationNames(
      request.table, guardian.server.canRenameLockedTables ? .known : .behind)
    try await lock(guardian, names)
    try await guardian.perform { connection in
      for check in Checks.all { try check.run(request.table, connection) }
    }
    let preparation = GhostPreparation(request: request, names: names, run: run)
    let prepared = try await guardian.perform { try preparation.prepare($0) }
    let start = try await guardian.perform { try LogStart.find(prepared.checkpoint, $0) }
    let checkpoint = prepared.checkpoint
    let ledger = MigrationLedger(
      prepared.tables, start: start.position,
      copy: CopyProgress(
        watermark: checkpoint?.watermark, isDone: checkpoint?.isCopied ?? false, rows: checkpoint?.copied ?? 0
      ),
      firstBeat: (checkpoint?.nextBeat ?? 1) + 1000, run: run)
    let stream = try await BinlogStream.open(
      options: options.with(profile: .plain, phase: "alter-log"), serverID: settings.serverID,
      start: .position(start.position), watching: LogReader.watched(prepared.tables), heartbeat: .seconds(1))
    if checkpoint == nil { try await PreparedTransactions(log: log).waitOut(guardian) }
    let heartbeats = Heartbeats(
      names.changelog, ledger, try await sessions.open("heartbeat"), interval: settings.heartbeat)
    let parts = Parts(
      prepared: prepared, ledger: ledger, refresher: RowRefresher(prepared.tables, owner: prepared.owner),
      heartbeats: heartbeats, guardian: guardian, server: start.server)
    var result = try await work(parts, stream)
    result.isResumed = checkpoint != nil
    try await finish(names, guardian)
    await guardian.close()
    return result
  }

  /// What the phases share.
  private struct Parts: Sendable {
    let prepared: GhostPreparation.Prepared
    let ledger: MigrationLedger
    let refresher: RowRefresher
    let heartbeats: Heartbeats
    let guardian: Connection
    let server: String
  }

  /// One run at a time; the lock goes with the session.
  private func lock(_ guardian: Connection, _ names: MigrationNames) async throws {
    let name = "dbops alter " + names.checkpoint.description
    let isHad = try await guardian.perform { connection in
      try connection.query("SELECT GET_LOCK(LEFT(SHA2(\(literal: .string(name)), 256), 60), 5) AS l").first?[
        "l"
      ].int
    }
    guard isHad == 1 else {
      throw OpsError(
        .locked, "cannot migrate \(names.source)", why: "another run is migrating it",
        hint: "wait for it to end, or stop it")
    }
  }

  /// Runs what goes on all the time beside the phases; the first failure of any ends all.
  private func work(_ parts: Parts, _ stream: BinlogStream) async throws -> MigrationResult {
    try await withThrowingTaskGroup(of: MigrationResult?.self) { group in
      group.addTask {
        try await LogReader(stream, parts.ledger).run()
        return nil
      }
      group.addTask {
        try await parts.heartbeats.run()
        return nil
      }
      // Keys that the server may take for one must not be refreshed at the same time.
      for _ in 0..<(parts.prepared.tables.key.isFolded ? 1 : settings.appliers) {
        group.addTask {
          try await ChangeApplier(parts.ledger, parts.refresher, sessions, batch: settings.batch).run()
          return nil
        }
      }
      group.addTask {
        try await saveCheckpoints(parts)
        return nil
      }
      group.addTask { try await phases(parts) }
      defer { group.cancelAll() }
      while let result = try await group.next() {
        if let result { return result }
      }
      throw CancellationError()
    }
  }

  private func phases(_ parts: Parts) async throws -> MigrationResult {
    let ledger = parts.ledger
    try await copy(parts)
    let copied = ledger.reading
    log.info("rows copied", ["rows": "\(copied.copied)", "waiting": "\(copied.waiting)"])
    if !settings.skipsChecksum {
      try await Checksum(
        parts.prepared.tables, ledger, parts.refresher, parts.heartbeats, sessions, workers: settings.copiers,
        limit: settings.lockLimit, log: log
      ).run()
    }
    let attempts = try await cutOver(parts)
    let end = ledger.reading
    return MigrationResult(
      rows: end.copied, changes: end.changed, cutOverAttempts: attempts, isResumed: false,
      old: parts.prepared.tables.names.old)
  }

  private func copy(_ parts: Parts) async throws {
    let bounds = ChunkBounds(
      parts.ledger, parts.prepared.tables, try await sessions.open("bounds"),
      sizer: ChunkSizer(fixed: settings.chunkRows, target: settings.chunkTime))
    let copier = RowCopier(parts.ledger, parts.refresher, bounds, sessions, brake: brake)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<settings.copiers { group.addTask { try await copier.run() } }
      try await group.waitForAll()
    }
  }

  private func cutOver(_ parts: Parts) async throws -> Int {
    let cutOver = CutOver(
      parts.prepared.tables, parts.ledger, parts.refresher, parts.heartbeats, sessions,
      limit: settings.lockLimit)
    var pause = Duration.milliseconds(500)
    for attempt in 1...settings.cutOverAttempts {
      try await backlogFalls(parts.ledger)
      switch try await cutOver.attempt(parts.guardian) {
      case .swapped:
        log.info("tables exchanged", ["attempts": "\(attempt)"])
        return attempt
      case .postponed(let why):
        log.warning("cut-over postponed", ["why": why, "attempt": "\(attempt)"])
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .seconds(64))
      }
    }
    throw OpsError(
      .aborted, "cannot exchange \(request.table) for its ghost table",
      why: "\(settings.cutOverAttempts) attempts failed",
      changed: "the table is as it was; the ghost table is up to date and kept",
      hint: "end long transactions on the table, then run the same command again")
  }

  /// Waits until little is left to apply: what remains is done under the lock.
  private func backlogFalls(_ ledger: MigrationLedger) async throws {
    while ledger.reading.waiting > 2000 { try await Task.sleep(for: .milliseconds(20)) }
  }

  private func saveCheckpoints(_ parts: Parts) async throws {
    let store = CheckpointStore(parts.prepared.tables, owner: parts.prepared.owner)
    let session = sessions.worker("checkpoint")
    while true {
      let now = parts.ledger.reading
      let checkpoint = Checkpoint(
        fingerprint: parts.prepared.fingerprint, server: parts.server, position: now.resumePosition,
        watermark: now.watermark, isCopied: now.isCopied, copied: now.copied, nextBeat: now.nextBeat)
      try await session.run { try store.save(checkpoint, $0) }
      try await Task.sleep(for: settings.checkpointEvery)
    }
  }

  private func finish(_ names: MigrationNames, _ guardian: Connection) async throws {
    try await guardian.execute("DROP TABLE IF EXISTS \(names.changelog.sql), \(names.checkpoint.sql)")
  }
}

/// Where reading the log begins.
struct LogStart: Sendable {
  let position: BinlogPosition
  /// Names the server whose log it is.
  let server: String

  static func find(_ checkpoint: Checkpoint?, _ connection: isolated Connection) throws -> LogStart {
    let variable: SQLText = connection.server.flavour == .mysql ? "@@server_uuid" : "@@server_id"
    let server = try connection.query("SELECT CONCAT(\(variable), '') AS s").first?["s"].string ?? ""
    if let checkpoint {
      guard checkpoint.server == server else {
        throw OpsError(
          .refused, "cannot carry on with the migration", why: "it was begun on another server",
          hint: "add --initially-drop-ghost-table to begin anew")
      }
      return LogStart(position: checkpoint.position, server: server)
    }
    guard let row = try connection.query(connection.server.binaryLogStatusStatement).first,
      let file = row["File"].string, let offset = row["Position"].uint
    else {
      throw OpsError(
        .refused, "cannot migrate a table", why: "the server writes no binary log",
        hint: "set log_bin and restart the server")
    }
    return LogStart(position: BinlogPosition(file: file, offset: offset), server: server)
  }
}
