import Basics
import Dispatch
import Glibc
import MySQL
import Synchronization

/// Stands between clients and servers on loopback and holds the connection at one statement among those of interest,
/// before the server gets it or before the client hears of it.
package final class StatementGate: Sendable {
  package enum Moment: String, Sendable, CustomStringConvertible {
    /// The server has not got the statement.
    case before
    /// The server has done it; the client does not know.
    case behind
    /// The server has not got the statement, and the connection is cut.
    case lost
    /// The server has got the statement and works on it; the client's connection is cut, and the server is not told.
    case cut

    package var description: String { rawValue }
  }

  private struct State {
    var count = 0
    var target: (number: Int, moment: Moment)?
    var isOpen = true
    var isReached = false
  }

  private let state = Mutex(State())
  private let isOfInterest: @Sendable (String) -> Bool

  /// - Parameter isOfInterest: Is given what a client sent, as text.
  package init(_ isOfInterest: @escaping @Sendable (String) -> Bool) { self.isOfInterest = isOfInterest }

  /// Holds at the statement with this number, counted from 1 over all servers; from then on no connection is let in
  /// until `open`.
  package func hold(at number: Int, _ moment: Moment) {
    state.withLock { $0 = State(target: (number, moment)) }
  }

  /// Lets everything pass.
  package func open() { state.withLock { $0 = State() } }

  /// Whether the statement has come, and been done if it was to be.
  package var isReached: Bool { state.withLock(\.isReached) }

  fileprivate var isOpen: Bool { state.withLock(\.isOpen) }

  /// What is to happen with what a client sent.
  fileprivate func judge(_ bytes: ArraySlice<UInt8>) -> Moment? {
    guard isOfInterest(String(decoding: bytes, as: UTF8.self)) else { return nil }
    return state.withLock { state in
      state.count += 1
      guard let target = state.target, target.number == state.count else { return nil }
      state.isOpen = false
      if target.moment != .behind { state.isReached = true }
      return target.moment
    }
  }

  /// Whether a connection that came to its statement stays as it is.
  fileprivate var isHolding: Bool { state.withLock { !$0.isOpen && $0.target?.moment != .lost } }

  fileprivate func answered() { state.withLock { $0.isReached = true } }
}

/// One listener of a gate.
package final class HoldingProxy: Sendable {
  package let address: ServerAddress
  private let listener: Int32

  /// - Throws: `OpsError` when it cannot listen, or `address` is no TCP address.
  package init(to address: ServerAddress, _ gate: StatementGate) throws {
    guard case .tcp(_, let serverPort) = address else {
      throw OpsError(.usage, "cannot stand before \(address)")
    }
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard let port = LoopbackSocket.listen(listener) else {
      throw OpsError.system("cannot listen on loopback", errno: errno)
    }
    self.listener = listener
    self.address = .tcp(host: "127.0.0.1", port: port)
    DispatchQueue(label: "dbops.test.gate").async {
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard gate.isOpen, LoopbackSocket.connect(server, port: serverPort) else {
          _ = close(client)
          _ = close(server)
          continue
        }
        HeldConnection(client: client, server: server, gate).start()
      }
    }
  }

  deinit {
    _ = shutdown(listener, Int32(SHUT_RDWR))
    _ = close(listener)
  }
}

/// One client's connection with its server; each direction has a thread.
private final class HeldConnection: Sendable {
  private let client: Int32
  private let server: Int32
  private let gate: StatementGate
  private let isMuted = Atomic(false)
  private let isCut = Atomic(false)

  init(client: Int32, server: Int32, _ gate: StatementGate) {
    (self.client, self.server, self.gate) = (client, server, gate)
  }

  deinit {
    _ = close(client)
    _ = close(server)
  }

  func start() {
    DispatchQueue(label: "dbops.test.gate.up").async { [self] in
      pump(from: client, to: server) { bytes in
        switch gate.judge(bytes) {
        case .before, .lost: return false
        case .cut: isCut.store(true, ordering: .sequentiallyConsistent)
        case .behind: isMuted.store(true, ordering: .sequentiallyConsistent)
        case nil: break
        }
        return true
      }
    }
    DispatchQueue(label: "dbops.test.gate.down").async { [self] in
      pump(from: server, to: client) { _ in
        guard isMuted.load(ordering: .sequentiallyConsistent) else { return true }
        gate.answered()
        return false
      }
    }
  }

  private func pump(from source: Int32, to sink: Int32, passes: (ArraySlice<UInt8>) -> Bool) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe recv(source, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      guard passes(buffer[..<count]) else {
        // Held: nothing more is said until the gate opens, by which time the client is dead.
        while gate.isHolding { usleep(2000) }
        break
      }
      var sent = 0
      while sent < count {
        let step = unsafe buffer.withUnsafeBytes { bytes in
          unsafe send(sink, bytes.baseAddress.map { unsafe $0 + sent }, count - sent, Int32(MSG_NOSIGNAL))
        }
        guard step > 0 else { break }
        sent += step
      }
      if sent < count { break }
      if isCut.load(ordering: .sequentiallyConsistent) {
        _ = shutdown(client, Int32(SHUT_RDWR))
        return
      }
    }
    _ = shutdown(client, Int32(SHUT_RDWR))
    _ = shutdown(server, Int32(SHUT_RDWR))
  }
}
