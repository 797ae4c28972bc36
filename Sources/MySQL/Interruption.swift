import Glibc
import Synchronization

/// Breaks a connection's socket from any thread, so that a call blocked on it returns at once.
final class Interruption: Sendable {
  private enum State: Sendable {
    case open(descriptor: Int32)
    case interrupted
    case closed
  }

  private let state: Mutex<State>

  init(descriptor: Int32) {
    state = Mutex(.open(descriptor: descriptor))
  }

  /// Shuts the socket down; nothing happens the second time or once the connection is closed.
  func interrupt() {
    state.withLock { state in
      guard case .open(let descriptor) = state else { return }
      // The descriptor stays open until the owner closes it, so its number cannot be another file's.
      _ = shutdown(descriptor, Int32(SHUT_RDWR))
      state = .interrupted
    }
  }

  /// Must be called before the socket is closed.
  func forget() {
    state.withLock { $0 = .closed }
  }
}
