import Basics
import MySQL

/// The statements that change what a server replicates, in the words that it knows.
///
/// For sessions whose `sql_mode` has no NO_BACKSLASH_ESCAPES.
package struct ReplicationStatements: Sendable {
  private let server: ServerInfo
  /// The channel's name, on MariaDB the connection's; empty for the only or first one.
  private let channel: String

  package init(_ server: ServerInfo, channel: String = "") {
    self.server = server
    self.channel = channel
  }

  /// From where in the source's log a replica goes on.
  package enum Begin: Sendable, Equatable {
    /// With what it lacks, told by identifiers.
    case identifiers
    case place(ReplicationChannel.Place)
  }

  package var start: SQLText { verb("START") }
  package var stop: SQLText { verb("STOP") }
  /// Fetches no more, and goes on to apply what is there.
  package var stopFetching: SQLText { verb("STOP", "IO_THREAD") }
  package var startFetching: SQLText { verb("START", "IO_THREAD") }
  /// Forgets the source.
  package var forget: SQLText {
    server.flavour == .mysql
      ? "RESET \(server.replicaWord) ALL\(suffix)" : "RESET SLAVE \(named)ALL"
  }

  /// Replicates another source, or one for the first time.
  ///
  /// - Parameters:
  ///   - access: How to log in; nil keeps what the channel has.
  ///   - password: For `access`.
  package func change(
    to host: String, port: Int, access: SourceAccess? = nil, password: Secret? = nil, from begin: Begin
  ) -> SQLText {
    var options: [SQLText] = [
      "\(word)_HOST = \(Self.text(host))", "\(word)_PORT = \(port)",
    ]
    if let access {
      options.append("\(word)_USER = \(Self.text(access.user))")
      options.append("\(word)_PASSWORD = \(Self.text(password?.reveal() ?? ""))")
      options += access.options.compactMap(option)
    }
    switch begin {
    case .identifiers:
      options.append(server.flavour == .mysql ? "\(word)_AUTO_POSITION = 1" : "MASTER_USE_GTID = slave_pos")
    case .place(let place):
      options.append("\(word)_LOG_FILE = \(Self.text(place.file))")
      options.append("\(word)_LOG_POS = \(place.offset)")
    }
    let list = options.joined(separator: ", ")
    guard server.flavour == .mysql else { return "CHANGE MASTER \(named)TO \(list)" }
    let verb: SQLText = server.speaksOfSources ? "CHANGE REPLICATION SOURCE" : "CHANGE MASTER"
    return "\(verb) TO \(list)\(suffix)"
  }

  private func option(_ option: SourceAccess.Option) -> SQLText? {
    switch option.name {
    case .publicKey:
      guard server.flavour == .mysql else { return nil }
      return "GET_\(word)_PUBLIC_KEY = \(literal: option.value)"
    // MariaDB knows neither, and tries again for ever.
    case .publicKeyFile, .versions, .retries:
      guard server.flavour == .mysql else { return nil }
    default: break
    }
    let value: SQLText =
      if case .string(let text) = option.value { Self.text(text) } else { .literal(option.value) }
    return "\(word)_\(raw: option.name.rawValue) = \(value)"
  }

  /// Plain text alone is understood here, no literals with a character set.
  private static func text(_ text: String) -> SQLText {
    SQLText(raw: "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "''"))'")
  }

  private var word: SQLText { server.speaksOfSources ? "SOURCE" : "MASTER" }

  private func verb(_ verb: SQLText, _ threads: SQLText? = nil) -> SQLText {
    let threads = threads.map { " \($0)" as SQLText } ?? ""
    guard server.flavour == .mysql else {
      return channel.isEmpty
        ? "\(verb) SLAVE\(threads)" : "\(verb) SLAVE \(Self.text(channel))\(threads)"
    }
    return "\(verb) \(server.replicaWord)\(threads)\(suffix)"
  }

  private var suffix: SQLText {
    channel.isEmpty ? "" : " FOR CHANNEL \(Self.text(channel))"
  }

  /// The name of MariaDB's connection with a space behind it.
  private var named: SQLText { channel.isEmpty ? "" : "\(Self.text(channel)) " }
}
