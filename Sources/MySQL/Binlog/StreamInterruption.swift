import Dispatch
import Synchronization

/// Stops a stream from any thread, whichever connection it has at that moment.
final class StreamInterruption: Sendable {
  private struct State: Sendable {
    var isInterrupted = false
    var connection: Interruption?
  }

  private let state = Mutex(State())
  private let wakeUp = DispatchSemaphore(value: 0)

  /// True from the first `interrupt` on.
  var isInterrupted: Bool { state.withLock(\.isInterrupted) }

  /// Breaks the connection, present and to come, and ends a pause.
  func interrupt() {
    let connection = state.withLock { state in
      state.isInterrupted = true
      return state.connection
    }
    connection?.interrupt()
    wakeUp.signal()
  }

  /// Takes the stream's new connection; `release` must be called before it is closed.
  func hold(_ connection: Interruption) {
    let isTooLate = state.withLock { state in
      state.connection = connection
      return state.isInterrupted
    }
    if isTooLate { connection.interrupt() }
  }

  func release() {
    let connection = state.withLock { state in
      defer { state.connection = nil }
      return state.connection
    }
    connection?.forget()
  }

  /// Blocks the thread for so long, or until `interrupt`.
  func pause(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    let nanoseconds = Int(clamping: seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    _ = wakeUp.wait(timeout: .now() + .nanoseconds(nanoseconds))
  }
}
