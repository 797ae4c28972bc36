/// Holds a migration back while others need the server.
package protocol CopyBrake: Sendable {
  /// Returns when this worker may copy its next chunk. `rest(after:)` follows, also when there was none.
  func wait() async throws
  /// Returns when nothing holds the migration back: changes may be applied, and the tables exchanged.
  func waitUntilClear() async throws
  /// Pauses after a chunk that took `time`; zero when there was none.
  func rest(after time: Duration) async throws
  /// How large the next chunk may be, of what it would be otherwise: above 0, at most 1.
  var chunkShare: Double { get }
  /// Takes what happened to one of the migration's own heartbeats; must not wait.
  func heartbeat(_ number: UInt64, _ step: HeartbeatTimes.Step)
  /// Watches what it depends on, until the task is cancelled.
  ///
  /// - Throws: What must end the migration.
  func run() async throws
}

extension CopyBrake {
  package func waitUntilClear() async throws { try await wait() }

  package func rest(after time: Duration) async throws {}

  package var chunkShare: Double { 1 }

  package func heartbeat(_ number: UInt64, _ step: HeartbeatTimes.Step) {}

  package func run() async throws {
    while true { try await Task.sleep(for: .seconds(3600)) }
  }
}
