import Basics
import FoundationEssentials
import MySQL
import OnlineAlter
import Synchronization
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)")) struct AlterResumeTests {
  /// Lets some chunks be copied, then ends the run as a failure would.
  final class Stop: CopyBrake {
    struct Reached: Error {}
    private let left: Atomic<Int>

    init(after chunks: Int) { left = Atomic(chunks) }

    func wait() async throws {
      guard left.subtract(1, ordering: .relaxed).newValue >= 0 else { throw Reached() }
    }

    func waitUntilClear() async throws {}
  }

  private static let alter = "ADD COLUMN extra INT NOT NULL DEFAULT 3"

  private func settings() -> MigrationSettings {
    var settings = MigrationSettings()
    settings.chunkRows = 20
    settings.checkpointEvery = .milliseconds(20)
    return settings
  }

  private func run(
    _ table: TableName, _ alter: String = alter, on server: TestServer,
    brake: any CopyBrake = AlterOracleTests.NoBrake(),
    _ change: (inout MigrationSettings, inout AlterRequest) -> Void = { _, _ in }
  ) async throws -> MigrationResult {
    var settings = settings()
    var request = try AlterRequest(table: table, alter: alter)
    change(&settings, &request)
    return try await MigrationRun(
      request, try server.options(), settings, brake: brake, run: RunID(), log: .silent
    ).carryOut()
  }

  /// A table of 2000 rows whose migration was cut off in the middle.
  private func begun(_ database: String, _ server: TestServer, _ connection: Connection) async throws
    -> TableName
  {
    let table = TableName(database, "t")
    try await connection.execute(
      "CREATE TABLE \(table.sql) (id INT PRIMARY KEY, v INT NOT NULL) ENGINE=InnoDB")
    try await connection.execute(
      "INSERT INTO \(table.sql) SELECT i, i FROM (\(SQLText.numbers(below: 2000))) AS n")
    await #expect(throws: Stop.Reached.self) { try await run(table, on: server, brake: Stop(after: 30)) }
    return table
  }

  private func sums(_ table: TableName, _ connection: Connection) async throws -> [Int64?] {
    let row = try await connection.query(
      "SELECT COUNT(*) AS n, SUM(v) AS s, SUM(extra) AS e FROM \(table.sql)"
    ).first
    return [row?["n"].int, row?["s"].int, row?["e"].int]
  }

  @Test(arguments: TestServer.available)
  func `the same statement carries on, with what changed meanwhile`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let table = try await begun(database, server, connection)
      try await connection.execute("UPDATE \(table.sql) SET v = v + 1000000 WHERE id < 100")
      try await connection.execute("DELETE FROM \(table.sql) WHERE id BETWEEN 100 AND 199")
      let wanted = try await connection.query("SELECT SUM(v) AS s FROM \(table.sql)").first?["s"].int
      let result = try await run(table, on: server) { _, request in request.leftovers = [.ghost] }
      #expect(result.isResumed)
      #expect(try await sums(table, connection) == [1900, wanted, 5700])
      #expect(try await connection.query("SHOW TABLES").count == 2)
    }
  }

  @Test(arguments: TestServer.available)
  func `another statement, a changed table and a lost log are refused with the reason`(
    server: TestServer
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = try await begun(database, server, connection)
      func refusal(_ alter: String = Self.alter) async -> OpsError? {
        await #expect(throws: OpsError.self) { try await run(table, alter, on: server) }
      }
      let other = await refusal("ADD COLUMN other INT")
      #expect(
        other?.code == .refused && other?.why.contains("another statement") == true,
        "\(String(describing: other))")
      try await connection.execute("ALTER TABLE \(table.sql) ADD KEY v (v)")
      let changed = await refusal()
      #expect(
        changed?.code == .refused && changed?.why.contains("definition") == true,
        "\(String(describing: changed))")
      try await connection.execute("ALTER TABLE \(table.sql) DROP KEY v")
      let checkpoint = TableName(database, "_t_ghk")
      try await connection.execute(
        "UPDATE \(checkpoint.sql) SET value = 'binlog.000000:4' WHERE name = 'position'")
      let lost = await refusal()
      #expect(
        lost?.code == .refused && lost?.why.contains("no longer reaches back") == true,
        "\(String(describing: lost))")
      #expect(try await connection.query("SELECT COUNT(*) AS n FROM \(table.sql)").first?["n"].int == 2000)
      // With consent it begins anew.
      let result = try await run(table, on: server) { _, request in request.leftovers = [.ghost] }
      #expect(!result.isResumed)
      #expect(try await sums(table, connection) == [2000, 1_999_000, 6000])
    }
  }

  @Test(arguments: TestServer.available)
  func `a run that was cut off behind the exchange only needs tidying up`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let table = try await begun(database, server, connection)
      let flag = "/tmp/dbops-test-postpone-\(database)"
      let (checkpoint, kept) = (TableName(database, "_t_ghk"), TableName(database, "kept"))
      let work = Task { try await run(table, on: server) { settings, _ in settings.postponeFile = flag } }
      while try await phase(checkpoint, connection) != "postponing cut-over" {
        try await Task.sleep(for: .milliseconds(20))
      }
      try await connection.execute("CREATE TABLE \(kept.sql) LIKE \(checkpoint.sql)")
      try await connection.execute("INSERT INTO \(kept.sql) SELECT * FROM \(checkpoint.sql)")
      try FileManager.default.removeItem(atPath: flag)
      _ = try await work.value
      // As if it had been killed before it dropped the checkpoint.
      try await connection.execute("RENAME TABLE \(kept.sql) TO \(checkpoint.sql)")
      try await connection.execute("DELETE FROM \(table.sql) WHERE id = 1")
      let result = try await run(table, on: server)
      #expect(result.isResumed)
      #expect(try await sums(table, connection) == [1999, 1_998_999, 5997])
      #expect(try await connection.query("SHOW TABLES").count == 2)
    }
  }

  private func phase(_ checkpoint: TableName, _ connection: Connection) async throws -> String? {
    try await connection.query("SELECT value FROM \(checkpoint.sql) WHERE name = 'phase'").first?["value"]
      .string
  }

  @Test(arguments: TestServer.available)
  func `tables that others left are not dropped unasked`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let table = TableName(database, "t")
      try await connection.execute(
        "CREATE TABLE \(table.sql) (id INT PRIMARY KEY, v INT NOT NULL) ENGINE=InnoDB")
      for name in ["_t_gho", "t_gho", "_t_ghk", "_t_del", "t_del"] {
        let foreign = TableName(database, name)
        try await connection.execute("CREATE TABLE \(foreign.sql) (precious INT) ENGINE=InnoDB")
        try await connection.execute("INSERT INTO \(foreign.sql) VALUES (1)")
      }
      await #expect(throws: OpsError.self) { try await run(table, on: server) }
      for name in ["_t_gho", "t_gho", "_t_ghk", "_t_del", "t_del"] {
        let foreign = TableName(database, name)
        #expect(try await connection.query("SELECT precious FROM \(foreign.sql)").count == 1, "\(name)")
      }
      let result = try await run(table, on: server) { _, request in request.leftovers = [.ghost, .old] }
      #expect(!result.isResumed)
    }
  }
}
