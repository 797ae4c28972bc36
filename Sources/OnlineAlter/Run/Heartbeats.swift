import Basics
import MySQL

/// Writes heartbeats into the changelog table: each one, once acknowledged, proves that everything before it in the log
/// is visible, and its age on a replica is the replica's lag.
package struct Heartbeats: Sendable {
  private let table: TableName
  private let ledger: MigrationLedger
  private let sessions: MigrationSessions
  /// For those that are written between the regular ones.
  private let marker: WorkerSession
  private let interval: Duration

  /// - Parameters:
  ///   - interval: 100 ms by default, as gh-ost's.
  package init(
    _ table: TableName, _ ledger: MigrationLedger, _ sessions: MigrationSessions,
    interval: Duration = .milliseconds(100)
  ) {
    self.table = table
    self.ledger = ledger
    self.sessions = sessions
    marker = sessions.worker("marker")
    self.interval = interval
  }

  /// Writes one now and returns its number when the server has acknowledged it.
  package func beat() async throws -> UInt64 {
    try await marker.run { try write($0) }
  }

  private func write(_ connection: isolated Connection) throws -> UInt64 {
    // One that was cut off may have been written: another number is taken when it is tried again.
    let number = ledger.beginBeat()
    // Our own clock, so that a replica's age is not spoilt by differences between clocks.
    let moment = Timestamp.now().microseconds
    // Found by a key that stays: where the key itself changes, one session's scan may pass over the row that another
    // one is just moving.
    let written = try connection.execute(
      """
      UPDATE \(table.sql) SET beat = \(literal: .uint(number)), written = \(literal: .int(moment)) WHERE id = 1
      """)
    guard written.affectedRows == 1 else {
      throw OpsError.logTellsOfDoubt("the changelog table \(table) is not as it was made")
    }
    ledger.acknowledge(number)
    return number
  }

  /// Writes them until the task is cancelled.
  package func run() async throws {
    let session = sessions.worker("heartbeat")
    while true {
      _ = try await session.run { try write($0) }
      try await Task.sleep(for: interval)
    }
  }
}
