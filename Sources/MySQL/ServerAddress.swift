/// Where a server listens.
package enum ServerAddress: Sendable, Hashable {
  case tcp(host: String, port: Int)
  case socket(path: String)

  /// The port of a server when none is named.
  package static let defaultPort = 3306

  /// Reads `host`, `host:port`, `[v6]:port`, a bare IPv6 address or `socket:/path`.
  ///
  /// Nil for an empty host, a port outside of 1…65535 and a socket path that is not absolute.
  package init?(text: String) {
    if text.hasPrefix("socket:") {
      let path = String(text.dropFirst("socket:".count))
      guard path.hasPrefix("/") else { return nil }
      self = .socket(path: path)
    } else if text.hasPrefix("[") {
      self.init(bracketed: text)
    } else if text.filter({ $0 == ":" }).count > 1 {
      self = .tcp(host: text, port: Self.defaultPort)
    } else {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      self.init(host: parts[0], portText: parts.count == 2 ? parts[1] : nil)
    }
  }

  private init?(bracketed text: String) {
    guard let close = text.firstIndex(of: "]") else { return nil }
    let host = String(text[text.index(after: text.startIndex)..<close])
    let rest = text[text.index(after: close)...]
    guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
    self.init(host: host, portText: rest.isEmpty ? nil : String(rest.dropFirst()))
  }

  private init?(host: String, portText: String?) {
    guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || $0 == "/" || $0 == "@" }) else {
      return nil
    }
    guard let portText else {
      self = .tcp(host: host, port: Self.defaultPort)
      return
    }
    guard let port = Int(portText), (1...65_535).contains(port) else { return nil }
    self = .tcp(host: host, port: port)
  }

  /// True when the traffic cannot leave this machine: a socket, `localhost`, 127.0.0.0/8 or `::1`.
  ///
  /// Judged by the text alone; no name is resolved.
  package var isLoopback: Bool {
    guard case .tcp(let host, _) = self else { return true }
    if host.lowercased() == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

extension ServerAddress: CustomStringConvertible {
  /// The form that `init(text:)` reads.
  package var description: String {
    switch self {
    case .socket(let path): "socket:\(path)"
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
  }
}
