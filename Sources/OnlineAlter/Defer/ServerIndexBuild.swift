import Basics
import MySQL
import Schema

/// Builds the indexes on one server.
struct ServerIndexBuild: Sendable {
  let deferred: DeferredIndexes
  let tables: IndexBuild.Tables
  let options: ConnectionOptions
  /// Whether the server writes the statement into its log.
  let isLogged: Bool
  /// What must have arrived before anything is looked at; nil on the primary.
  let marker: ReplicationMarker?
  let stage: IndexBuildStage
  let settings: IndexBuildSettings
  let holdChanges: @Sendable (Bool) -> Void
  let log: Log

  enum Outcome: Sendable, Equatable {
    /// How many were built now; the others were there.
    case built(Int)
    /// The server's filters keep the table out.
    case filtered
  }

  /// Names the session in the server's process list.
  private static let phase = "alter-index"

  private var address: String { options.address.description }

  /// Tries again where that may help.
  ///
  /// - Throws: `CancellationError` when the task is cancelled, the build on the server having been stopped.
  func run() async throws -> Outcome {
    var (built, attempts, overflows) = (0, 0, 0)
    while true {
      do {
        return try await attempt(&built)
      } catch let failure as SQLFailure where failure.isTroubledByChanges {
        stage.enter(.wantsTable)
        overflows += 1
        guard overflows < settings.overflowAttempts else { throw tooManyChanges(failure) }
        log.warning(
          "index build starts again, and changes wait until it is done",
          ["server": address, "why": failure.text])
        holdChanges(true)
      } catch let failure as SQLFailure where failure.mayPass {
        stage.enter(.wantsTable)
        attempts += 1
        guard attempts < settings.attempts else { throw failure.opsError.within(what) }
        log.warning("index build waits", ["server": address, "why": failure.text])
        try await Task.sleep(for: min(.milliseconds(250 * attempts), .seconds(5)))
      } catch let failure as SQLFailure {
        throw failure.opsError.within(what)
      }
    }
  }

  private var what: String { "cannot build the indexes of \(tables.ghost) on \(address)" }

  private func tooManyChanges(_ failure: SQLFailure) -> OpsError {
    OpsError(
      .aborted, what,
      why: "changes that come while they are built keep them from being finished: \(failure.description)",
      changed: "the table is as it was; the ghost table and the indexes built so far are kept",
      hint: "raise innodb_online_alter_log_max_size there, then run the same command again")
  }

  private func attempt(_ built: inout Int) async throws -> Outcome {
    var options = options.with(profile: .plain, phase: Self.phase)
    options.lockWait = settings.lockLimit
    // The server says nothing until the last index is there.
    options.readTimeout = nil
    let session = try await Connection.open(options)
    do {
      try await prepare(session)
      if let marker, try await !arrives(marker, session) { return await end(session, .filtered) }
      try await build(session, &built)
    } catch {
      await session.close()
      throw error
    }
    return await end(session, .built(built))
  }

  private func end(_ session: Connection, _ outcome: Outcome) async -> Outcome {
    await session.close()
    return outcome
  }

  private func prepare(_ session: Connection) async throws {
    try await session.perform { session in
      if !isLogged { try UnloggedSession.begin(session) }
      guard session.server.flavour == .mysql else { return }
      for (name, value) in [
        ("innodb_ddl_threads", "\(settings.threads)"),
        ("innodb_parallel_read_threads", "\(settings.threads)"),
        ("innodb_ddl_buffer_size", "\(settings.sortMemory.bytes)"),
      ] {
        do {
          try session.execute("SET SESSION \(raw: name) = \(raw: value)")
        } catch let failure as SQLFailure where failure.kind == .unknownObject {
          // Servers before 8.0.27 sort with one thread.
          continue
        }
      }
    }
  }

  /// Waits for the marker; false when it will not come, since the server's filters keep out the table.
  private func arrives(_ marker: ReplicationMarker, _ session: Connection) async throws -> Bool {
    let begin = ContinuousClock.now
    var isTold = false
    while try await !session.perform({ try marker.hasArrived($0) }) {
      if try await session.perform({ try ReplicationFilter.keepsOut(tables, $0) }) { return false }
      let waited = ContinuousClock.now - begin
      guard waited < settings.arrivalLimit else {
        throw OpsError(
          .aborted, what, why: "it has not come to where the primary was \(waited.text) ago",
          changed: "the table is as it was; the ghost table is kept",
          hint:
            "see whether it replicates, and \(tables.ghost.database) with it, then run the same command again"
        )
      }
      if !isTold, waited > .seconds(5) {
        log.info("index build waits for a replica to catch up", ["server": address])
        isTold = true
      }
      try await Task.sleep(for: settings.pollInterval)
    }
    return true
  }

  /// Waits for the build of a run that lost its connection or was killed: the server carries on with it.
  func waitForEarlier(_ session: Connection) async throws {
    var isTold = false
    while try await session.perform({ try isBuilding($0) }) {
      if !isTold { log.info("index build of an earlier run goes on", ["server": address]) }
      isTold = true
      try await Task.sleep(for: settings.pollInterval)
    }
  }

  private func isBuilding(_ session: isolated Connection) throws -> Bool {
    let phase = SQLText.literal(.string("phase=\(Self.phase)"))
    let table = SQLText.literal(.string("ALTER TABLE \(tables.ghost.sql) "))
    return try !session.query(
      """
      SELECT ID FROM information_schema.PROCESSLIST WHERE LOCATE(\(phase), INFO) AND LOCATE(\(table), INFO)
      AND ID <> CONNECTION_ID()
      """
    ).isEmpty
  }

  private func build(_ session: Connection, _ built: inout Int) async throws {
    try await waitForEarlier(session)
    let missing = try await session.perform { session in
      guard let text = try DeferredIndexes.definition(of: tables.ghost, session) else {
        throw OpsError(
          .aborted, what, why: "there is no such table", changed: "the table is as it was",
          hint: "see which of the server's replication filters keeps it out")
      }
      return try deferred.missing(in: text, of: tables.ghost, on: address)
    }
    let watching = Task { await watch(session) }
    defer { watching.cancel() }
    for pass in IndexPass.passes(missing) {
      stage.enter(.wantsTable)
      let names = pass.indexes.map(\.name).joined(separator: ", ")
      let begin = ContinuousClock.now
      log.info("index build begins", ["server": address, "indexes": names])
      let ghost = tables.ghost
      try await StoppableStatement(session: session, log: log).run { try pass.build(on: ghost, $0) }
      built += pass.indexes.count
      log.info(
        "index build ended",
        ["server": address, "indexes": names, "took": (ContinuousClock.now - begin).text])
    }
    watching.cancel()
    await watching.value
    stage.enter(.done)
  }

  /// Sees what the build is about, for those who share the table with it; a look that fails tells nothing.
  private func watch(_ building: Connection) async {
    let sessions = MigrationSessions(options, retries: 1, log: log)
    let watcher = sessions.worker("index-watch")
    while !Task.isCancelled {
      let rows = try? await watcher.run { watcher in
        let list: SQLText =
          watcher.server.findsSessionsByID
          ? "performance_schema.processlist" : "information_schema.PROCESSLIST"
        return try watcher.query("SELECT STATE AS s FROM \(list) WHERE ID = \(building.id)")
      }
      // Unknown is not fine: then nobody holds on to the table.
      if let rows { stage.learn(state: rows.first?["s"].string) } else { stage.enter(.wantsTable) }
      try? await Task.sleep(for: settings.watchInterval)
    }
    await watcher.close()
  }
}
