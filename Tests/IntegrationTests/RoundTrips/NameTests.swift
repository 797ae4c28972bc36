import Backup
import Basics
import MySQL
import TestKit
import Testing

extension RoundTrips {
  /// Servers tell names apart that collations and Unicode hold for equal.
  @Suite struct NameTests {
    @Test(arguments: TestServer.available)
    func `a database comes without the programs of another whose name collates the same`(
      server: TestServer
    ) async throws {
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        let names = ["\(trip.word)e", "\(trip.word)\u{E9}", "\(trip.word)E", trip.word.uppercased() + "e"]
        for (number, name) in names.enumerated() {
          try PlainClient(server).run(
            """
            CREATE DATABASE `\(name)`; USE `\(name)`; CREATE TABLE t (id INT);
            CREATE PROCEDURE p\(number) () SELECT 1; CREATE VIEW v\(number) AS SELECT id FROM t;
            CREATE TRIGGER t\(number) BEFORE INSERT ON t FOR EACH ROW SET @a = 1;
            CREATE EVENT e\(number) ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DO SELECT 1;
            """)
        }
        let outcome = try await trip.backup(trip.dump([names[0]]))
        let programs = try trip.contents(of: outcome).programs.map(\.name.name)
        #expect(programs.sorted() == ["e0", "p0", "t0", "v0"])
        try await trip.restore(outcome, try RestoreJob.Settings())
      }
    }

    @Test(arguments: TestServer.available)
    func `names that look the same and are not stay apart`(server: TestServer) async throws {
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        let databases = Self.twins.map { trip.word + $0 }
        for (number, name) in databases.enumerated() {
          let script = Self.script.replacing("NUMBER", with: "\(number)").replacing("DATABASE_", with: name)
          try PlainClient(server).run(script)
        }
        let all = try await trip.backup(trip.dump(databases))
        try await trip.restore(all, try RestoreJob.Settings())
        for name in databases {
          let source = try await lines(of: name, on: server, .primary)
          #expect(source.count == 21)
          #expect(try await lines(of: name, on: server, .target) == source)
        }
        let one = try await trip.backup(trip.dump([databases[1]]))
        let renamed = try RestoreJob.Settings(renames: [
          "\(databases[0])=wrong", "\(databases[1])=\(trip.word)",
        ])
        try await trip.restore(one, renamed)
        let copy = try await lines(of: trip.word, on: server, .target)
        #expect(copy == (try await lines(of: databases[1], on: server, .primary)))
      }
    }

    /// é as one letter and as two.
    private static let twins = ["\u{E9}", "e\u{301}"]

    /// Each row, index and program of one table or name is missing or another for the twin.
    private static let script = """
      CREATE DATABASE `DATABASE_`; USE `DATABASE_`;
      CREATE TABLE `\u{E9}` (
        id INT NOT NULL PRIMARY KEY, `\u{E9}` VARCHAR(9), `e\u{301}` VARCHAR(9), own INT, other INT, KEY `k\u{E9}` (own),
        KEY `ke\u{301}` (`e\u{301}`), CONSTRAINT `f\u{E9}` FOREIGN KEY (own) REFERENCES `\u{E9}` (id),
        CONSTRAINT `fe\u{301}` FOREIGN KEY (other) REFERENCES `\u{E9}` (id));
      CREATE TABLE `e\u{301}` (`e\u{301}` VARCHAR(20), `a``\u{301}b` INT, UNIQUE KEY `\u{E9}` (`e\u{301}`));
      INSERT INTO `\u{E9}` VALUES (1, 'one', 'NUMBER', NULL, NULL), (2, 'two', '2', 1, 1);
      INSERT INTO `e\u{301}` VALUES ('NUMBER', 7), ('two', 8), ('three', 9);
      CREATE VIEW `v\u{E9}` AS SELECT own FROM `\u{E9}`; CREATE VIEW `ve\u{301}` AS SELECT 1 FROM `e\u{301}`;
      CREATE PROCEDURE `p\u{E9}` () SELECT 1; CREATE PROCEDURE `pe\u{301}` () SELECT 2;
      """

    /// Everything that is to be told apart, as the server tells it.
    private func lines(
      of database: String, on server: TestServer, _ role: TestServer.Role
    ) async throws -> [[UInt8]] {
      let own = SQLText.literal(.string(database))
      let queries: [SQLText] = [
        "SELECT CONCAT(HEX(TABLE_NAME), HEX(COLUMN_NAME)) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = \(own)",
        "SELECT CONCAT(HEX(ROUTINE_NAME), HEX(ROUTINE_DEFINITION)) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = \(own)",
        """
        SELECT CONCAT(HEX(TABLE_NAME), HEX(INDEX_NAME), HEX(COLUMN_NAME)) FROM information_schema.STATISTICS
        WHERE TABLE_SCHEMA = \(own)
        """,
        """
        SELECT CONCAT(HEX(TABLE_NAME), HEX(CONSTRAINT_NAME)) FROM information_schema.REFERENTIAL_CONSTRAINTS
        WHERE CONSTRAINT_SCHEMA = \(own)
        """, "SELECT GROUP_CONCAT(`e\u{301}`) FROM \(quoted: database, Self.twins[0])",
        "SELECT GROUP_CONCAT(`e\u{301}`) FROM \(quoted: database, Self.twins[1])",
        "SELECT SUM(own) FROM \(quoted: database, "v" + Self.twins[0])",
      ]
      let connection = try await Connection.open(server.options(role))
      var lines: [[UInt8]] = []
      for query in queries {
        let rows = try await connection.query(query).compactMap { $0[0].bytes }
        lines += rows.sorted { $0.lexicographicallyPrecedes($1) }
      }
      await connection.close()
      return lines
    }
  }
}
