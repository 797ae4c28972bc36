import MySQL

/// Opens snapshots of one moment in which both tables ought to be equal: under a lock, when the last changes are applied.
struct SnapshotLock: Sendable {
  /// How the table is locked.
  enum Manner: Sendable {
    /// For reading. Nobody waits until it is had; where transactions of writers overlap all the time, it never is.
    case gentle
    /// As for the exchange: whoever comes later waits for it.
    case firm
  }

  let cutOver: CutOver

  /// - Parameter snapshots: Sessions whose transactions are begun.
  /// - Returns: False when the lock or the last changes were not to be had in time; nobody waits longer.
  func begin(
    _ snapshots: [Connection], _ locker: Connection, _ manner: Manner
  ) async throws -> Bool {
    let ledger = cutOver.ledger
    defer { ledger.reserve(false) }
    do {
      let isEqual =
        switch manner {
        case .gentle: try await lockForReading(locker)
        case .firm: try await lockForWriting(locker)
        }
      // Nothing may change the ghost table until all have their snapshot.
      ledger.reserve(true)
      if isEqual {
        for session in snapshots {
          try await session.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
          try await session.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT")
        }
      }
      try await locker.execute("UNLOCK TABLES")
      return isEqual
    } catch {
      _ = try? await locker.execute("UNLOCK TABLES")
      throw error
    }
  }

  private func lockForReading(_ locker: Connection) async throws -> Bool {
    do {
      try await locker.execute("SET SESSION lock_wait_timeout = \(cutOver.lockSeconds)")
      try await locker.execute("LOCK TABLES \(cutOver.tables.source.sql) READ")
    } catch let failure as SQLFailure where failure.kind == .contention {
      return false
    }
    let marker = Marker(cutOver.heartbeats)
    return try await holds(within: cutOver.limit) {
      try marker.isStreamed(cutOver.ledger) && cutOver.ledger.reading.isSettled
    }
  }

  private func lockForWriting(_ locker: Connection) async throws -> Bool {
    let (tables, ledger) = (cutOver.tables, cutOver.ledger)
    // The session with the lock is the only one that can read the source.
    ledger.reserve(true)
    guard try await holds(within: cutOver.limit, { ledger.reading.isQuiet }) else { return false }
    let deadline = ContinuousClock.now + cutOver.limit
    guard try await cutOver.lock([tables.source, tables.ghost], locker, until: deadline) else { return false }
    return try await cutOver.drain(locker, to: Marker(cutOver.heartbeats), until: deadline)
  }
}
