import Basics
import FoundationEssentials
import MySQL

/// What a migration does one after the other, once the log is being read.
struct MigrationPhases: Sendable {
  let prepared: GhostPreparation.Prepared
  let settings: MigrationSettings
  let ledger: MigrationLedger
  let refresher: RowRefresher
  let heartbeats: Heartbeats
  let guardian: Guardian
  let sessions: MigrationSessions
  let indexBuild: IndexBuild
  let brake: any CopyBrake
  let progress: MigrationProgress
  let log: Log
  /// Keys that may wait when a lock is asked for: what remains is done under it.
  private static let smallBacklog = 2000

  private var tables: MigrationTables { prepared.tables }

  func run() async throws -> MigrationResult {
    var result = MigrationResult()
    if let file = settings.postponeFile { try makeFlag(file) }
    try await keepingGuardian { try await copy() }
    result.unverified = try await keepingGuardian { try await completeAndProve() }
    try await keepingGuardian { try await postpone() }
    // A replica may have come while the exchange was put off.
    if let deferred = prepared.deferred, settings.postponeFile != nil {
      _ = try await keepingGuardian { try await indexBuild.run(deferred) }
    }
    progress.begin(.exchanging)
    result.cutOverAttempts = try await exchange()
    let end = ledger.reading
    result.rows = end.copied
    result.changes = end.changed
    return result
  }

  /// The session with the lock is asked now and then whether it lives, but not while the exchange uses it.
  private func keepingGuardian<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask {
        try await guardian.keep()
        return nil
      }
      group.addTask { try await work() }
      var value: Value?
      while let next = try await group.next() {
        guard let next else { continue }
        value = next
        group.cancelAll()
      }
      guard let value else { throw CancellationError() }
      return value
    }
  }

  private func copy() async throws {
    let count = RowCount(tables)
    let counter = sessions.worker("count")
    progress.estimate(try await counter.run { try count.estimate($0) })
    if settings.counting == .before {
      progress.counted(try await counter.run { try count.exact($0) })
    }
    progress.begin(.copying)
    let counting = Task {
      if settings.counting == .beside { progress.counted(try await counter.run { try count.exact($0) }) }
      await counter.close()
    }
    defer { counting.cancel() }
    let bounds = ChunkBounds(
      ledger, tables, sizer: ChunkSizer(fixed: settings.chunkRows, target: settings.chunkTime))
    let copier = RowCopier(ledger, refresher, bounds, sessions, brake: brake)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<settings.copiers { group.addTask { try await copier.run() } }
      try await group.waitForAll()
    }
    let copied = ledger.reading
    log.info("rows copied", ["rows": "\(copied.copied)", "waiting": "\(copied.waiting)"])
  }

  /// Builds the indexes that were left out and compares the rows, both at once: the one needs what the other leaves.
  ///
  /// - Returns: Columns that could not be compared.
  private func completeAndProve() async throws -> [String] {
    let comparison = settings.checksum == .required
    if prepared.deferred != nil {
      progress.begin(.indexing)
    } else if comparison {
      progress.begin(.comparing)
    }
    return try await withThrowingTaskGroup(of: [String].self) { group in
      group.addTask {
        try await buildIndexes()
        if comparison { progress.begin(.comparing) }
        return []
      }
      if comparison { group.addTask { try await compare() } }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  private func buildIndexes() async throws {
    guard let deferred = prepared.deferred else { return indexBuild.stage.enter(.done) }
    for (server, count) in try await indexBuild.run(deferred).built {
      log.info("indexes built", ["server": server, "indexes": "\(count)"])
    }
  }

  private func compare() async throws -> [String] {
    let checksum = Checksum(
      tables, ledger, refresher, heartbeats, sessions, sharingWith: indexBuild.stage,
      workers: settings.copiers, limit: settings.lockLimit, brake: brake, progress: progress, log: log)
    return try await checksum.run()
  }

  private func makeFlag(_ path: String) throws {
    guard try !FlagFile(path).isPresent() else { return }
    guard FileManager.default.createFile(atPath: path, contents: Data()) else {
      throw OpsError(
        .refused, "cannot make the file that postpones the cut-over", why: "\(path) cannot be written",
        hint: "choose a path in a folder that is there, with --postpone-cut-over-flag-file")
    }
    log.info("made the file that postpones the cut-over", ["file": path])
  }

  private func postpone() async throws {
    guard let file = settings.postponeFile, holdsBack(file) else { return }
    progress.begin(.postponing)
    log.warning("cut-over is postponed while the file is there", ["file": file])
    while holdsBack(file) { try await Task.sleep(for: .milliseconds(200)) }
  }

  /// A file of which nobody can tell whether it is there counts as there.
  private func holdsBack(_ file: String) -> Bool { (try? FlagFile(file).isPresent()) ?? true }

  private func exchange() async throws -> Int {
    var cutOver = CutOver(tables, ledger, refresher, heartbeats, sessions, limit: settings.lockLimit)
    cutOver.carriesCounter = prepared.setsCounter == false
    var pause = settings.pauses.first
    for attempt in 1...max(1, settings.retries) {
      try await brake.waitUntilClear()
      try await backlogFalls()
      progress.attempted()
      let outcome = try await progress.duringExchange { try await cutOver.attempt(guardian) }
      switch outcome {
      case .swapped:
        log.info("tables exchanged", ["attempts": "\(attempt)"])
        return attempt
      case .postponed(let why):
        log.warning("cut-over postponed", ["why": why, "attempt": "\(attempt)"])
        try await Task.sleep(for: pause)
        pause = min(pause * 2, settings.pauses.longest)
      }
    }
    throw OpsError(
      .aborted, "cannot exchange \(tables.source) for its ghost table",
      why: "\(settings.retries) attempts failed",
      changed: "the table is as it was; the ghost table is up to date and kept",
      hint: "end long transactions on the table, then run the same command again")
  }

  private func backlogFalls() async throws {
    while ledger.reading.waiting > Self.smallBacklog { try await Task.sleep(for: .milliseconds(20)) }
  }
}
