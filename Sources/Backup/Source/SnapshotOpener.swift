import Basics
import MySQL

/// Sessions that all see one moment of the server, ready to export.
package struct SnapshotSet: Sendable {
  /// Each inside a transaction that sees `point`, with a savepoint named `dbops` right at its start.
  package let sessions: [Connection]
  /// Holds READ locks on the tables whose engine has no snapshots; nil when there are none.
  package let locked: Connection?
  package let point: ConsistencyPoint
  /// Holds the backup lock that keeps DDL out, where the server has one.
  fileprivate let guardian: Connection

  /// Ends all sessions; locks go with them.
  package func close() async {
    for connection in sessions + [locked, guardian].compactMap({ $0 }) { await connection.close() }
  }
}

/// Opens snapshots that agree.
///
/// Every lock taken here belongs to a session, so a killed dbops holds up nobody: the server lets go when the
/// connection ends. That is why a replica's applier is not stopped for this, though it could be: nothing would
/// start it again.
package struct SnapshotOpener: Sendable {
  package struct Settings: Sendable {
    /// Sessions to open.
    package var sessions: Int
    /// Longest time that writes may be held up by a waiting lock request.
    package var lockWait: Duration
    /// How often to ask for the lock again, with growing pauses.
    package var attempts: Int
    /// How long to wait for statements that run longer than `lockWait` to end, before the lock is asked for.
    package var longQueryWait: Duration

    package init(
      sessions: Int, lockWait: Duration = .seconds(3), attempts: Int = 10,
      longQueryWait: Duration = .seconds(60)
    ) {
      self.sessions = sessions
      self.lockWait = lockWait
      self.attempts = attempts
      self.longQueryWait = longQueryWait
    }
  }

  private let settings: Settings
  private let source: Source
  private let log: Log

  package init(settings: Settings, source: Source, log: Log) {
    self.settings = settings
    self.source = source
    self.log = log
  }

  /// Opens the sessions.
  ///
  /// - Parameters:
  ///   - tables: Everything that will be read: what is not transactional is locked for reading.
  /// - Throws: `OpsError` `failed` when the lock could not be had in time, naming who held it up.
  package func open(for tables: [TableDefinition]) async throws -> SnapshotSet {
    let guardian = try await source.connect(.plain, "snapshot")
    var opened: [Connection] = [guardian]
    do {
      for number in 0..<settings.sessions {
        opened.append(try await source.connect(.export, "dump-\(number)"))
      }
      let plain = tables.filter { !$0.isTransactional && $0.holdsRows }.map(\.name)
      let locked = plain.isEmpty ? nil : try await source.connect(.export, "dump-locked")
      if let locked {
        opened.append(locked)
        try await limitWaiting(locked)
      }
      let sessions = Array(opened[1...settings.sessions])
      let point = try await holdCommits(guardian, tables: tables.map(\.name)) { method, start in
        if let locked { try await Self.lock(plain, locked) }
        for session in sessions { try await Self.begin(session) }
        let place = try await ReplicaPosition.read(inside: sessions[0], guardian)
        var point = try await guardian.perform {
          try ConsistencyPoint.read(method: method, since: start, $0)
        }
        point.sourcePosition = place
        return point
      }
      return SnapshotSet(sessions: sessions, locked: locked, point: point, guardian: guardian)
    } catch {
      for connection in opened { await connection.close() }
      throw error
    }
  }

  private static func begin(_ session: Connection) async throws {
    try await session.perform { session in
      _ = try session.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT")
      // Going back here after each piece frees the metadata lock on its table but keeps the snapshot.
      _ = try session.execute("SAVEPOINT dbops")
    }
  }

  private static func lock(_ tables: [TableName], _ session: Connection) async throws {
    let list = tables.map { "\($0.sql) READ" as SQLText }.joined(separator: ", ")
    _ = try await session.execute("LOCK TABLES \(list)")
  }

  /// Runs `body` while nothing can commit, trying again when the lock is not to be had in time.
  private func holdCommits(
    _ guardian: Connection, tables: [TableName],
    _ body: (SnapshotMethod, ContinuousClock.Instant) async throws -> ConsistencyPoint
  ) async throws -> ConsistencyPoint {
    let method = try await takeBackupLock(guardian)
    try await waitForLongQueries(guardian)
    try await limitWaiting(guardian)
    var pause = Duration.milliseconds(500)
    for attempt in 1...settings.attempts {
      let start = ContinuousClock.now
      do {
        let used = try await block(guardian, by: method, tables: tables)
        let point = try await body(used, start)
        _ = try await guardian.execute(used == .backupStage ? "BACKUP STAGE END" : "UNLOCK TABLES")
        log.info(
          "snapshot taken",
          ["method": used.rawValue, "held": (ContinuousClock.now - start).text, "gtid": point.gtid])
        return point
      } catch let error as SQLFailure where error.kind == .contention {
        // Let go at once: whoever queued up behind our request goes on.
        if method == .backupStage { _ = try? await guardian.execute("BACKUP STAGE END") }
        _ = try? await guardian.execute("UNLOCK TABLES")
        guard attempt < settings.attempts else { break }
        log.warning("the lock was not to be had", ["waited": settings.lockWait.text, "again_in": pause.text])
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .seconds(15))
      }
    }
    throw OpsError(
      .failed, "cannot take a consistent snapshot",
      why:
        "the lock that holds commits back was not to be had in \(settings.attempts) attempts of \(settings.lockWait.text)",
      hint:
        "look for DDL, LOCK TABLES, long statements or another backup in SHOW PROCESSLIST, raise backup.lock-wait, or back up from a replica with --from"
    )
  }

  /// A server that waits for a lock on behalf of a client does not see that the client is gone: a request that may
  /// wait for long would hold up writes for long, too, even after dbops was killed.
  private func limitWaiting(_ session: Connection) async throws {
    let seconds = max(1, Int(settings.lockWait.inSeconds))
    _ = try await session.execute("SET SESSION lock_wait_timeout = \(seconds)")
  }

  /// Keeps DDL out for the whole backup where the server can.
  private func takeBackupLock(_ guardian: Connection) async throws -> SnapshotMethod {
    if guardian.server.hasBackupStage { return .backupStage }
    guard guardian.server.hasBackupLock else { return .globalReadLock }
    do {
      // Waits for DDL that is under way; nothing but DDL waits behind it.
      _ = try await guardian.execute("LOCK INSTANCE FOR BACKUP")
      return .backupLock
    } catch let error as SQLFailure where error.kind == .contention {
      throw OpsError(
        .failed, "cannot take a consistent snapshot", why: "DDL is under way and did not end within a minute",
        hint: "run again when it has ended (SHOW PROCESSLIST), or back up from a replica with --from")
    } catch let error as SQLFailure where error.kind == .privilege {
      log.warning("no privilege BACKUP_ADMIN: DDL is not kept out but found at the end", [:])
      return .globalReadLock
    }
  }

  private func block(
    _ guardian: Connection, by method: SnapshotMethod, tables: [TableName]
  ) async throws -> SnapshotMethod {
    do {
      if method == .backupStage {
        _ = try await guardian.execute("BACKUP STAGE START")
        _ = try await guardian.execute("BACKUP STAGE BLOCK_COMMIT")
      } else {
        _ = try await guardian.execute("FLUSH TABLES WITH READ LOCK")
      }
      return method
    } catch let error as SQLFailure where error.kind == .privilege {
      log.warning("no privilege RELOAD: the selected tables are locked for a moment instead", [:])
      try await Self.lock(tables, guardian)
      return .tableLocks
    }
  }

  /// A lock request behind a long statement would hold up every write that comes after it.
  private func waitForLongQueries(_ guardian: Connection) async throws {
    let limit = max(.seconds(1), settings.lockWait)
    let deadline = ContinuousClock.now + settings.longQueryWait
    while let long = try await longQuery(guardian, from: limit) {
      guard ContinuousClock.now < deadline else {
        throw OpsError(
          .failed, "cannot take a consistent snapshot",
          why: "session \(long.id) of \(long.user) has been running a statement for \(long.time.text)",
          hint: "wait for it or end it (KILL QUERY \(long.id)), or back up from a replica with --from")
      }
      log.info(
        "waiting for a long statement", ["session": "\(long.id)", "user": long.user, "runs": long.time.text])
      try await Task.sleep(for: .seconds(1))
    }
  }

  private func longQuery(_ guardian: Connection, from limit: Duration) async throws -> ProcessList.Session? {
    try await ProcessList(guardian).sessions
      .filter { session in
        session.command == "Query" && session.time >= limit
          && !["system user", "event_scheduler"].contains(session.user)
      }
      .max { $0.time < $1.time }
  }
}
