import Basics
import FoundationEssentials
import MySQL
import OnlineAlter
import Synchronization
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)")) struct AlterCutOverTests {
  private static let alter = "ADD COLUMN extra INT NOT NULL DEFAULT 3"

  private func migration(
    _ table: TableName, on server: TestServer, _ settings: MigrationSettings = MigrationSettings(),
    progress: MigrationProgress = MigrationProgress(), run: RunID = RunID()
  ) throws -> MigrationRun {
    MigrationRun(
      try AlterRequest(table: table, alter: Self.alter), try server.options(), settings,
      brake: AlterOracleTests.NoBrake(), progress: progress, run: run, log: .silent)
  }

  private func begin(_ database: String, rows: Int, _ connection: Connection) async throws -> TableName {
    let table = TableName(database, "t")
    try await connection.execute(
      "CREATE TABLE \(table.sql) (id INT PRIMARY KEY, v INT NOT NULL) ENGINE=InnoDB")
    try await connection.execute(
      "INSERT INTO \(table.sql) SELECT i, i FROM (\(SQLText.numbers(below: rows))) AS n")
    return table
  }

  @Test(arguments: TestServer.available)
  func `who opens the ghost table makes nobody wait longer than the limit`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let table = try await begin(database, rows: 100, connection)
      let flag = "/tmp/dbops-test-postpone-\(database)"
      var settings = MigrationSettings()
      settings.postponeFile = flag
      settings.lockLimit = .seconds(2)
      let progress = MigrationProgress()
      let migration = try migration(table, on: server, settings, progress: progress)
      let work = Task { try await migration.carryOut() }
      while progress.reading.phase != .postponing { try await Task.sleep(for: .milliseconds(10)) }
      let names = MigrationNames(table, connection.server.canRenameLockedTables ? .known : .behind)
      // The first keeps the lock from being had for a while; the second gets in when it is given back.
      let first = try await reader(of: names.ghost, server)
      try FileManager.default.removeItem(atPath: flag)
      while progress.reading.phase != .exchanging { try await Task.sleep(for: .milliseconds(10)) }
      let client = Task { try await longestWait(table, server, for: .seconds(6)) }
      try await Task.sleep(for: .milliseconds(800))
      let second = Task { try await reader(of: names.ghost, server) }
      try await Task.sleep(for: .milliseconds(700))
      await first.close()
      try await Task.sleep(for: .seconds(3))
      try? await second.value.close()
      _ = try await work.value
      #expect(try await client.value < .seconds(3))
    }
  }

  /// A session in a transaction that has read the table.
  private func reader(of table: TableName, _ server: TestServer) async throws -> Connection {
    let session = try await Connection.open(try server.options())
    try await session.execute("START TRANSACTION")
    _ = try await session.query("SELECT * FROM \(table.sql) LIMIT 1")
    return session
  }

  /// Writes one row after the other, and tells how long the slowest took.
  private func longestWait(_ table: TableName, _ server: TestServer, for time: Duration) async throws
    -> Duration
  {
    let session = try await Connection.open(try server.options())
    let end = ContinuousClock.now + time
    var longest = Duration.zero
    while ContinuousClock.now < end {
      let begin = ContinuousClock.now
      try await session.execute("UPDATE \(table.sql) SET v = v + 1 WHERE id = 7")
      longest = max(longest, ContinuousClock.now - begin)
      try await Task.sleep(for: .milliseconds(10))
    }
    await session.close()
    return longest
  }

  @Test(arguments: TestServer.available)
  func `a comparison whose session is killed begins again`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let table = try await begin(database, rows: 40_000, connection)
      let (run, progress) = (RunID(), MigrationProgress())
      let migration = try migration(table, on: server, progress: progress, run: run)
      let work = Task { try await migration.carryOut() }
      var killed = 0
      while killed < 2, progress.reading.phase != .done, progress.reading.phase != .exchanging {
        let mark = "/* dbops run=\(run) phase=alter-checksum%"
        for row in try await connection.query(
          "SELECT ID AS i FROM information_schema.PROCESSLIST WHERE INFO LIKE \(literal: .string(mark))")
        {
          guard (try? await connection.execute("KILL \(row["i"].uint ?? 0)")) != nil else { continue }
          killed += 1
        }
      }
      let result = try await work.value
      #expect(killed > 0)
      #expect(result.rows == 40_000)
      #expect(
        try await connection.query("SELECT SUM(extra) AS s FROM \(table.sql)").first?["s"].int == 120_000)
    }
  }

  @Test(arguments: TestServer.available)
  func `writers whose transactions always overlap do not keep the tables from being compared`(
    server: TestServer
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = try await begin(database, rows: 100, connection)
      var settings = MigrationSettings()
      settings.lockLimit = .seconds(1)
      let migration = try migration(table, on: server, settings)
      let writers = (0..<10).map { number in
        Task { try await write(row: number, of: table, server) }
      }
      let result = try await migration.carryOut()
      for writer in writers { writer.cancel() }
      var written = 0
      for writer in writers { written += try await writer.value }
      #expect(result.rows == 100)
      let sum = try await connection.query("SELECT SUM(v) AS s FROM \(table.sql)").first?["s"].int
      #expect(sum == Int64(4950 + written))
    }
  }

  /// Transactions of 100 ms, one right behind the other; returns how many when the task is cancelled.
  private func write(row: Int, of table: TableName, _ server: TestServer) async throws -> Int {
    let session = try await Connection.open(try server.options())
    var count = 0
    while !Task.isCancelled {
      try await session.execute("START TRANSACTION")
      try await session.execute("UPDATE \(table.sql) SET v = v + 1 WHERE id = \(row)")
      try? await Task.sleep(for: .milliseconds(100))
      try await session.execute("COMMIT")
      count += 1
    }
    await session.close()
    return count
  }

  @Test(arguments: TestServer.available)
  func `a plan takes away its own trial table, and nobody else's`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let table = try await begin(database, rows: 10, connection)
      let trial = TableName(database, "_t_ghp")
      let planner = AlterPlanner(
        try AlterRequest(table: table, alter: Self.alter), try server.options(), MigrationSettings(),
        log: .silent)
      // As a run leaves it that is killed before it could mark it.
      try await connection.execute("CREATE TABLE \(trial.sql) LIKE \(table.sql)")
      _ = try await planner.outlook()
      #expect(try await connection.query("SHOW TABLES").count == 1)
      for statement in [
        "CREATE TABLE \(trial.sql) (precious INT) ENGINE=InnoDB",
        "CREATE TABLE \(trial.sql) LIKE \(table.sql)",
      ] as [SQLText] {
        try await connection.execute(statement)
        let isLike = try await connection.query("SHOW COLUMNS FROM \(trial.sql)").count == 2
        if isLike { try await connection.execute("INSERT INTO \(trial.sql) VALUES (1, 1)") }
        await #expect(throws: OpsError.self) { try await planner.outlook() }
        #expect(try await connection.query("SELECT * FROM \(trial.sql)").count == (isLike ? 1 : 0))
        try await connection.execute("DROP TABLE \(trial.sql)")
      }
    }
  }
}
