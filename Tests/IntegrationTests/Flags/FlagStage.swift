import Basics
import Foundation
import MySQL
import TestKit
import Testing

/// Tests that turn the lab's servers read-only, make replicas of its targets, and restart them: only where the lab
/// serves nobody else.
@Suite(
  .serialized,
  .enabled(if: !TestServer.withOwnReplica.isEmpty, "needs replicas of its own: DBOPS_TEST_OWN_REPLICAS=1"),
  .timeLimit(.minutes(20)))
struct FlagApplication {}

/// The lab's servers as two targets, each a primary with two replicas, and a configuration for them.
///
/// The server that is nobody's replica in the lab is set up as one that is stopped: enough for its role.
final class FlagStage: Sendable {
  static let roles: [TestServer.Role] = [.primary, .replica, .target]

  let servers: [TestServer]
  let folder: String
  let dbops: DbopsProgram
  /// What is wanted besides the read-only flags.
  private let flags: String
  private let proxies: [HoldingProxy]
  private let addresses: [TestServer: [ServerAddress]]

  /// Runs `body`, and puts the lab back as it was.
  ///
  /// - Parameters:
  ///   - flags: The value of `flags:` for both targets.
  ///   - gate: Stands before all servers, if it is given.
  static func open(
    _ servers: [TestServer], flags: String, gate: StatementGate? = nil,
    _ body: (FlagStage) async throws -> Void
  ) async throws {
    let stage = try FlagStage(servers, flags: flags, gate: gate)
    do {
      try await stage.setUp()
      try await body(stage)
    } catch {
      try await stage.tidy()
      throw error
    }
    try await stage.tidy()
  }

  private init(_ servers: [TestServer], flags: String, gate: StatementGate?) throws {
    self.servers = servers
    self.flags = flags
    folder = NSTemporaryDirectory() + "/dbops-flags-\(RunID().description.suffix(10).lowercased())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    dbops = try DbopsProgram(configuration: "\(folder)/dbops.yaml")
    var addresses: [TestServer: [ServerAddress]] = [:]
    var proxies: [HoldingProxy] = []
    for server in servers {
      addresses[server] = try Self.roles.map { role in
        let address = try server.options(role).address
        guard let gate else { return address }
        let proxy = try HoldingProxy(to: address, gate)
        proxies.append(proxy)
        return proxy.address
      }
    }
    self.addresses = addresses
    self.proxies = proxies
    try configure()
  }

  func address(_ server: TestServer, _ role: TestServer.Role) -> ServerAddress {
    addresses[server]?[Self.roles.firstIndex(of: role) ?? 0] ?? .socket(path: "")
  }

  /// Writes the configuration.
  ///
  /// - Parameters:
  ///   - primary: Which server is called the primary.
  ///   - user: Nil is the account that may do everything.
  func configure(primary: TestServer.Role = .primary, user: String? = nil, passwordFile: String? = nil) throws
  {
    let file = try passwordFile ?? #require(Environment.value("DBOPS_TEST_PASSWORD_FILE"))
    let account = try user ?? #require(Environment.value("DBOPS_TEST_USER"))
    var text = "version: 1\nstate: {dir: \(folder)/state}\ntargets:\n"
    for server in servers {
      let replicas = Self.roles.filter { $0 != primary }.map { "\"\(address(server, $0))\"" }
      text += """
          \(server):
            type: mysql
            primary: "\(address(server, primary))"
            replicas: [\(replicas.joined(separator: ", "))]
            user: \(account)
            password: {file: \(file)}
            tls: disabled
            flags: \(flags)

        """
    }
    let path = "\(folder)/dbops.yaml"
    try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  /// Runs a statement list on one server.
  func execute(_ server: TestServer, _ role: TestServer.Role, _ statements: [SQLText]) async throws {
    let connection = try await Connection.open(server.options(role))
    for statement in statements { try await connection.execute(statement) }
    await connection.close()
  }

  /// A variable as a server has it.
  func value(_ name: String, _ server: TestServer, _ role: TestServer.Role) async throws -> String {
    let connection = try await Connection.open(server.options(role))
    let row = try await connection.query(
      "SHOW GLOBAL VARIABLES WHERE Variable_name = \(literal: .string(name))"
    ).first
    await connection.close()
    return row?[1].string ?? ""
  }

  @discardableResult
  func expect(
    _ status: Int32, _ arguments: [String], at location: SourceLocation = #_sourceLocation
  ) async throws -> DbopsProgram.Ended {
    let ended = try await dbops.run(arguments)
    #expect(
      ended.status == status, "dbops \(arguments.joined(separator: " ")): \(ended.text)",
      sourceLocation: location)
    return ended
  }

