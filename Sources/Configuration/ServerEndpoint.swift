/// Where a server listens.
package enum ServerEndpoint: Sendable, Hashable {
  case tcp(host: String, port: Int)
  /// An absolute path.
  case socket(path: String)
}

extension ServerEndpoint {
  /// Reads `host`, `host:port`, `[IPv6]:port`, a bare IPv6 address, or `socket:/path`.
  ///
  /// - Parameter defaultPort: Used where none is written; nil makes the port compulsory.
  /// - Throws: ``Fault`` with the part that is wrong.
  package init(text: String, defaultPort: Int?) throws(Fault) {
    if text.hasPrefix("socket:") {
      let path = String(text.dropFirst("socket:".count))
      guard path.hasPrefix("/") else { throw Fault("a socket is written socket:/absolute/path") }
      // The system's sockaddr_un has room for 107 bytes and the closing zero.
      guard path.utf8.count <= 107 else { throw Fault("the path of a socket has at most 107 bytes") }
      self = .socket(path: path)
      return
    }
    let (host, digits) = try Self.split(text)
    guard Self.isHost(host) else { throw Fault("not the name or address of a host") }
    guard let digits else {
      guard let defaultPort else { throw Fault("the port is missing: write host:port") }
      self = .tcp(host: host, port: defaultPort)
      return
    }
    guard digits.utf8.allSatisfy(isDigit), let port = Int(digits), (1...65_535).contains(port) else {
      throw Fault("the port must be a number from 1 to 65535")
    }
    self = .tcp(host: host, port: port)
  }

  /// What is wrong with the text of an address.
  package struct Fault: Error, Sendable, Equatable {
    package let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  private static func split(_ text: String) throws(Fault) -> (host: String, port: String?) {
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { throw Fault("the ] after the IPv6 address is missing") }
      let host = String(text[text.index(after: text.startIndex)..<end])
      let rest = text[text.index(after: end)...]
      guard host.contains(":") else { throw Fault("brackets are for IPv6 addresses") }
      if rest.isEmpty { return (host, nil) }
      guard rest.hasPrefix(":") else { throw Fault("after ] stands nothing or :port") }
      return (host, String(rest.dropFirst()))
    }
    let colons = text.utf8.count { $0 == UInt8(ascii: ":") }
    guard colons == 1, let colon = text.firstIndex(of: ":") else { return (text, nil) }
    return (String(text[..<colon]), String(text[text.index(after: colon)...]))
  }

  private static func isHost(_ host: String) -> Bool {
    guard !host.isEmpty, host.utf8.count <= 253 else { return false }
    if host.contains(":") {
      // An IPv6 address, with the zone that link-local ones need.
      let address = host.utf8.prefix { $0 != UInt8(ascii: "%") }
      return address.count { $0 == UInt8(ascii: ":") } >= 2
        && address.allSatisfy { "0123456789abcdefABCDEF:.".utf8.contains($0) }
        && host.utf8.dropFirst(address.count + 1).allSatisfy(isNameByte)
    }
    guard let first = host.utf8.first, first != UInt8(ascii: "-") else { return false }
    return host.utf8.allSatisfy(isNameByte)
  }
}

extension ServerEndpoint: CustomStringConvertible {
  /// The form that ``init(text:defaultPort:)`` reads, the port always written.
  package var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .socket(let path): "socket:\(path)"
    }
  }

  /// True when what is sent cannot leave the machine: a socket, 127.0.0.0/8, ::1 and localhost.
  package var isLoopback: Bool {
    switch self {
    case .socket: true
    case .tcp(let host, _):
      host == "localhost" || host == "::1"
        || host.hasPrefix("127.") && host.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
    }
  }
}

extension Shape where Value == ServerEndpoint {
  /// - Parameter defaultPort: Nil makes the port compulsory and refuses sockets.
  static func endpoint(defaultPort: Int?) -> Shape {
    let expected =
      defaultPort == nil
      ? "host:port, such as 127.0.0.1:9180"
      : "host:port, such as db1.internal:3306, or socket:/run/mysqld/mysqld.sock"
    return Shape(
      outline: .scalar(expected: expected, schema: [ShownMember("type", .text("string"))]),
      read: { node, reading in
        guard case .scalar(let text, _) = node.content, !node.isEmpty else {
          reading.mismatch(expected, found: node)
          return nil
        }
        do throws(ServerEndpoint.Fault) {
          let endpoint = try ServerEndpoint(text: text, defaultPort: defaultPort)
          if case .socket = endpoint, defaultPort == nil {
            throw ServerEndpoint.Fault("a socket cannot stand here")
          }
          return endpoint
        } catch {
          reading.report(
            "\(reading.shown(text)): \(error.reason)", at: node.position, hint: "expected \(expected)")
          return nil
        }
      },
      show: { .text($0.description) })
  }
}
