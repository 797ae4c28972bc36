import Basics
import MySQL

/// Brings rows of the ghost table up to date that changed on the source.
package struct ChangeApplier: Sendable {
  private let ledger: MigrationLedger
  private let refresher: RowRefresher
  private let sessions: MigrationSessions
  private let brake: any CopyBrake
  private let batch: Int

  /// - Parameter batch: Keys refreshed in one transaction; 500 by default.
  package init(
    _ ledger: MigrationLedger, _ refresher: RowRefresher, _ sessions: MigrationSessions,
    brake: any CopyBrake, batch: Int = 500
  ) {
    self.ledger = ledger
    self.refresher = refresher
    self.sessions = sessions
    self.brake = brake
    self.batch = batch
  }

  /// Applies until the task is cancelled.
  package func run() async throws {
    let session = sessions.worker("apply")
    while true {
      try await brake.waitUntilClear()
      try Task.checkCancellation()
      let keys = ledger.takeKeys(batch)
      guard !keys.isEmpty else {
        try await Task.sleep(for: .milliseconds(5))
        continue
      }
      do {
        try await session.run { try refresher.refresh(keys, $0) }
        ledger.refreshed(keys, .done)
      } catch {
        ledger.refreshed(keys, .failed)
        throw error
      }
    }
  }
}
