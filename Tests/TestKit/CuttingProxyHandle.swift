import Basics
import Dispatch
import Glibc
import MySQL
import Synchronization

/// Stands between a client and a server on loopback and, told so, cuts a connection after a number of bytes.
package final class CuttingProxy: Sendable {
  package let port: Int
  private let listener: Int32
  private let budget = Budget()

  /// - Throws: `OpsError` when it cannot listen, or `address` is no TCP address.
  package init(to address: ServerAddress) throws {
    guard case .tcp(_, let serverPort) = address else {
      throw OpsError(.usage, "cannot stand before \(address)")
    }
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard let port = LoopbackSocket.listen(listener) else {
      throw OpsError.system("cannot listen on loopback", errno: errno)
    }
    self.listener = listener
    self.port = port
    let budget = budget
    DispatchQueue(label: "dbops.test.proxy").async {
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        let port = budget.state.withLock(\.serverPort) ?? serverPort
        ProxiedConnection.start(client: client, serverPort: port, budget: budget)
      }
    }
  }

  deinit {
    // Wakes the thread that accepts; closing alone would not.
    _ = shutdown(listener, Int32(SHUT_RDWR))
    _ = close(listener)
  }

  package var address: ServerAddress { .tcp(host: "127.0.0.1", port: port) }

  /// Bytes that have passed in both directions of all connections since the last `cut`.
  package var passed: Int64 { budget.state.withLock { $0.passed } }

  /// Whether the connection was cut that `cut` asked for.
  package var hasCut: Bool { budget.state.withLock { $0.hasCut } }

  /// Cuts the connection that brings the next `bytes` bytes to their end, in the middle of what it was saying;
  /// others go on. Nil lets everything pass.
  package func cut(after bytes: Int64?) {
    budget.state.withLock { $0 = Budget.State(limit: bytes, serverPort: $0.serverPort) }
  }

  /// Leads new connections to another server on loopback.
  package func redirect(to address: ServerAddress) {
    guard case .tcp(_, let port) = address else { return }
    budget.state.withLock { $0.serverPort = port }
  }
}

/// How much may still pass.
private final class Budget: Sendable {
  struct State {
    var limit: Int64?
    var passed: Int64 = 0
    var hasCut = false
    /// Nil for the first one.
    var serverPort: Int?
  }

  let state = Mutex(State())

  /// How many of `count` bytes may pass; fewer when the connection is to be cut behind them.
  func take(_ count: Int) -> Int {
    state.withLock { state in
      defer { state.passed += Int64(count) }
      guard let limit = state.limit, !state.hasCut, state.passed + Int64(count) > limit else { return count }
      state.hasCut = true
      return Int(limit - state.passed)
    }
  }
}

/// One client's connection with its server; each direction has a thread.
private final class ProxiedConnection: Sendable {
  private let client: Int32
  private let server: Int32

  private init(client: Int32, server: Int32) {
    (self.client, self.server) = (client, server)
  }

  deinit {
    _ = close(client)
    _ = close(server)
  }

  static func start(client: Int32, serverPort: Int, budget: Budget) {
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let connection = ProxiedConnection(client: client, server: server)
    guard LoopbackSocket.connect(server, port: serverPort) else { return }
    for (source, sink) in [(client, server), (server, client)] {
      DispatchQueue(label: "dbops.test.proxied").async {
        connection.pump(from: source, to: sink, budget)
        connection.hangUp()
      }
    }
  }

  /// Both directions end; the descriptors are closed when both threads are done with them.
  private func hangUp() {
    _ = shutdown(client, Int32(SHUT_RDWR))
    _ = shutdown(server, Int32(SHUT_RDWR))
  }

  private func pump(from source: Int32, to sink: Int32, _ budget: Budget) {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = unsafe recv(source, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      let allowed = budget.take(count)
      var sent = 0
      while sent < allowed {
        let step = unsafe buffer.withUnsafeBytes { bytes in
          unsafe send(sink, bytes.baseAddress.map { unsafe $0 + sent }, allowed - sent, Int32(MSG_NOSIGNAL))
        }
        guard step > 0 else { return }
        sent += step
      }
      guard allowed == count else { return }
    }
  }
}

/// Sockets on 127.0.0.1.
enum LoopbackSocket {
  private static func address(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  /// Listens on a free port and returns it; nil when that fails.
  static func listen(_ descriptor: Int32) -> Int? {
    var address = address(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard unsafe bind(descriptor, address, length) == 0, Glibc.listen(descriptor, 64) == 0 else {
          return false
        }
        return unsafe getsockname(descriptor, address, &length) == 0
      }
    }
    return isListening ? Int(UInt16(bigEndian: address.sin_port)) : nil
  }

  static func connect(_ descriptor: Int32, port: Int) -> Bool {
    var address = address(port: port)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    return unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe Glibc.connect(descriptor, address, length) == 0
      }
    }
  }
}
