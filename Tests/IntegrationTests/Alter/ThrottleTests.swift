import Basics
import Foundation
import MySQL
import OnlineAlter
import Synchronization
import TestKit
import Testing

@Suite(
  .enabled(if: TestServer.areAvailable, "\(TestServer.remedy)"), .timeLimit(.minutes(10))
) struct ThrottleTests {
  /// What a web server answers; nil for nothing.
  private final class Answer: Sendable {
    private let value = Mutex<Int?>(200)
    var status: Int? {
      get { value.withLock { $0 } }
      set { value.withLock { $0 = newValue } }
    }
  }

  @Test(arguments: TestServer.available)
  func `a query holds while it is above zero or fails`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let stage = try await ThrottleStage(server, database, connection)
      try await connection.execute("CREATE TABLE busy (v INT)")
      try await connection.execute("INSERT INTO busy VALUES (0)")
      let throttle = stage.throttle { $0.query = "SELECT v FROM \(database).busy" }
      try await throttle.check()
      try await throttle.run { throttle in
        try await throttle.clears()
        try await connection.execute("UPDATE busy SET v = 1")
        try await throttle.reaches("held") { $0 == ["throttle-query"] }
        try await connection.execute("DROP TABLE busy")
        try await throttle.reaches("unknown") {
          $0.first?.hasPrefix("throttle-query unknown: ") == true
        }
        try throttle.change { $0.query = nil }
        try await throttle.clears()
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
      let stage = try await ThrottleStage(server, database, connection)
      let throttle = stage.throttle { $0.query = "SELECT SUM(SLEEP(10 + (0 * v))) FROM (SELECT 1 AS v) AS t" }
      try await throttle.run { throttle in
        // By the server, which does not go on with it.
        try await throttle.reaches("interrupted") {
          $0.first?.hasPrefix("throttle-query unknown: Query execution was interrupted") == true
        }
      }
    }
  }

  @Test(arguments: TestServer.available)
  func `load holds at its limit and ends the migration when critical`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let stage = try await ThrottleStage(server, database, connection)
      let throttle = stage.throttle { $0.maximumLoad = LoadThresholds([.init("Threads_connected", 1)]) }
      try await throttle.check()
      let error = await #expect(throws: OpsError.self) {
        try await throttle.run { throttle in
          try await throttle.reaches("held") { reasons in
            reasons.count == 1 && reasons[0].hasPrefix("max-load Threads_connected=")
              && reasons[0].hasSuffix(" >= 1")
          }
          try throttle.change { $0.maximumLoad = LoadThresholds([.init("threads_connected", 1_000_000)]) }
          try await throttle.clears()
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
      let stage = try await ThrottleStage(server, database, connection)
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
      let stage = try await ThrottleStage(server, database, connection)
      let throttle = stage.throttle { settings in
        settings.flagFile = flag
        settings.panicFlagFile = panic
      }
      let error = await #expect(throws: OpsError.self) {
        try await throttle.run { throttle in
          try await throttle.clears()
          try Data().write(to: URL(filePath: flag))
          try await throttle.reaches("held") { $0 == ["flag-file"] }
          try FileManager.default.removeItem(atPath: flag)
          try await throttle.clears()
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
      let stage = try await ThrottleStage(server, database, connection)
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
      try await throttle.run { throttle in
        try await throttle.clears()
        answer.status = 429
        try await throttle.reaches("held") { $0 == ["http=429"] }
        answer.status = nil
        try await throttle.reaches("unknown") { $0.first?.hasPrefix("http unknown: ") == true }
        try throttle.change { $0.http?.ignoresErrors = true }
        try await throttle.clears()
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
      try await throttle.reaches("held by the file alone") { $0 == ["flag-file"] }
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
