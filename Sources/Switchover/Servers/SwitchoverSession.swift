import Basics
import MySQL
import Replication

/// The session of a switchover with one server. It is opened again when it breaks, since every step can be told from the
/// server's state and taken again.
package actor SwitchoverSession {
  package nonisolated let address: ServerAddress
  private let options: ConnectionOptions
  private let serverID: UInt32
  private var connection: Connection?

  /// How long a server that went away is waited for, and how long at a time.
  private static let patience = (whole: Duration.seconds(15), once: Duration.seconds(3))

  /// - Parameters:
  ///   - serverID: Another server that answers at the address is not taken for this one.
  ///   - lockWait: How long a statement may wait for others' locks.
  package init(_ options: ConnectionOptions, serverID: UInt32, lockWait: Duration) {
    var options = options.with(profile: .plain, phase: "switchover")
    options.lockWait = lockWait
    options.connectTimeout = Self.patience.once
    options.readTimeout = lockWait + .seconds(30)
    self.options = options
    self.serverID = serverID
    address = options.address
  }

  /// Runs `body`, again on a new session when the old one breaks: it must come to the same then.
  ///
  /// - Throws: `SQLFailure`, `OpsError`, or what `body` throws.
  package func run<Value: Sendable>(_ body: @Sendable (isolated Connection) throws -> Value) async throws
    -> Value
  {
    let deadline = ContinuousClock.now + Self.patience.whole
    while true {
      do {
        return try await ready().perform(body)
      } catch let failure as SQLFailure where [.connectionLost, .unreachable].contains(failure.kind) {
        await close()
        guard ContinuousClock.now < deadline else { throw failure }
        try await Task.sleep(for: .milliseconds(200))
      }
    }
  }

  /// The number of the session on its server, while it has one.
  package var sessionID: UInt64? { connection?.id }

  package func close() async {
    await connection?.close()
    connection = nil
  }

  private func ready() async throws -> Connection {
    if let connection { return connection }
    let fresh = try await Connection.open(options)
    let found = try await fresh.query("SELECT @@server_id AS s").first?["s"].uint
    guard found == UInt64(serverID) else {
      await fresh.close()
      throw OpsError(
        .failed, "another server answers at \(address)",
        why: "its server id is \(found ?? 0), not \(serverID)",
        hint: "find out what happened to \(address)")
    }
    connection = fresh
    return fresh
  }
}

// What the clients of a server do.
extension SwitchoverSession {
  package struct Disconnected: Sendable, Equatable {
    package var count = 0
    /// Sessions that the account may not end, by their users.
    package var spared: [String] = []

    package init() {}
  }

  /// Ends all sessions but those of replication and of the server itself.
  ///
  /// - Parameter own: Sessions of this run.
  package func disconnectClients(but own: Set<UInt64>) async throws -> Disconnected {
    try await run { connection in
      var outcome = Disconnected()
      for row in try connection.query("SHOW PROCESSLIST") {
        let user = row["User"].string ?? ""
        guard let id = row["Id"].uint, id != connection.id, !own.contains(id),
          !Self.isServers(user, row["Command"].string ?? "")
        else { continue }
        do {
          try connection.execute("KILL \(raw: "\(id)")")
          outcome.count += 1
        } catch let failure as SQLFailure where failure.number == 1094 {
          // It has gone by itself.
        } catch let failure as SQLFailure where failure.kind == .privilege {
          outcome.spared.append(user)
        }
      }
      return outcome
    }
  }

  private static func isServers(_ user: String, _ command: String) -> Bool {
    ["system user", "event_scheduler", ""].contains(user)
      || ["Binlog Dump", "Daemon", "Slave_"].contains { command.hasPrefix($0) }
  }
}

// Replication.
extension SwitchoverSession {
  /// A source as it is to be replicated.
  package struct Source: Sendable {
    package let host: String
    package let port: Int
    /// Nil keeps what the channel has.
    package var access: SourceAccess?
    package var password: Secret?
    package var begin = ReplicationStatements.Begin.identifiers
    /// Whether it is waited for until it runs.
    package var isAwaited = true
    /// MariaDB: whether the server begins behind what it has in its own log, too: it has been the primary.
    package var isOwnLogCounted = false

    package init(host: String, port: Int) {
      self.host = host
      self.port = port
    }
  }

  /// Replicates `source` from now on, and waits until that runs.
  ///
  /// - Throws: `OpsError` with the server's reason when it does not.
  package func replicate(_ source: Source, channel: String) async throws {
    try await run { connection in
      try connection.execute("SET SESSION sql_mode = ''")
      let statements = ReplicationStatements(connection.server, channel: channel)
      let channels = try ReplicationChannel.read(connection)
      if let known = channels.first(where: { $0.name == channel }),
        known.io != .stopped || known.sql != .stopped
      {
        try connection.execute(statements.stop)
      }
      // Asked here, behind STOP, and each time: an older position would bring rows again.
      if source.isOwnLogCounted, case .mariadb(let position) = try SwitchoverMark.read(connection).identifiers
      {
        try connection.execute("SET GLOBAL gtid_slave_pos = \(literal: .string(position.description))")
      }
      let change = statements.change(
        to: source.host, port: source.port, access: source.access, password: source.password,
        from: source.begin)
      do {
        try connection.execute(change)
      } catch let failure as SQLFailure where failure.number == 1201 && source.access != nil {
        // MariaDB that died while it wrote down its source cannot read that again, and must be told to forget it.
        try connection.execute(statements.forget)
        try connection.execute(change)
      }
      try connection.execute(statements.start)
    }
    if source.isAwaited { try await awaitRunning(channel, from: "\(source.host):\(source.port)") }
  }

  private func awaitRunning(_ name: String, from source: String) async throws {
    let deadline = ContinuousClock.now + Self.patience.whole
    var fault = "it does not start"
    while ContinuousClock.now < deadline {
      let channel = try await run { connection in
        try ReplicationChannel.read(connection).first { $0.name == name }
      }
      guard let channel else { break }
      guard let reason = channel.fault else { return }
      fault = reason
      // Waiting mends neither a login that is refused nor a thread that has given up.
      let isRefused = [1045, 1130, 1698, 2061].contains(channel.ioFailure?.number ?? 0)
      if isRefused || channel.sqlFailure != nil { break }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw OpsError(
      .failed, "\(address) does not replicate \(source)", why: fault,
      hint: "mend what the server complains of, then run the same command again")
  }

  /// Fetches nothing more; what was fetched is applied.
  package func stopFetching(channel: String) async throws {
    try await run { connection in
      _ = try connection.execute(ReplicationStatements(connection.server, channel: channel).stopFetching)
    }
  }

  /// Fetches again.
  package func startFetching(channel: String) async throws {
    try await run { connection in
      _ = try connection.execute(ReplicationStatements(connection.server, channel: channel).startFetching)
    }
  }

  /// Replicates nobody any more.
  package func forgetSource(channel: String) async throws {
    try await run { connection in
      guard let known = try ReplicationChannel.read(connection).first(where: { $0.name == channel }) else {
        return
      }
      let statements = ReplicationStatements(connection.server, channel: channel)
      if known.io != .stopped || known.sql != .stopped { try connection.execute(statements.stop) }
      try connection.execute(statements.forget)
    }
  }
}
