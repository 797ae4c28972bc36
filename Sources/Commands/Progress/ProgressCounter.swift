import Synchronization

/// Counts work from any thread; cheap enough for every chunk, not for every row.
package final class ProgressCounter: Sendable {
  private let state: Mutex<(done: Int64, total: Int64?)>

  package init(total: Int64? = nil) { state = Mutex((0, total)) }

  package func add(_ amount: Int64) { state.withLock { $0.done += amount } }

  /// Sets how much is done and, once it is known, the total.
  package func set(done: Int64, total: Int64?) { state.withLock { $0 = (done, total) } }

  package func set(total: Int64) { state.withLock { $0.total = total } }

  package var reading: (done: Int64, total: Int64?) { state.withLock { $0 } }
}
