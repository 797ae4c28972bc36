import Basics
import MySQL

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
  private static let keysAtATime = 500

  package init(
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

  /// - Parameter guardian: The session that holds the migration's lock; when it dies, a new run may begin.
  /// - Throws: `OpsError` `unknown` when it cannot be told whether the tables were exchanged.
  package func attempt(_ guardian: Connection) async throws -> Outcome {
    ledger.reserve(true)
    defer { ledger.reserve(false) }
    guard try await holds(within: limit, { ledger.reading.isQuiet }) else {
      return .postponed(why: "changes were still being applied")
    }
    do {
      if guardian.server.canRenameLockedTables {
        return try await LockedRename(self).run(guardian)
      }
      return try await WaitingRename(self).run(guardian)
    } catch let failure as SQLFailure where failure.kind == .contention {
      _ = try? await guardian.execute("UNLOCK TABLES")
      return .postponed(why: "the lock was not to be had: \(failure.text)")
    }
  }

  /// Applies what is left of the log under the locks; false when time ran out.
  func drain(_ locked: Connection, until deadline: ContinuousClock.Instant) async throws -> Bool {
    let marker = try await heartbeats.beat()
    while ContinuousClock.now < deadline {
      let keys = ledger.takeReservedKeys(Self.keysAtATime)
      if keys.isEmpty {
        if ledger.hasStreamed(marker), ledger.reading.isSettled { return true }
        try await Task.sleep(for: .milliseconds(1))
        continue
      }
      do {
        try await locked.perform { try refresher.refreshLocked(keys, $0) }
        ledger.refreshed(keys, .done)
      } catch let failure as SQLFailure where failure.number == 1062 {
        // Values that moved between rows are sorted out by the appliers, who can look around.
        ledger.refreshed(keys, .failed)
        return false
      } catch {
        ledger.refreshed(keys, .failed)
        throw error
      }
    }
    return false
  }

  /// Lets the ghost table go on counting where the table stopped, also behind rows that are gone.
  func carryCounter(_ locked: Connection) async throws {
    try await locked.perform { connection in
      guard let wanted = try Self.counter(tables.source, connection),
        wanted > (try Self.counter(tables.ghost, connection) ?? 1)
      else { return }
      try connection.execute("ALTER TABLE \(tables.ghost.sql) AUTO_INCREMENT = \(wanted)")
    }
  }

  private static func counter(_ table: TableName, _ connection: isolated Connection) throws -> UInt64? {
    let text = try connection.query("SHOW CREATE TABLE \(table.sql)").first?["Create Table"].string ?? ""
    guard let start = text.index(behindLast: "AUTO_INCREMENT=") else { return nil }
    return UInt64(text[start...].prefix { $0.isNumber })
  }

  var lockSeconds: Int { max(1, Int(limit.components.seconds)) }
}

extension String {
  /// Where what follows the last `text` begins.
  fileprivate func index(behindLast text: String) -> Index? {
    let wanted = Array(text)
    let characters = Array(self)
    guard characters.count >= wanted.count else { return nil }
    for start in stride(from: characters.count - wanted.count, through: 0, by: -1)
    where characters[start..<start + wanted.count].elementsEqual(wanted) {
      return index(startIndex, offsetBy: start + wanted.count)
    }
    return nil
  }
}
