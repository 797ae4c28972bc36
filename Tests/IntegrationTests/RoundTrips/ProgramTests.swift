import Backup
import Basics
import MySQL
import TestKit
import Testing

extension RoundTrips {
  @Suite struct ProgramTests {
    @Test(arguments: TestServer.available)
    func `programs come back under the defaults that their database had when they were made`(
      server: TestServer
    ) async throws {
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        try await make(trip.word, on: server)
        let outcome = try await trip.backup(trip.dump([trip.word]))
        try await trip.restore(outcome, try RestoreJob.Settings())
        let source = try await Portrait.of(databases: [trip.word], on: server)
        let copy = try await Portrait.of(databases: [trip.word], on: server, .target)
        #expect(source.differences(in: copy) == [])
        #expect(try await collations(trip.word, on: server) == "latin1_german1_ci latin1_german1_ci")
      }
    }

    @Test(arguments: TestServer.available)
    func `a database that is there keeps its own defaults`(server: TestServer) async throws {
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        try await make(trip.word, on: server)
        let outcome = try await trip.backup(trip.dump([trip.word]))
        try PlainClient(server, .target).run(
          "CREATE DATABASE `\(trip.word)` CHARACTER SET cp1250 COLLATE cp1250_croatian_ci")
        try await trip.restore(outcome, try RestoreJob.Settings())
        #expect(try await standard(of: trip.word, on: server) == "cp1250_croatian_ci")
        #expect(try await collations(trip.word, on: server) == "latin1_german1_ci latin1_german1_ci")
      }
    }

    @Test(arguments: TestServer.available)
    func `what a killed restore left of a database's defaults is put right by the next run`(
      server: TestServer
    ) async throws {
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        try await make(trip.word, on: server)
        let outcome = try await trip.backup(trip.dump([trip.word]))
        try PlainClient(server, .target).run(
          "CREATE DATABASE `\(trip.word)` CHARACTER SET cp1250 COLLATE cp1250_croatian_ci")
        let id = try LogicalRestore.identity(
          backup: outcome.manifest.id.description, selection: Selection(), renames: [])
        let connection = try await Connection.open(server.options(.target))
        let ledger = RestoreLedger(id: id)
        try await ledger.prepare(for: RunID(), connection)
        try await connection.perform { connection in
          try ledger.record(.collation(of: trip.word, was: "cp1250_polish_ci"), connection)
        }
        await connection.close()
        try await trip.restore(outcome, try RestoreJob.Settings())
        #expect(try await standard(of: trip.word, on: server) == "cp1250_polish_ci")
      }
    }

    /// Programs made by a client of another character set while the database had other defaults than now.
    private func make(_ database: String, on server: TestServer) async throws {
      let connection = try await Connection.open(server.options())
      let before: [SQLText] = [
        "CREATE DATABASE \(quoted: database) CHARACTER SET latin1 COLLATE latin1_german1_ci",
        "USE \(quoted: database)", "CREATE TABLE `th\u{ED}ngs` (name VARCHAR(10))",
        "SET NAMES latin1 COLLATE latin1_spanish_ci",
      ]
      // In latin1, E9 is é.
      let programs = [
        "PROCEDURE `sh\u{F6}wn` (x VARCHAR(10)) COMMENT 'It''s \u{E9}' SELECT COLLATION(x), '\u{E9}' AS `\u{E9}`",
        """
        FUNCTION told (x VARCHAR(10)) RETURNS VARCHAR(60) DETERMINISTIC COMMENT '\u{E9}'
        BEGIN DECLARE y VARCHAR(10); RETURN CONCAT(COLLATION(x), ' ', COLLATION(y), IF('\u{E9}' = '?', '?', '')); END
        """, "TRIGGER `m\u{ED}nded` BEFORE INSERT ON `th\u{ED}ngs` FOR EACH ROW SET NEW.name = '\u{E9}'",
        """
        EVENT `some d\u{E4}y` ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' COMMENT '\u{E9}'
        DO BEGIN DECLARE y VARCHAR(10); SET y = '\u{E9}'; END
        """, "VIEW `s\u{E9}en` AS SELECT '\u{E9}' AS `\u{E9}`",
      ]
      try await connection.perform { connection in
        for statement in before { try connection.execute(statement) }
        for program in programs {
          try connection.execute(definition: "CREATE \(program)".unicodeScalars.map { UInt8($0.value) })
        }
        try connection.execute("SET NAMES utf8mb4")
        try connection.execute("ALTER DATABASE \(quoted: database) COLLATE utf8mb4_bin")
      }
      await connection.close()
    }

    /// Of a parameter and a variable of the restored function.
    private func collations(_ database: String, on server: TestServer) async throws -> String? {
      try await value("SELECT \(quoted: database, "told")('a')", on: server)
    }

    private func standard(of database: String, on server: TestServer) async throws -> String? {
      try await value(
        """
        SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA
        WHERE SCHEMA_NAME = \(literal: .string(database))
        """, on: server)
    }

    private func value(_ sql: SQLText, on server: TestServer) async throws -> String? {
      let connection = try await Connection.open(server.options(.target))
      let rows = try await connection.query(sql)
      await connection.close()
      return rows.first?[0].string
    }
  }
}
