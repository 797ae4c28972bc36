import Basics
import FoundationEssentials
import MySQL
import OnlineAlter
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)")) struct AlterUniqueTests {
  private static let rows = 20_000

  private func migrate(_ table: TableName, _ alter: String, on server: TestServer) async throws {
    var settings = MigrationSettings()
    settings.chunkRows = Self.rows / 2
    _ = try await MigrationRun(
      try AlterRequest(table: table, alter: alter), try server.options(), settings,
      brake: AlterOracleTests.NoBrake(), run: RunID(), log: .silent
    ).carryOut()
  }

  private func begin(_ database: String, _ connection: Connection) async throws -> TableName {
    let table = TableName(database, "t")
    try await connection.execute(
      "CREATE TABLE \(table.sql) (id INT PRIMARY KEY, place INT NOT NULL, UNIQUE KEY place (place)) ENGINE=InnoDB"
    )
    try await connection.execute(
      "INSERT INTO \(table.sql) SELECT i, i FROM (\(SQLText.numbers(below: Self.rows))) AS n")
    return table
  }

  @Test(.timeLimit(.minutes(5)), arguments: TestServer.available)
  func `values that move between chunks all the time do not keep them from being copied`(
    server: TestServer
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = try await begin(database, connection)
      let movers = (0..<4).map { number in Task { try await move(number, table, server) } }
      try await migrate(table, "ADD COLUMN extra INT NOT NULL DEFAULT 3", on: server)
      for mover in movers { mover.cancel() }
      for mover in movers { try await mover.value }
      let row = try await connection.query(
        "SELECT COUNT(*) AS n, COUNT(DISTINCT place) AS p, SUM(place) AS s, SUM(extra) AS e FROM \(table.sql)"
      ).first
      let rows = Int64(Self.rows)
      #expect(row?["n"].int == rows && row?["p"].int == rows && row?["s"].int == rows * (rows - 1) / 2)
      #expect(row?["e"].int == 3 * rows)
    }
  }

  /// Exchanges the values of rows in the lower and in the upper half until the task is cancelled.
  private func move(_ number: Int, _ table: TableName, _ server: TestServer) async throws {
    var dice = SeededGenerator(seed: UInt64(number))
    let session = try await Connection.open(try server.options())
    while !Task.isCancelled {
      let low = Int.random(in: 0..<(Self.rows / 8), using: &dice) * 4 + number
      let high = low + Self.rows / 2
      let rows = try await session.query(
        "SELECT place FROM \(table.sql) WHERE id IN (\(low), \(high)) ORDER BY id")
      guard let first = rows[0]["place"].int, let second = rows[1]["place"].int else { break }
      for statement in [
        "START TRANSACTION", "UPDATE \(table.sql) SET place = \(-low - 1) WHERE id = \(low)",
        "UPDATE \(table.sql) SET place = \(first) WHERE id = \(high)",
        "UPDATE \(table.sql) SET place = \(second) WHERE id = \(low)", "COMMIT",
      ] as [SQLText] { try await session.execute(statement) }
    }
    await session.close()
  }

  @Test(.timeLimit(.minutes(5)), arguments: TestServer.available)
  func `values that all rows pass on at the last moment do not put the exchange off`(
    server: TestServer
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = TableName(database, "t")
      let rows = 3000
      try await connection.execute(
        "CREATE TABLE \(table.sql) (id INT PRIMARY KEY, place INT NOT NULL, UNIQUE KEY place (place)) ENGINE=InnoDB"
      )
      try await connection.execute(
        "INSERT INTO \(table.sql) SELECT i, i FROM (\(SQLText.numbers(below: rows))) AS n")
      let flag = "/tmp/dbops-test-postpone-\(database)"
      var migration = HeldMigration(table: table, server: server)
      migration.settings.chunkRows = 100
      migration.settings.postponeFile = flag
      migration.settings.lockLimit = .seconds(30)
      let result = try await migration.carryOut {
      } after: {
        try await migration.reaches(.postponing)
        try await connection.execute("START TRANSACTION")
        // The lock is had when this is committed: all of it is left to the session with the lock, in several batches.
        try await connection.execute("UPDATE \(table.sql) SET place = -1 - (place + 1000) % \(rows)")
        try await connection.execute("UPDATE \(table.sql) SET place = -1 - place")
        try FileManager.default.removeItem(atPath: flag)
        try await migration.reaches(.exchanging)
        try await Task.sleep(for: .milliseconds(500))
        try await connection.execute("COMMIT")
      }
      #expect(result.cutOverAttempts == 1)
      let moved = try await connection.query(
        "SELECT COUNT(*) AS n FROM \(table.sql) WHERE place = (id + 1000) % \(rows) AND extra = 3")
      #expect(moved[0]["n"].int == Int64(rows))
    }
  }

  @Test(.timeLimit(.minutes(5)), arguments: TestServer.available)
  func `the same value in two chunks is refused under a new unique key`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let table = try await begin(database, connection)
      try await connection.execute("ALTER TABLE \(table.sql) ADD COLUMN v INT NOT NULL DEFAULT 0")
      try await connection.execute("UPDATE \(table.sql) SET v = id")
      try await connection.execute("UPDATE \(table.sql) SET v = 7 WHERE id = \(Self.rows - 5)")
      let error = await #expect(throws: OpsError.self) {
        try await migrate(table, "ADD UNIQUE KEY v (v)", on: server)
      }
      #expect(error?.code == .aborted)
      #expect(error?.message.contains("'7'") == true, "\(String(describing: error))")
    }
  }
}
