import Basics
import MySQL
import OnlineAlter
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)")) struct AlterOracleTests {
  /// Never holds anything back.
  struct NoBrake: CopyBrake {
    func wait() async throws {}
    func rest(after time: Duration) async throws {}
  }

  @Test(arguments: TestServer.available, [MigrationSettings(), .chunksOfTen, .oneThread])
  func `a table that sixteen writers change comes through with every acknowledged change`(
    server: TestServer, settings: MigrationSettings
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = TableName(database, "orders")
      let writers = try await OracleWriters.begin(
        table, rows: settings.chunkRows == nil ? 20_000 : 2000, connection)
      let request = try AlterRequest(
        table: table, alter: "ADD COLUMN extra INT NOT NULL DEFAULT 7, MODIFY owner BIGINT NOT NULL")
      let options = try server.options()
      let result = try await writers.run(options, seed: 7, pause: .milliseconds(2)) {
        try await MigrationRun(
          request, options, settings, brake: NoBrake(), run: RunID(), log: .silent
        ).carryOut()
      }
      #expect(try await writers.differences(connection) == [])
      let extra = try await connection.query("SELECT COUNT(*) AS n FROM \(table.sql) WHERE extra = 7").first?[
        "n"
      ].int
      #expect(extra == Int64(writers.writers.map(\.rows.count).reduce(0, +)))
      #expect(result.changes > 0)
      let left = try await connection.query("SHOW TABLES").map { $0[0].string ?? "" }
      #expect(left.count == 2, "\(left)")
    }
  }
}

extension MigrationSettings {
  static var chunksOfTen: MigrationSettings {
    var settings = MigrationSettings()
    settings.chunkRows = 10
    return settings
  }

  static var oneThread: MigrationSettings {
    var settings = MigrationSettings()
    settings.copiers = 1
    settings.appliers = 1
    return settings
  }
}
