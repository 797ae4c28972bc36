import Basics
import MySQL
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)), .timeLimit(.minutes(5)))
struct MySQLSessionTests {
  @Test(arguments: TestServer.available)
  func `every statement carries the run and the phase`(server: TestServer) async throws {
    var options = try server.options()
    let run = RunID()
    options.run = run
    options.phase = "du*/mp"
    let connection = try await Connection.open(options)
    let statement: SQLText =
      server == .mysql
      ? "SELECT PROCESSLIST_INFO FROM performance_schema.threads WHERE PROCESSLIST_ID = CONNECTION_ID()"
      : "SELECT INFO FROM information_schema.PROCESSLIST WHERE ID = CONNECTION_ID()"
    let shown = try await connection.query(statement)[0][0].string
    #expect(shown == "/* dbops run=\(run) phase=dump */ \(statement)")
    await connection.close()
  }

  @Test(.enabled(if: TestServer.available.contains(.mysql)))
  func `the run is among the connection attributes`() async throws {
    var options = try TestServer.mysql.options()
    let run = RunID()
    options.run = run
    let connection = try await Connection.open(options)
    let rows = try await connection.query(
      "SELECT ATTR_NAME, ATTR_VALUE FROM performance_schema.session_connect_attrs WHERE PROCESSLIST_ID = ?",
      [.uint(connection.id)])
    let attributes = Dictionary(
      rows.map { ($0[0].string ?? "", $0[1].string ?? "") }, uniquingKeysWith: { first, _ in first })
    #expect(attributes["program_name"] == "dbops")
    #expect(attributes["dbops_run"] == run.description)
    await connection.close()
  }

