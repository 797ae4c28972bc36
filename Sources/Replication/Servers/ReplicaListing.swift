import MySQL

/// Who reads a server's binary log, by what the server tells.
package struct ReplicaListing: Sendable, Equatable {
  /// A line of SHOW REPLICAS.
  package struct Entry: Sendable, Equatable {
    package let serverID: UInt32
    /// Empty on MySQL unless the replica has `report_host`; MariaDB fills in the one that it comes from.
    package let host: String
    package let port: Int
    /// Nil where servers do not tell it; empty for what is not a MySQL server.
    package let uuid: String?

    package init(serverID: UInt32, host: String, port: Int, uuid: String? = nil) {
      self.serverID = serverID
      self.host = host
      self.port = port
      self.uuid = uuid
    }
  }

  /// A session of the process list.
  package struct Session: Sendable, Equatable {
    package let user: String
    /// `10.0.0.2:51234`, as the server writes it.
    package let host: String
    package let command: String

    package init(user: String, host: String, command: String) {
      self.user = user
      self.host = host
      self.command = command
    }
  }

  /// Nil when the account may not see it.
  package var entries: [Entry]?
  package var sessions: [Session]

  package init(entries: [Entry]?, sessions: [Session]) {
    self.entries = entries
    self.sessions = sessions
  }

  /// Where a replica is.
  package enum Place: Sendable, Equatable {
    case at(Replica)
    /// It listens on `port` of one of the hosts that read the log.
    case somewhere(serverID: UInt32, port: Int)
    /// It cannot be told whether there are replicas.
    case unknown
  }

  /// The replicas among those who read the log.
  ///
  /// - Parameters:
  ///   - ours: Server ids under which dbops reads the log.
  ///   - account: The user of dbops' sessions.
  ///   - sourcePort: Where the server itself listens; taken for replicas that only the process list shows.
  package func places(ours: Set<UInt32>, account: String, sourcePort: Int) -> [Place] {
    guard let entries else { return fallback(account, sourcePort) }
    return entries.compactMap { entry in
      // A server always tells its port. Where a program that only reads the log gives no host, MariaDB notes the one
      // that it comes from.
      let isProgram = entry.port == 0 || (entry.host.isEmpty && entry.uuid?.isEmpty == true)
      guard !ours.contains(entry.serverID), !isProgram else { return nil }
      guard !entry.host.isEmpty else { return .somewhere(serverID: entry.serverID, port: entry.port) }
      return .at(Replica(.tcp(host: entry.host, port: entry.port), serverID: entry.serverID))
    }
  }

  /// Without the list there are only the sessions; our own must be taken for dbops reading the log.
  private func fallback(_ account: String, _ sourcePort: Int) -> [Place] {
    // Who sees nobody else's sessions does not see the replicas' either.
    guard sessions.contains(where: { $0.user != account }) else { return [.unknown] }
    return dumpHosts { $0.user != account }.map { .at(Replica(.tcp(host: $0, port: sourcePort))) }
  }

  /// The hosts that read the log, each once.
  package var dumpHosts: [String] { dumpHosts { _ in true } }

  private func dumpHosts(where isWanted: (Session) -> Bool) -> [String] {
    let hosts = sessions.filter { $0.command.hasPrefix("Binlog Dump") && isWanted($0) }.map(\.hostName)
    return Set(hosts).sorted()
  }
}

extension ReplicaListing.Session {
  /// Without the port that the session comes from.
  package var hostName: String {
    guard let colon = host.lastIndex(of: ":"), host[colon...].dropFirst().allSatisfy(\.isNumber) else {
      return host
    }
    return String(host[..<colon]).filter { $0 != "[" && $0 != "]" }
  }
}

extension ReplicaListing {
  /// Asks a server. Entries are nil when the account lacks the privilege for them.
  package static func read(_ connection: isolated Connection) throws -> ReplicaListing {
    let sessions = try connection.query("SHOW PROCESSLIST").map { row in
      Session(
        user: row["User"].string ?? "", host: row["Host"].string ?? "",
        command: row["Command"].string ?? "")
    }
    do {
      let isNew = connection.server.flavour == .mysql && connection.server.speaksOfReplicas
      let rows = try connection.query(isNew ? "SHOW REPLICAS" : "SHOW SLAVE HOSTS")
      return ReplicaListing(entries: rows.map(Entry.init), sessions: sessions)
    } catch let failure as SQLFailure where failure.kind == .privilege {
      return ReplicaListing(entries: nil, sessions: sessions)
    }
  }
}

extension ReplicaListing.Entry {
  fileprivate init(_ row: Rows.Row) {
    let uuid = ["Replica_UUID", "Slave_UUID"].first { row.has($0) }
    self.init(
      serverID: UInt32(clamping: row["Server_Id"].uint ?? 0), host: row["Host"].string ?? "",
      port: Int(row["Port"].int ?? 0), uuid: uuid.map { row[$0].string ?? "" })
  }
}
