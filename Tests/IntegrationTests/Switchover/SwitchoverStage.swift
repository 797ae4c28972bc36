import Basics
import Foundation
import MySQL
import Replication
import TestKit
import Testing

/// The lab's fleet as one target, whose primary may move; put back as it was at the end.
final class SwitchoverStage: Sendable {
  static let roles: [TestServer.Role] = [.primary, .replica, .replica2, .replica3]

  let server: TestServer
  let folder: String
  let dbops: DbopsProgram
  /// What others go through to get to the servers.
  private let proxies: [HoldingProxy]
  private let addresses: [ServerAddress]

  /// Runs `body` and puts the fleet back, whatever happens.
  ///
  /// - Parameter gate: Stands before all servers, if it is given.
  static func open(
    _ server: TestServer, gate: StatementGate? = nil, _ body: (SwitchoverStage) async throws -> Void
  ) async throws {
    let stage = try SwitchoverStage(server, gate: gate)
    do {
      try await body(stage)
    } catch {
      gate?.open()
      try await stage.tidy()
      throw error
    }
    gate?.open()
    try await stage.tidy()
  }

  private init(_ server: TestServer, gate: StatementGate?) throws {
    self.server = server
    folder = NSTemporaryDirectory() + "/dbops-move-\(RunID().description.suffix(10).lowercased())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    dbops = try DbopsProgram(configuration: "\(folder)/dbops.yaml")
    var proxies: [HoldingProxy] = []
    addresses = try Self.roles.map { role in
      let address = try server.options(role).address
      guard let gate else { return address }
      let proxy = try HoldingProxy(to: address, gate)
      proxies.append(proxy)
      return proxy.address
    }
    self.proxies = proxies
    try configure()
  }

  func address(_ role: TestServer.Role) -> ServerAddress {
    addresses[Self.roles.firstIndex(of: role) ?? 0]
  }

  /// - Parameter more: Further lines of the target, indented by four blanks.
  func configure(_ more: String = "") throws {
    let lab = try #require(Environment.value("DBOPS_TEST_SERVERS_DIR"))
    let replicas = addresses.dropFirst().map { "\"\($0)\"" }.joined(separator: ", ")
    let text = """
      version: 1
      state: {dir: \(folder)/state}
      targets:
        shop:
          type: mysql
          primary: "\(addresses[0])"
          replicas: [\(replicas)]
          user: \(try #require(Environment.value("DBOPS_TEST_USER")))
          password: {file: \(try #require(Environment.value("DBOPS_TEST_PASSWORD_FILE")))}
          tls: disabled
          replication: {user: replication, password: {file: \(lab)/secrets/replication.password}}
      \(more)
      """
    let path = "\(folder)/dbops.yaml"
    try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  func arguments(to role: TestServer.Role, _ more: [String] = []) -> [String] {
    ["switchover", "--target", "shop", "--to", address(role).description, "--execute"] + more
  }

  @discardableResult
  func expect(
    _ status: Int32, _ arguments: [String], at location: SourceLocation = #_sourceLocation
  ) async throws -> DbopsProgram.Ended {
    let ended = try await dbops.run(arguments)
    // What follows would only do harm.
    try #require(
      ended.status == status, "dbops \(arguments.joined(separator: " ")): \(ended.text)",
      sourceLocation: location)
    return ended
  }

  /// Runs it until it succeeds: the sessions of a run that was killed may last a moment longer than it.
  func finish(to role: TestServer.Role) async throws {
    var ended = try await dbops.run(arguments(to: role))
    let isDone = try await eventually {
      if ended.status == 11 { ended = try await dbops.run(arguments(to: role)) }
      return ended.status != 11
    }
    #expect(isDone && ended.status == 0, "\(ended.text)")
  }

  // MARK: The servers

  /// Runs statements on one server.
  func execute(_ role: TestServer.Role, _ statements: [SQLText]) async throws {
    let connection = try await Connection.open(server.options(role))
    for statement in statements { try await connection.execute(statement) }
    await connection.close()
  }

  func value(_ role: TestServer.Role, _ query: SQLText) async throws -> String {
    let connection = try await Connection.open(server.options(role))
    let text = try await connection.query(query).first?[0].string ?? ""
    await connection.close()
    return text
  }

  func channels(_ role: TestServer.Role) async throws -> [ReplicationChannel] {
    let connection = try await Connection.open(server.options(role))
    let channels = try await connection.perform { try ReplicationChannel.read($0) }
    await connection.close()
    return channels
  }

  /// What the fleet is like: `primary` alone takes writes, and all others replicate it.
  func expectMoved(to primary: TestServer.Role, at location: SourceLocation = #_sourceLocation) async throws {
    for role in Self.roles {
      let state = try await value(role, "SELECT @@GLOBAL.read_only")
      #expect(
        (state == "0" || state == "OFF") == (role == primary), "\(role) \(state)", sourceLocation: location)
      let channels = try await channels(role)
      // Where servers say how they are to be reached, that is what replicas are told.
      let known = [address(primary), try server.options(primary).address]
      #expect(channels.count == (role == primary ? 0 : 1), "\(role)", sourceLocation: location)
      #expect(
        channels.allSatisfy { known.contains($0.source) }, "\(role) \(channels.map(\.source))",
        sourceLocation: location)
      #expect(
        channels.allSatisfy { $0.fault == nil }, "\(role): \(channels.map(\.fault))", sourceLocation: location
      )
    }
  }

  // MARK: The way back

  /// As the lab has it: every replica replicates the primary, at its own address.
  private func tidy() async throws {
    let lab = try #require(Environment.value("DBOPS_TEST_SERVERS_DIR"))
    _ = try await dbops.run(arguments(to: .primary))
    guard case .tcp(let host, let port) = try server.options(.primary).address else { return }
    let password = try String(contentsOfFile: "\(lab)/secrets/replication.password", encoding: .utf8)
    var access = try await channels(.replica).first?.access ?? SourceAccess()
    access.user = "replication"
    for role in Self.roles {
      let connection = try await Connection.open(server.options(role))
      let statements = ReplicationStatements(connection.server)
      if server == .mysql { try await connection.execute("RESET PERSIST") }
      try? FileManager.default.removeItem(
        atPath: "\(lab)/etc/\(server)-\(role.rawValue).d/zz-dbops-flags.cnf")
      try await connection.execute(statements.stop)
      if role == .primary {
        try await connection.execute(statements.forget)
        try await connection.execute("SET GLOBAL read_only = OFF")
      } else {
        try await connection.execute(
          statements.change(
            to: host, port: port, access: access,
            password: Secret(password.trimmingCharacters(in: .newlines)), from: .identifiers))
        try await connection.execute(statements.start)
        if server == .mysql { try await connection.execute("SET GLOBAL super_read_only = OFF") }
        try await connection.execute("SET GLOBAL read_only = ON")
      }
      try await connection.execute("SET GLOBAL event_scheduler = \(server == .mysql ? "ON" : "OFF")")
      await connection.close()
    }
    let isBack = try await eventually {
      var faults: [String] = []
      for role in Self.roles.dropFirst() { faults += try await channels(role).compactMap(\.fault) }
      return faults.isEmpty
    }
    #expect(isBack)
    try? FileManager.default.removeItem(atPath: folder)
  }
}
