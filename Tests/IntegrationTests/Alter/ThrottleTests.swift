import Basics
import Foundation
import HTTP
import MySQL
import OnlineAlter
import Synchronization
import TestKit
import Testing

@Suite(
  .enabled(if: TestServer.areAvailable, "\(TestServer.remedy)"), .timeLimit(.minutes(10))
) struct ThrottleTests {
  private static let replicated = TestServer.available.filter { $0.address(.replica) != nil }

  /// What a web server answers; nil for nothing.
  private final class Answer: Sendable {
    private let value = Mutex<Int?>(200)
    var status: Int? {
      get { value.withLock { $0 } }
      set { value.withLock { $0 = newValue } }
    }
  }

  /// A throttle over a database of the test, with the heartbeat table of a migration of `orders` in it.
  private struct Stage: Sendable {
    let connection: Connection
    let changelog: TableName
    let servers: WatchedServers

    init(_ server: TestServer, _ database: String, _ connection: Connection) async throws {
      self.connection = connection
      servers = WatchedServers(
        try server.options(), migrating: TableName(database, "orders"), streamID: 21_001)
      changelog = TableName(database, "_orders_ghc")
      try await connection.execute(
        "CREATE TABLE \(changelog.sql) (beat BIGINT UNSIGNED NOT NULL PRIMARY KEY, written BIGINT NOT NULL)")
      try await connection.execute("INSERT INTO \(changelog.sql) VALUES (0, 0)")
    }

    /// Without replicas and files unless `adjust` names them.
    func throttle(_ adjust: (inout ThrottleSettings) -> Void) -> Throttle {
      var settings = ThrottleSettings()
      settings.additionalFlagFile = nil
      settings.controlReplicas = .these([])
      adjust(&settings)
      return Throttle(settings, watching: servers, workers: 4, log: .silent)
    }

    func beat(age: Duration = .zero) async throws {
      let moment = Timestamp.now().microseconds - Int64(age.inSeconds * 1e6)
      try await connection.execute("UPDATE \(changelog.sql) SET beat = beat + 1, written = \(moment)")
    }
  }

  /// Runs `throttle` while `body` looks at it.
  private func running(
    _ throttle: Throttle, _ body: @escaping @Sendable (Throttle) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await throttle.run() }
      group.addTask { try await body(throttle) }
      try await group.next()
      group.cancelAll()
    }
  }

  /// Waits until the reasons are as wanted.
  private func reaches(
    _ throttle: Throttle, _ what: String, _ isWanted: @Sendable ([String]) -> Bool
  ) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while !isWanted(throttle.reading.reasons) {
      guard ContinuousClock.now < deadline else {
        Issue.record("not \(what): \(throttle.reading.reasons)")
        throw CancellationError()
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private func clears(_ throttle: Throttle) async throws {
    try await reaches(throttle, "clear") { $0.isEmpty }
    try await throttle.wait()
    try await throttle.rest(after: .zero)
    try await throttle.waitUntilClear()
  }

  @Test(arguments: replicated)
  func `replicas are found, and their lag is that of the heartbeat`(server: TestServer) async throws {
    let address = try #require(server.address(.replica))
    try await server.withDatabase { database, connection in
      let stage = try await Stage(server, database, connection)
      let throttle = stage.throttle { $0.controlReplicas = .discovered }
      try await running(throttle) { throttle in
        try await self.reaches(throttle, "without a heartbeat") { reasons in
          reasons.contains { $0.hasPrefix("\(address) replica-lag unknown: no heartbeat") }
        }
        let beating = Task {
          while !Task.isCancelled { try await stage.beat() }
        }
        try await self.clears(throttle)
        #expect(throttle.reading.replicas.contains { $0.replica.address == address })
        #expect(try #require(throttle.reading.largestLag) < .seconds(2))
        beating.cancel()
        _ = await beating.result
        // Nothing arrives any more, as from a replica that has stopped.
        try await self.reaches(throttle, "behind") { reasons in
          reasons.contains { $0.hasPrefix("\(address) replica-lag=") }
        }
        try await stage.connection.execute("DROP TABLE \(stage.changelog.sql)")
        try await self.reaches(throttle, "without its table") { reasons in
          reasons.contains("\(address) replica-lag unknown: the heartbeat table is not there yet")
        }
      }
    }
  }

  @Test(arguments: replicated)
  func `the server's replicas and theirs are found, with their server ids`(server: TestServer) async throws {
    let address = try #require(server.address(.replica))
    let replica = try await Connection.open(try server.options(.replica))
    let id = try await replica.query("SELECT @@server_id AS s").first?["s"].uint
    await replica.close()
    var servers = WatchedServers(
      try server.options(), migrating: TableName("shop", "orders"), streamID: 21_001)
    let found = try await ReplicaDiscovery(servers).search()
    #expect(found.replicas.contains { $0.address == address && $0.serverID.map(UInt64.init) == id })
    #expect(found.problems == [])
    #expect(!found.replicas.contains { $0.address == server.address(.primary) })
    // One that is known by another name counts once, under that name.
    guard case .tcp(_, let port) = address else { return }
    let other = ServerAddress.tcp(host: "localhost", port: port)
    servers.configured = [try server.options(at: other)]
    let named = try await ReplicaDiscovery(servers).search()
    #expect(named.replicas.filter { $0.serverID.map(UInt64.init) == id }.map(\.address) == [other])
  }

  @Test(arguments: TestServer.available)
  func `our own reading of the log is no replica`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let options = try server.options()
      let row = try #require(try await connection.query(connection.server.binaryLogStatusStatement).first)
      let start = BinlogPosition(
        file: try #require(row["File"].string), offset: try #require(row["Position"].uint))
      // Under an id that the search is not told of.
      let stream = try await BinlogStream.open(
        options: options, serverID: 21_077, start: .position(start), watching: [], heartbeat: .seconds(1))
      let servers = WatchedServers(options, migrating: TableName(database, "orders"), streamID: 21_001)
      let found = try await ReplicaDiscovery(servers).search()
      #expect(!found.replicas.contains { $0.serverID == 21_077 }, "\(found)")
      #expect(found.problems == [])
      await stream.close()
    }
  }

  @Test(arguments: TestServer.available)
  func `an account that cannot see replicas is told what to grant`(server: TestServer) async throws {
    var options = try server.options()
    options.user = try #require(Environment.value("DBOPS_TEST_RO_USER"))
    let servers = WatchedServers(options, migrating: TableName("shop", "orders"), streamID: 21_001)
    let found = try await ReplicaDiscovery(servers).search()
    #expect(found.replicas == [])
    #expect(found.problems.count == 1)
    #expect(found.problems.first?.contains("GRANT REPLICATION SLAVE") == true, "\(found)")
  }

  @Test(arguments: replicated)
  func `a replica that only the process list shows is not taken for its source`(
    server: TestServer
  ) async throws {
    try await server.withDatabase { name, connection in
      let user = "u" + name.suffix(20)
      let password = try TestServer.password().reveal()
      let account = SQLText(raw: "\(user)@'%'")
      try await connection.execute("CREATE USER \(account) IDENTIFIED BY \(literal: .string(password))")
      try await connection.execute("GRANT PROCESS ON *.* TO \(account)")
      var options = try server.options()
      options.user = user
      let servers = WatchedServers(options, migrating: TableName(name, "orders"), streamID: 21_001)
      let found = try await ReplicaDiscovery(servers).search()
      // The lab's replicas listen on other ports than their sources.
      #expect(found.replicas == [])
      #expect(found.problems.first?.hasPrefix("the port of a replica of") == true, "\(found)")
      try await connection.execute("DROP USER \(account)")
    }
  }

  @Test func `a replica that cannot be reached holds and is named`() async throws {
    let server = try #require(TestServer.available.first)
    try await server.withDatabase { database, connection in
      let stage = try await Stage(server, database, connection)
      let throttle = stage.throttle { $0.controlReplicas = .these([.tcp(host: "127.0.0.1", port: 1)]) }
      try await running(throttle) { throttle in
        try await self.reaches(throttle, "unknown") { reasons in
          reasons.count == 1 && reasons[0].hasPrefix("127.0.0.1:1 replica-lag unknown: ")
        }
        // Named otherwise while it runs, it goes on.
        try throttle.change { $0.controlReplicas = .these([]) }
        try await self.clears(throttle)
      }
    }
  }

  @Test(arguments: TestServer.available)
  func `a query holds while it is above zero or fails`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let stage = try await Stage(server, database, connection)
      try await connection.execute("CREATE TABLE busy (v INT)")
      try await connection.execute("INSERT INTO busy VALUES (0)")
      let throttle = stage.throttle { $0.query = "SELECT v FROM \(database).busy" }
      try await throttle.check()
      try await running(throttle) { throttle in
        try await self.clears(throttle)
        try await connection.execute("UPDATE busy SET v = 1")
        try await self.reaches(throttle, "held") { $0 == ["throttle-query"] }
        try await connection.execute("DROP TABLE busy")
        try await self.reaches(throttle, "unknown") {
          $0.first?.hasPrefix("throttle-query unknown: ") == true
        }
        try throttle.change { $0.query = nil }
        try await self.clears(throttle)
      }
      let error = await #expect(throws: OpsError.self) {
        try await stage.throttle { $0.query = "SELECT 'text'" }.check()
      }
      #expect(error?.code == .refused)
    }
  }

  @Test(arguments: TestServer.available)
  func `a query that takes too long holds, and is not left behind`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let stage = try await Stage(server, database, connection)
      let throttle = stage.throttle { $0.query = "SELECT SUM(SLEEP(10 + (0 * v))) FROM (SELECT 1 AS v) AS t" }
      let begin = ContinuousClock.now
      try await running(throttle) { throttle in
        try await self.reaches(throttle, "interrupted") {
          $0.first?.hasPrefix("throttle-query unknown: ") == true
        }
      }
      #expect(ContinuousClock.now - begin < .seconds(10))
    }
  }

  @Test(arguments: TestServer.available)
  func `load holds at its limit and ends the migration when critical`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let stage = try await Stage(server, database, connection)
      let throttle = stage.throttle { $0.maximumLoad = LoadThresholds([.init("Threads_connected", 1)]) }
      try await throttle.check()
      let error = await #expect(throws: OpsError.self) {
        try await running(throttle) { throttle in
          try await self.reaches(throttle, "held") { reasons in
            reasons.count == 1 && reasons[0].hasPrefix("max-load Threads_connected=")
              && reasons[0].hasSuffix(" >= 1")
          }
          try throttle.change { $0.maximumLoad = LoadThresholds([.init("threads_connected", 1_000_000)]) }
          try await self.clears(throttle)
          try throttle.change { $0.criticalLoad = LoadThresholds([.init("Threads_connected", 1)]) }
          try await Task.sleep(for: .seconds(60))
        }
      }
      #expect(error?.code == .aborted)
      #expect(error?.why.hasPrefix("critical-load Threads_connected=") == true)
    }
  }

  @Test(arguments: TestServer.available)
  func `a status variable that the server does not have is refused`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let stage = try await Stage(server, database, connection)
      let error = await #expect(throws: OpsError.self) {
        try await stage.throttle { $0.criticalLoad = LoadThresholds([.init("Threads_runing", 5)]) }.check()
      }
      #expect(error?.code == .refused)
      #expect(error?.what == "cannot watch --critical-load Threads_runing")
      #expect(error?.hint == "did you mean Threads_running?")
    }
  }

  @Test func `flag files hold, and the panic flag file ends`() async throws {
    let server = try #require(TestServer.available.first)
    let folder = FileManager.default.temporaryDirectory.appending(path: "dbops-flags-\(RunID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let flag = folder.appending(path: "hold").path
    let panic = folder.appending(path: "panic").path
    try await server.withDatabase { database, connection in
      let stage = try await Stage(server, database, connection)
      let throttle = stage.throttle { settings in
        settings.flagFile = flag
        settings.panicFlagFile = panic
      }
      let error = await #expect(throws: OpsError.self) {
        try await running(throttle) { throttle in
          try await self.clears(throttle)
          try Data().write(to: URL(filePath: flag))
          try await self.reaches(throttle, "held") { $0 == ["flag-file"] }
          try FileManager.default.removeItem(atPath: flag)
          try await self.clears(throttle)
          try Data().write(to: URL(filePath: panic))
          try await Task.sleep(for: .seconds(60))
        }
      }
      #expect(error?.code == .aborted)
      #expect(error?.why == "the panic flag file \(panic) is there")
    }
  }

  @Test func `an address that answers anything but 200, or not at all, holds`() async throws {
    let server = try #require(TestServer.available.first)
    let web = try ScriptedServer()
    let answer = Answer()
    let url = "http://127.0.0.1:\(web.port)/"
    try await server.withDatabase { database, connection in
      let stage = try await Stage(server, database, connection)
      let throttle = stage.throttle { settings in
        var http = HTTPThrottle(url: url)
        http.interval = .milliseconds(10)
        http.timeout = .milliseconds(500)
        settings.http = http
      }
      let serving = Task {
        while true {
          let goesOn = try await web.serve { peer in
            _ = peer.receiveText(until: "\r\n\r\n")
            guard let status = answer.status else { return false }
            peer.sendRaw(Array("HTTP/1.1 \(status) X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8))
            return true
          }
          guard goesOn else { return }
        }
      }
      try await running(throttle) { throttle in
        try await self.clears(throttle)
        answer.status = 429
        try await self.reaches(throttle, "held") { $0 == ["http=429"] }
        answer.status = nil
        try await self.reaches(throttle, "unknown") { $0.first?.hasPrefix("http unknown: ") == true }
        try throttle.change { $0.http?.ignoresErrors = true }
        try await self.clears(throttle)
      }
      try await serving.value
    }
  }

  @Test(arguments: TestServer.available)
  func `nothing is copied while a flag file is there`(server: TestServer) async throws {
    let flag = FileManager.default.temporaryDirectory.appending(path: "dbops-flag-\(RunID())").path
    try Data().write(to: URL(filePath: flag))
    defer { try? FileManager.default.removeItem(atPath: flag) }
    try await server.withDatabase { database, connection in
      let table = TableName(database, "orders")
      try await connection.execute("CREATE TABLE orders (id INT PRIMARY KEY) ENGINE=InnoDB")
      try await connection.execute("INSERT INTO orders VALUES (1), (2), (3)")
      var settings = ThrottleSettings()
      settings.additionalFlagFile = flag
      settings.controlReplicas = server.address(.replica).map { .these([$0]) } ?? .these([])
      let servers = WatchedServers(try server.options(), migrating: table, streamID: 21_002)
      let throttle = Throttle(settings, watching: servers, workers: 2, log: .silent)
      var migration = MigrationSettings()
      migration.serverID = 21_002
      async let result = MigrationRun(
        try AlterRequest(table: table, alter: "ADD COLUMN a INT NOT NULL DEFAULT 7"), try server.options(),
        migration, brake: throttle, run: RunID(), log: .silent
      ).carryOut()
      try await reaches(throttle, "held by the file alone") { $0 == ["flag-file"] }
      let ghosts = try await connection.query("SHOW TABLES").compactMap { $0[0].string }
        .filter { $0.hasSuffix("_gho") }
      let ghost = TableName(database, try #require(ghosts.first))
      #expect(try await connection.query("SELECT COUNT(*) AS n FROM \(ghost.sql)").first?["n"].int == 0)
      try FileManager.default.removeItem(atPath: flag)
      #expect(try await result.rows == 3)
      #expect(throttle.reading.logLag != nil && throttle.reading.commitLatency != nil)
      #expect(
        try await connection.query("SELECT COUNT(*) AS n FROM orders WHERE a = 7").first?["n"].int == 3)
    }
  }
}