  @Test(arguments: TestServer.available, [SessionProfile.plain, .export, .load])
  func `the session does not depend on the server's defaults`(
    server: TestServer, profile: SessionProfile
  ) async throws {
    let connection = try await Connection.open(server.options().with(profile: profile, phase: "test"))
    let row = try #require(
      try await connection.query(
        """
        SELECT @@time_zone z, @@sql_mode m, @@autocommit a, @@lock_wait_timeout l, @@foreign_key_checks f,
          @@character_set_results r, @@character_set_client c, @@unique_checks u, @@wait_timeout w,
          @@\(raw: connection.server.transactionIsolationVariable) i,
          @@\(raw: connection.server.statementTimeoutVariable ?? "max_statement_time") t
        """
      ).first)
    #expect(row["z"].string == "+00:00")
    #expect(row["a"].isOn)
    #expect(row["l"].int == 60)
    #expect(row["w"].int == 604_800)
    #expect(row["t"].double == 0)
    #expect(row["c"].string == "utf8mb4")
    #expect(row["r"].string == (profile == .export ? nil : "utf8mb4"))
    #expect(row["f"].isOn == (profile != .load))
    #expect(row["u"].isOn)
    #expect(row["i"].string == "REPEATABLE-READ")
    let modes = row["m"].string ?? ""
    #expect(modes.contains("STRICT_ALL_TABLES") == (profile != .export))
    #expect(modes.contains("NO_AUTO_VALUE_ON_ZERO") == (profile == .load))
    await connection.close()
  }

  @Test(arguments: TestServer.available)
  func `an interrupted connection fails at once`(server: TestServer) async throws {
    let connection = try await Connection.open(server.options())
    let sleeping = Task { try await connection.query("SELECT SLEEP(600)").count }
    await server.waitUntilBusy(connection.id)
    connection.interrupt()
    let failure = await #expect(throws: SQLFailure.self) { try await sleeping.value }
    #expect(failure?.kind == .connectionLost)
    await #expect(throws: SQLFailure.self) { try await connection.query("SELECT 1") }
    await connection.close()
    connection.interrupt()
  }

  @Test(arguments: TestServer.available)
  func `a cancelled task stops waiting for the server`(server: TestServer) async throws {
    let connection = try await Connection.open(server.options())
    let task = Task { try await connection.perform { try $0.query("SELECT SLEEP(600)").count } }
    await server.waitUntilBusy(connection.id)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(arguments: TestServer.available)
  func `a cancelled statement leaves the connection usable`(server: TestServer) async throws {
    let connection = try await Connection.open(server.options())
    let counting = Task {
      try await connection.query("SELECT COUNT(*) FROM (\(.numberedRows(1_000_000_000))) t").count
    }
    await server.waitUntilBusy(connection.id)
    try await connection.cancelRunningStatement()
    let failure = await #expect(throws: SQLFailure.self) { try await counting.value }
    #expect(failure?.kind == .interrupted)
    #expect(try await connection.query("SELECT 1")[0][0].int == 1)
    await connection.close()
  }

  @Test(arguments: TestServer.available)
  func `a server silent for longer than the read timeout is given up`(server: TestServer) async throws {
    var options = try server.options()
    options.readTimeout = .seconds(3)
    let connection = try await Connection.open(options)
    let failure = await #expect(throws: SQLFailure.self) { try await connection.query("SELECT SLEEP(600)") }
    #expect(failure?.kind == .connectionLost)
  }

  @Test(arguments: TestServer.available)
  func `statements wait longer than the connect timeout`(server: TestServer) async throws {
    var options = try server.options()
    options.connectTimeout = .seconds(3)
    for tls in [TLSMode.disabled, .required] {
      options.tls.mode = tls
      let connection = try await Connection.open(options)
      #expect(try await connection.query("SELECT SLEEP(4)")[0][0].int == 0)
      await connection.close()
    }
  }

  @Test(arguments: TestServer.available)
  func `a missing privilege is named with its GRANT`(server: TestServer) async throws {
    try await server.withDatabase { database, administrator in
      try await administrator.execute("CREATE TABLE t (id INT)")
      var options = try server.options()
      options.user = try #require(Environment.value("DBOPS_TEST_RO_USER"))
      let connection = try await Connection.open(options)
      let insertion = await #expect(throws: SQLFailure.self) {
        try await connection.execute("INSERT INTO \(quoted: database, "t") VALUES (1)")
      }
      #expect(insertion?.opsError.code == .privilege)
      #expect(insertion?.grant?.hasPrefix("GRANT INSERT ON ") == true)
      #expect(insertion?.opsError.hint.contains("TO '\(options.user)'@'") == true)
      let shutdown = await #expect(throws: SQLFailure.self) { try await connection.execute("SHUTDOWN") }
      #expect(shutdown?.grant == "GRANT SHUTDOWN ON *.* TO '\(options.user)'@'%'")
      await connection.close()
    }
  }

  @Test(arguments: TestServer.available)
  func `a result nobody asked for does not put the session out of step`(server: TestServer) async throws {
    let connection = try await Connection.open(server.options())
    try await connection.execute("SELECT 1")
    let rows = try await connection.exportRows("DO 1") { _ in }
    #expect(rows == 0)
    await #expect(throws: SQLFailure.self) { try await connection.query("SELECT 1; SELECT 2") }
    await #expect(throws: SQLFailure.self) { try await connection.query("SELECT ?", [1, 2]) }
    #expect(try await connection.query("SELECT ?", [nil])[0][0].isNull)
    #expect(try await connection.query("SELECT 2")[0][0].int == 2)
    await connection.close()
  }
}

extension TestServer {
  /// Waits until session `id` runs a statement.
  func waitUntilBusy(_ id: UInt64) async {
    guard let options = try? options(), let watcher = try? await Connection.open(options) else { return }
    let statement: SQLText =
      self == .mysql
      ? "SELECT COUNT(*) FROM performance_schema.threads WHERE PROCESSLIST_ID = \(id) AND PROCESSLIST_COMMAND IN ('Query', 'Execute')"
      : "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = \(id) AND COMMAND IN ('Query', 'Execute')"
    for _ in 0..<500 {
      if let rows = try? await watcher.query(statement), rows[0][0].int == 1 { break }
      _ = try? await watcher.execute("DO SLEEP(0.01)")
    }
    await watcher.close()
  }
}
