import Basics
import MySQL
import Schema

/// Puts the ghost table in the place of the table (docs/cut-over.md).
///
/// Under a lock on both tables nobody writes; what is left in the log is brought into the ghost table by the session that
/// holds the lock, and the names are exchanged. An attempt ends within the lock's time limit, whichever way.
package struct CutOver: Sendable {
  package enum Outcome: Sendable, Equatable {
    case swapped
    /// Nothing has changed; writers went on.
    case postponed(why: String)
  }

  let tables: MigrationTables
  let ledger: MigrationLedger
  let refresher: RowRefresher
  let heartbeats: Heartbeats
  let sessions: MigrationSessions
  /// How long the table is locked at most; 3 s by default.
  let limit: Duration
  /// False where the statement itself says where the new table counts on.
  var carriesCounter = true
  private static let keysAtATime = 500

  init(
    _ tables: MigrationTables, _ ledger: MigrationLedger, _ refresher: RowRefresher, _ heartbeats: Heartbeats,
    _ sessions: MigrationSessions, limit: Duration
  ) {
    self.tables = tables
    self.ledger = ledger
    self.refresher = refresher
    self.heartbeats = heartbeats
    self.sessions = sessions
    self.limit = limit
  }

  /// Once begun, an attempt is carried to its end though the task is cancelled: it is short, and what came of it is known.
  ///
  /// - Parameter guardian: Its session takes the locks; when it dies, a new run may begin.
  /// - Throws: `OpsError` `unknown` when it cannot be told whether the tables were exchanged.
  package func attempt(_ guardian: Guardian) async throws -> Outcome {
    try Task.checkCancellation()
    let work = Task { try await attemptOnce(guardian) }
    return try await work.value
  }

  private func attemptOnce(_ guardian: Guardian) async throws -> Outcome {
    ledger.reserve(true)
    defer { ledger.reserve(false) }
    guard try await holds(within: limit, { ledger.reading.isQuiet }) else {
      return .postponed(why: "changes were still being applied")
    }
    let locker = try await guardian.session()
    let exchanger: any Exchanger =
      guardian.server.canRenameLockedTables ? LockedRename(self) : WaitingRename(self)
    do {
      return try await exchanger.run(locker)
    } catch let failure as SQLFailure where failure.kind == .contention {
      _ = try? await locker.execute("UNLOCK TABLES")
      return .postponed(why: "the lock was not to be had: \(failure.text)")
    } catch let failure as SQLFailure where failure.mayPass || failure.kind == .interrupted {
      return try await ExchangeInquiry(self).outcome(after: failure, of: [locker.id])
    }
  }

  static let lockNotHad = "the lock was not to be had in time"

  /// Locks `tables` for writing; false when others kept one of them until `deadline`.
  func lock(
    _ tables: [TableName], _ session: Connection, until deadline: ContinuousClock.Instant
  ) async throws -> Bool {
    let list = tables.map { "\($0.sql) WRITE" as SQLText }.joined(separator: ", ")
    do {
      try await session.execute("SET SESSION lock_wait_timeout = \(lockSeconds)")
      try await BoundedStatement(session, until: deadline).run("LOCK TABLES \(list)")
      return true
    } catch let failure as SQLFailure where [.contention, .interrupted].contains(failure.kind) {
      return false
    }
  }

  /// Applies what is left of the log before `marker` under the locks; false when time ran out.
  func drain(
    _ locked: Connection, to marker: Marker, until deadline: ContinuousClock.Instant
  ) async throws -> Bool {
    while ContinuousClock.now < deadline {
      let keys = ledger.takeReservedKeys(Self.keysAtATime)
      if keys.isEmpty {
        if try marker.isStreamed(ledger), ledger.reading.isSettled { return true }
        try await Task.sleep(for: .milliseconds(1))
        continue
      }
      do {
        let outcome = try await locked.perform {
          try refresher.refreshLocked(keys, until: deadline, $0)
        }
        ledger.refreshed(keys, outcome)
        // The appliers can look around.
        if outcome == .failed { return false }
      } catch {
        ledger.refreshed(keys, .failed)
        throw error
      }
    }
    return false
  }

  /// Lets the ghost table go on counting where the table stopped, also behind rows that are gone.
  func carryCounter(_ locked: Connection) async throws {
    guard carriesCounter else { return }
    try await locked.perform { connection in
      guard let counted = try Self.counter(tables.ghost, connection),
        let wanted = try Self.counter(tables.source, connection), wanted > counted
      else { return }
      try connection.execute("ALTER TABLE \(tables.ghost.sql) AUTO_INCREMENT = \(wanted)")
    }
  }

  /// Where the table will count on; nil when it does not count.
  private static func counter(_ table: TableName, _ connection: isolated Connection) throws -> UInt64? {
    let printed = try connection.query("SHOW CREATE TABLE \(table.sql)").first?["Create Table"].bytes ?? []
    let schema = try TableSchema(parsing: printed)
    guard schema.columns.contains(where: \.isAutoIncrement) else { return nil }
    // Servers leave a counter that stands at 1 out of what they print.
    return schema.options.autoIncrement ?? 1
  }

  var lockSeconds: Int { max(1, Int(limit.components.seconds)) }
}

/// One of the ways to exchange the tables.
protocol Exchanger: Sendable {
  /// - Parameter locker: The session that takes the locks.
  func run(_ locker: Connection) async throws -> CutOver.Outcome
}
