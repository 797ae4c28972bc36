import Synchronization

/// A heartbeat written behind everything that is in the log by now.
///
/// Written by a task of its own: where commits stall, whoever holds a lock must not wait for it longer than the lock's limit.
final class Marker: Sendable {
  private let number: Mutex<Result<UInt64, any Error>?> = Mutex(nil)
  private let writing: Mutex<Task<Void, Never>?> = Mutex(nil)

  init(_ heartbeats: Heartbeats) {
    let task = Task {
      do {
        let written = try await heartbeats.beat()
        number.withLock { $0 = .success(written) }
      } catch {
        number.withLock { $0 = .failure(error) }
      }
    }
    writing.withLock { $0 = task }
  }

  /// Whether it was acknowledged, and read from the log with everything before it.
  ///
  /// - Throws: What kept it from being written.
  func isStreamed(_ ledger: MigrationLedger) throws -> Bool {
    guard let number = try number.withLock({ try $0?.get() }) else { return false }
    return ledger.hasStreamed(number)
  }

  /// Returns when it is written, or failed; to be called before another is begun.
  func end() async { await writing.withLock { $0 }?.value }
}
