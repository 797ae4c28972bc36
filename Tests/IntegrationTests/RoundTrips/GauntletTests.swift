import Backup
import Basics
import Foundation
import MySQL
import TestKit
import Testing

extension RoundTrips {
  @Suite struct GauntletTests {
    @Test(arguments: TestServer.available)
    func `the gauntlet comes back as it was while others write`(server: TestServer) async throws {
      let trip = try RoundTrip(server)
      let word = trip.word
      let databases = [word, "\(word)_other", "\(word) `odd\"' ../ünï\\n%"]
      try await trip.cleaningUp {
        let scripts = try ["common", "charsets", server.rawValue].map {
          try Fixture().script("gauntlet/\($0).sql", replacing: "gauntlet", by: word)
        }
        try PlainClient(server).run(scripts.joined(separator: "\n"))
        let side = try await sideTables(server, in: word)
        // What stands on nothing cannot be made, and a decimal or a date inside JSON comes back as its text says.
        let ignored = Set(
          ["side_left", "side_right", "view_broken", "type_json_opaque"].map { "\(word).\($0)" })
        let before = try await portrait(server, .primary, databases, word, ignored)
        let outcome = try await trip.backup(dump(trip, databases))
        _ = try await side.stop()
        let after = try await portrait(server, .primary, databases, word, ignored)
        #expect(before.differences(in: after) == [])
        // Nobody but the administrator may pass on that one account stands for another.
        try await trip.restore(
          outcome, try RestoreJob.Settings(includesAccounts: true), as: server.administrator(.target))
        let copy = try await portrait(server, .target, databases, word, ignored)
        #expect(before.differences(in: copy) == [])
        let halves = try await sums(server, of: ["side_left", "side_right"], in: word)
        #expect(halves[0] == halves[1])
      }
    }

    private func dump(_ trip: RoundTrip, _ databases: [String]) -> LogicalBackup.Settings {
      var settings = trip.dump(Set(databases))
      settings.includesAccounts = true
      return settings
    }

    private func portrait(
      _ server: TestServer, _ role: TestServer.Role, _ databases: [String], _ word: String,
      _ ignored: Set<String>
    ) async throws -> Portrait {
      let data = try await Portrait.of(databases: databases, on: server, role, ignoring: ignored)
      return data.merging(try await Portrait.accounts(named: word, on: server, role))
    }

    /// Two tables that every transaction writes to alike.
    private func sideTables(_ server: TestServer, in database: String) async throws -> Writers {
      let connection = try await Connection.open(server.options())
      for table in ["side_left", "side_right"] {
        try await connection.execute(
          "CREATE TABLE \(quoted: database, table) (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, n BIGINT NOT NULL)"
        )
      }
      await connection.close()
      return try Writers(2, on: server) { connection, writer, step in
        try connection.execute("START TRANSACTION")
        for table in ["side_left", "side_right"] {
          try connection.execute(
            "INSERT INTO \(quoted: database, table) (n) VALUES (\(writer * 1_000_000 + step))")
        }
        try connection.execute("COMMIT")
      }
    }

    private func sums(_ server: TestServer, of tables: [String], in database: String) async throws -> [String]
    {
      let connection = try await Connection.open(server.options(.target))
      var sums: [String] = []
      for table in tables {
        let row = try await connection.query("SELECT COUNT(*), SUM(n) FROM \(quoted: database, table)").first
        sums.append("\(row?[0].string ?? "") \(row?[1].string ?? "")")
      }
      await connection.close()
      return sums
    }
  }
}
