import Basics
import Foundation
import MySQL
import Replication
import TestKit
import Testing

/// A database with a heartbeat table, a configuration of the lab's servers, and dbops as a user runs it.
struct ReplicationStage: Sendable {
  let server: TestServer
  let database: String
  let folder: String
  let dbops: DbopsProgram
  let table: HeartbeatTable

  /// Runs `body` with a stage and tidies up afterwards, whatever happens.
  static func open(_ server: TestServer, _ body: @Sendable (ReplicationStage) async throws -> Void)
    async throws
  {
    try await server.withDatabase { database, _ in
      let stage = try ReplicationStage(server, database)
      defer { try? FileManager.default.removeItem(atPath: stage.folder) }
      try await body(stage)
    }
  }

  private init(_ server: TestServer, _ database: String) throws {
    self.server = server
    self.database = database
    folder = NSTemporaryDirectory() + "/dbops-\(database)"
    table = HeartbeatTable(TableName(database, "heartbeat"))
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    dbops = try DbopsProgram(configuration: "\(folder)/dbops.yaml")
    try write(try TestServer.password().reveal(), "password")
    try configure(replicas: [try server.options(.replica).address])
  }

  /// What the configuration says besides the addresses.
  struct Account {
    var user = Environment.value("DBOPS_TEST_USER") ?? ""
    var password = "password"
    var interval = "100ms"
  }

  func configure(
    primary: ServerAddress? = nil, replicas: [ServerAddress], _ account: Account = Account()
  ) throws {
    let primary = try primary ?? server.options(.primary).address
    let list = replicas.map { "\"\($0)\"" }.joined(separator: ", ")
    try write(
      """
      version: 1
      state: {dir: \(folder)/state}
      targets:
        shop:
          type: mysql
          primary: "\(primary)"
          replicas: [\(list)]
          user: \(account.user)
          password: {file: \(folder)/\(account.password)}
          heartbeat: {table: \(table.name), interval: \(account.interval)}

      """, "dbops.yaml")
  }

  func write(_ text: String, _ name: String) throws {
    let path = "\(folder)/\(name)"
    try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  // MARK: Heartbeats

  /// Writes heartbeats while `body` runs.
  func beating(
    every interval: Duration = .milliseconds(100), _ body: @escaping @Sendable () async throws -> Void
  ) async throws {
    let writer = HeartbeatWriter(table, on: try server.options(.primary), every: interval) { _ in }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await writer.run { _ in }
      }
      group.addTask { try await body() }
      try await group.next()
      group.cancelAll()
    }
  }

  func monitor(_ replicas: [TestServer.Role] = [.replica], interval: Duration = .milliseconds(100)) throws
    -> LagMonitor
  {
    var access = ServerAccess(try server.options(.primary))
    access.configured = try replicas.map { try server.options($0) }
    return LagMonitor(.init(name: "shop", servers: access, table: table, interval: interval))
  }

  /// Reads until `isWanted` holds for the reading of `role`.
  @discardableResult
  func reading(
    of role: TestServer.Role = .replica, _ monitor: LagMonitor, until isWanted: (LagReading) -> Bool
  ) async throws -> LagReading {
    let host = try server.options(role).address.description
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      let readings = await monitor.read()
      if let reading = readings.first(where: { $0.host == host && isWanted($0) }) { return reading }
      guard ContinuousClock.now < deadline else {
        Issue.record("not as wanted: \(readings.map { "\($0.host) \($0.lag)" })")
        throw CancellationError()
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  // MARK: dbops

  /// The events of a command with `--json`, and its status.
  func run(_ arguments: [String]) async throws -> (status: Int32, events: [JSONValue], messages: String) {
    let ended = try await dbops.run(arguments + ["--json"])
    let events = try ended.output.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
    let schema = try SchemaValidator(
      repositoryFile: "docs/json-output.schema.json",
      from: URL(filePath: #filePath).deletingLastPathComponent().path)
    for event in events { #expect(schema.problems(event) == []) }
    return (ended.status, events, ended.messages)
  }
}

extension TestServer {
  /// Runs statements on one server of the lab, as the account that may do everything.
  func execute(_ role: Role, _ statements: SQLText...) async throws {
    let connection = try await Connection.open(options(role))
    for statement in statements { try await connection.execute(statement) }
    await connection.close()
  }

  /// `REPLICA` or `SLAVE`.
  var replicaWord: SQLText { self == .mysql ? "REPLICA" : "SLAVE" }

  /// The statement that changes where a replica takes its log from, and how.
  func changeSource(_ settings: SQLText) -> SQLText {
    self == .mysql
      ? "CHANGE REPLICATION SOURCE TO \(settings)"
      : "CHANGE MASTER TO \(raw: settings.text.replacing("SOURCE_", with: "MASTER_"))"
  }

  /// Does something to replication, and undoes it whatever happens.
  func during(
    _ role: Role, _ change: [SQLText], undo: [SQLText], _ body: () async throws -> Void
  ) async throws {
    let connection = try await Connection.open(options(role))
    let result: Result<Void, any Error>
    do {
      for statement in change { try await connection.execute(statement) }
      try await body()
      result = .success(())
    } catch {
      result = .failure(error)
    }
    let cleaner = try await Connection.open(options(role))
    for statement in undo { try await cleaner.execute(statement) }
    await cleaner.close()
    await connection.close()
    try result.get()
  }
}
