import Basics
import MySQL
import OnlineAlter
import TestKit
import Testing

/// Migrations whose indexes come behind the rows, from their beginning to their end.
@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)")) struct DeferredMigrationTests {
  /// Makes comparing take longer than building.
  private struct SlowComparison: CopyBrake {
    func wait() async throws {}
    func waitUntilClear() async throws { try await Task.sleep(for: .milliseconds(250)) }
  }

  private static let table = """
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, tag BIGINT NOT NULL, owner INT NOT NULL, note VARCHAR(60) NOT NULL,
    KEY note (note), KEY pair (owner, tag), UNIQUE KEY tag (tag), KEY start (note(5), owner)
    """

  private func make(_ rows: Int, in database: String, _ connection: Connection) async throws -> TableName {
    let table = TableName(database, "orders")
    try await connection.execute("CREATE TABLE \(table.sql) (\(raw: Self.table)) ENGINE=InnoDB")
    try await connection.execute(
      """
      INSERT INTO \(table.sql) SELECT i + 1, i, i MOD 16, CONCAT('start ', i) FROM (\(SQLText.numbers(below: rows))) AS n
      """)
    return table
  }

  private func migrate(
    _ table: TableName, on server: TestServer, _ role: TestServer.Role, _ progress: MigrationProgress,
    brake: any CopyBrake = AlterOracleTests.NoBrake(),
    _ indexes: MigrationSettings.SecondaryIndexes = .deferredWhereAlone
  ) async throws {
    var settings = MigrationSettings()
    settings.secondaryIndexes = indexes
    settings.oldTable = .dropped
    _ = try await MigrationRun(
      try AlterRequest(table: table, alter: "FORCE"), try server.options(role), settings, brake: brake,
      progress: progress, run: RunID(), log: .silent
    ).carryOut()
  }

  /// Runs `body` and tells which statements of index builds went into the log meanwhile.
  private func buildsLogged(
    _ connection: Connection, while body: () async throws -> Void
  ) async throws -> [String] {
    let state = connection.server.binaryLogStatusStatement
    let before = try await connection.query(state).first
    try await body()
    let (file, position) = (before?["File"].string ?? "", before?["Position"].int ?? 4)
    return try await connection.query(
      "SHOW BINLOG EVENTS IN \(literal: .string(file)) FROM \(position)"
    ).compactMap { $0["Info"].string }.filter { $0.contains("ADD KEY") && $0.contains("orders") }
  }

  @Test(arguments: TestServer.available)
  func `without replicas they come back through the log, as they were`(server: TestServer) async throws {
    try await server.withDatabase(.target) { database, connection in
      let table = try await make(5000, in: database, connection)
      let before = try await IndexStage.definition(of: table, connection)
      let logged = try await buildsLogged(connection) {
        try await migrate(table, on: server, .target, MigrationProgress())
      }
      // Once when it is tried on the empty table, once when the rows are there.
      #expect(logged.count == 2, "\(logged)")
      #expect(try await IndexStage.definition(of: table, connection) == before)
      #expect(try await connection.query("SHOW TABLES").count == 1)
      let report = try await connection.query("CHECK TABLE \(table.sql)")
      #expect(report.allSatisfy { $0["Msg_text"].string == "OK" })
    }
  }

  @Test(arguments: TestServer.available)
  func `with a replica they fill with the rows unless that is asked for`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let table = try await make(200, in: database, connection)
      let before = try await IndexStage.definition(of: table, connection)
      let logged = try await buildsLogged(connection) {
        try await migrate(table, on: server, .primary, MigrationProgress())
      }
      #expect(logged == [])
      #expect(try await IndexStage.definition(of: table, connection) == before)
    }
  }

  @Test(arguments: TestServer.available)
  func `a build gets the table while rows are still being compared`(server: TestServer) async throws {
    try await server.withDatabase(.target) { database, connection in
      let table = try await make(80_000, in: database, connection)
      let progress = MigrationProgress()
      let migrating = Task {
        try await migrate(table, on: server, .target, progress, brake: SlowComparison())
      }
      var comparedAtEnd: Int64?
      while ![.exchanging, .tidying, .done].contains(progress.reading.phase), !migrating.isCancelled {
        let reading = progress.reading
        // From the end of the build on.
        if reading.phase == .comparing, comparedAtEnd == nil { comparedAtEnd = reading.compared }
        try await Task.sleep(for: .milliseconds(10))
      }
      try await migrating.value
      let compared = try #require(comparedAtEnd)
      #expect(compared < 80_000)
      #expect(progress.reading.compared == 80_000)
    }
  }
}
