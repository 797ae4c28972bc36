import Basics
import Glibc
import MySQL
import Synchronization

/// A server on loopback that speaks what a test tells it, to one client at a time.
package final class ScriptedServer: Sendable {
  package let port: Int
  private let listener: Int32

  /// Listens on a free port.
  ///
  /// - Throws: `OpsError` when there is none.
  package init() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard unsafe bind(listener, address, length) == 0, listen(listener, 4) == 0 else { return false }
        return unsafe getsockname(listener, address, &length) == 0
      }
    }
    guard isListening else { throw OpsError.system("cannot listen on loopback", errno: errno) }
    self.listener = listener
    self.port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { _ = close(listener) }

  package var address: ServerAddress { .tcp(host: "127.0.0.1", port: port) }

  /// Waits for one client and runs `script` with it, on a thread of its own.
  ///
  /// - Returns: What `script` returns.
  package func serve<Value: Sendable>(
    _ script: @escaping @Sendable (ScriptedPeer) throws -> Value
  ) async throws -> Value {
    let listener = listener
    return try await blocking(label: "dbops.test.scripted") {
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else { throw OpsError.system("cannot accept", errno: errno) }
      let peer = ScriptedPeer(descriptor: descriptor)
      defer { peer.hangUp() }
      return try script(peer)
    }
  }
}

/// The client at the other end, packet by packet.
package final class ScriptedPeer: Sendable {
  private let descriptor: Int32
  private let sequence = Mutex<UInt8>(0)

  fileprivate init(descriptor: Int32) { self.descriptor = descriptor }

  /// Sends one packet with the next sequence number.
  package func send(_ payload: [UInt8]) {
    let number = sequence.withLock { number in
      defer { number &+= 1 }
      return number
    }
    let count = payload.count
    sendRaw([UInt8(count & 255), UInt8(count >> 8 & 255), UInt8(count >> 16 & 255), number] + payload)
  }

  /// Sends bytes as they are.
  package func sendRaw(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return }
      rest = rest.dropFirst(sent)
    }
  }

  /// The client's next packet; nil once it has hung up.
  package func receive() -> [UInt8]? {
    guard let head = read(4) else { return nil }
    sequence.withLock { $0 = head[3] &+ 1 }
    return read(Int(head[0]) | Int(head[1]) << 8 | Int(head[2]) << 16)
  }

  /// What the client says up to and with `end`, and less when it hangs up before.
  package func receiveText(until end: String) -> String {
    var bytes: [UInt8] = []
    while !String(decoding: bytes, as: UTF8.self).hasSuffix(end), let next = read(1) { bytes += next }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func read(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = unsafe bytes.withUnsafeMutableBytes {
        unsafe recv(descriptor, $0.baseAddress.map { unsafe $0 + filled }, count - filled, 0)
      }
      guard got > 0 else { return nil }
      filled += got
    }
    return bytes
  }

  fileprivate func hangUp() { _ = close(descriptor) }
}
