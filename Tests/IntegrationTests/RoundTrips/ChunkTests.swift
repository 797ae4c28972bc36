import Backup
import Basics
import MySQL
import TestKit
import Testing

extension RoundTrips {
  @Suite struct ChunkTests {
    /// Enough for several pieces of the least size that there is.
    private static let rows = 5000

    @Test(arguments: TestServer.available)
    func `every row is in one piece, whatever the key`(server: TestServer) async throws {
      let seed = Environment.value("DBOPS_TEST_SEED") ?? "\(RunID())"
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        let shapes = KeyShape.all(on: server)
        for shape in shapes { try await make(shape, in: trip.word, on: server, seed: seed) }
        let source = try await Portrait.of(databases: [trip.word], on: server)
        let outcome = try await trip.backup(trip.dump([trip.word], chunkBytes: .kibibytes(16)))
        let contents = try trip.contents(of: outcome)
        for shape in shapes {
          let objects = contents.tables.first { $0.name.name == shape.name }?.objects.count
          #expect((objects ?? 0) >= (shape.isSplit ? 3 : 1), "\(shape.name), seed \(seed)")
        }
        try await trip.restore(outcome, try RestoreJob.Settings())
        let copy = try await Portrait.of(databases: [trip.word], on: server, .target)
        #expect(source.differences(in: copy) == [], "seed \(seed)")
      }
    }

    private func make(_ shape: KeyShape, in database: String, on server: TestServer, seed: String)
      async throws
    {
      let connection = try await Connection.open(server.options().with(profile: .load, phase: "test"))
      try await connection.perform { connection in
        try connection.execute("CREATE DATABASE IF NOT EXISTS \(quoted: database) CHARACTER SET utf8mb4")
        try connection.execute("USE \(quoted: database)")
        // Without these checks MariaDB drops all rows of the statement for one that is there twice.
        try connection.execute("SET SESSION unique_checks = 1, foreign_key_checks = 1")
        try connection.execute("CREATE TABLE \(quoted: shape.name) (\(shape.columns)) \(shape.options)")
        try connection.execute(
          """
          INSERT IGNORE INTO \(quoted: shape.name) SELECT \(shape.values) FROM (SELECT i, SHA2(CONCAT(i, \
          \(literal: .string(seed + shape.name))), 256) AS r FROM (\(SQLText.numbers(below: Self.rows))) AS n) AS rows_
          """)
        _ = try connection.query("ANALYZE TABLE \(quoted: shape.name)")
        let count = try connection.query("SELECT COUNT(*) FROM \(quoted: shape.name)").first?[0].int ?? 0
        #expect(count > 3100, "\(shape.name), seed \(seed)")
      }
      await connection.close()
    }
  }
}