  /// Restarts servers of the lab, and waits until they answer.
  func restart() async throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let lab = try #require(Environment.value("DBOPS_TEST_SERVERS_DIR"))
    let names = servers.map(\.rawValue)
    for verb in ["stop", "start"] {
      let command = ChildCommand(
        [root.appending(path: "scripts/servers").path, verb] + names,
        environment: ProcessInfo.processInfo.environment.merging(["DBOPS_SERVERS_DIR": lab]) { $1 })
      let ended = try await blocking { try ChildProcess.run(command, timeout: .seconds(300)) }
      #expect(ended.status.isSuccess, "\(String(decoding: ended.messages, as: UTF8.self))")
    }
  }
}

// The wrong state, and the way back.
extension FlagStage {
  /// Variables that tests set, with the value that the lab's servers have.
  private static func ordinary(_ server: TestServer) -> [(name: String, value: SQLText)] {
    [
      ("event_scheduler", server == .mysql ? "ON" : "OFF"), ("innodb_flush_log_at_trx_commit", "1"),
      ("sync_binlog", server == .mysql ? "1" : "0"), ("max_connections", "200"),
    ] + (server == .mariadb ? [("relay_log_recovery", "OFF")] : [])
  }

  private func setUp() async throws {
    for server in servers {
      try await leaveSource(server)
      try await execute(
        server, .target,
        [
          server == .mysql
            ? "CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=1"
            : "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=1"
        ])
    }
  }

  /// Makes the lab's single server nobody's replica. A restart has set its replication going, if it was set up.
  private func leaveSource(_ server: TestServer) async throws {
    try await execute(
      server, .target,
      server == .mysql ? ["STOP REPLICA", "RESET REPLICA ALL"] : ["STOP SLAVE", "RESET SLAVE ALL"])
  }

  /// One server of each target takes writes, and it is the wrong one; other flags are wrong, too.
  func spoil() async throws {
    for server in servers {
      let superOff: [SQLText] = server == .mysql ? ["SET GLOBAL super_read_only = OFF"] : []
      let superOn: [SQLText] = server == .mysql ? ["SET GLOBAL super_read_only = ON"] : []
      try await execute(server, .primary, ["SET GLOBAL read_only = ON"] + superOn)
      try await execute(server, .target, superOff + ["SET GLOBAL read_only = ON"])
      try await execute(server, .replica, superOff + ["SET GLOBAL read_only = OFF"])
      for role in Self.roles {
        try await execute(
          server, role,
          [
            "SET GLOBAL event_scheduler = \(role == .primary ? "OFF" : "ON")",
            "SET GLOBAL innodb_flush_log_at_trx_commit = 2",
          ])
      }
    }
  }

  /// Takes away all that was stored for the next start.
  func forget() async throws {
    for server in servers {
      if server == .mysql { for role in Self.roles { try await execute(server, role, ["RESET PERSIST"]) } }
      let lab = try #require(Environment.value("DBOPS_TEST_SERVERS_DIR"))
      for role in Self.roles {
        try? FileManager.default.removeItem(
          atPath: "\(lab)/etc/\(server)-\(role.rawValue).d/zz-dbops-flags.cnf")
      }
    }
  }

  private func tidy() async throws {
    try await forget()
    for server in servers {
      for role in Self.roles {
        let settings = Self.ordinary(server).map { "SET GLOBAL \(raw: $0.name) = \($0.value)" as SQLText }
        let superOff: [SQLText] = server == .mysql ? ["SET GLOBAL super_read_only = OFF"] : []
        try await execute(
          server, role, superOff + settings + ["SET GLOBAL read_only = \(role == .replica ? "ON" : "OFF")"])
      }
      try await leaveSource(server)
    }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Locks a table: who has one locked for writing keeps the server from becoming read-only.
  static func hold(_ connection: Connection) async throws {
    try await connection.execute("SET SESSION sql_log_bin = 0")
    try await connection.execute("CREATE DATABASE IF NOT EXISTS flags_hold")
    try await connection.execute("CREATE TABLE IF NOT EXISTS flags_hold.t (id INT PRIMARY KEY)")
    try await connection.execute("LOCK TABLES flags_hold.t WRITE")
  }

  static func release(_ connection: Connection) async throws {
    try await connection.execute("UNLOCK TABLES")
    try await connection.execute("DROP DATABASE flags_hold")
    await connection.close()
  }
}
