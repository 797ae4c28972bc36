import Basics
import MySQL
import OnlineAlter
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)")) struct AlterRefusalTests {
  @Test(arguments: TestServer.available)
  func `what would be lost is refused, and nothing is left behind`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      for statement in [
        "CREATE TABLE parent (id INT PRIMARY KEY) ENGINE=InnoDB",
        "CREATE TABLE child (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES parent (id)) ENGINE=InnoDB",
        "CREATE TABLE triggered (id INT PRIMARY KEY) ENGINE=InnoDB",
        "CREATE TRIGGER tr BEFORE INSERT ON triggered FOR EACH ROW SET NEW.id = NEW.id",
        "CREATE TABLE keyless (id INT) ENGINE=InnoDB",
        "CREATE TABLE old_engine (id INT PRIMARY KEY) ENGINE=MyISAM",
        "CREATE TABLE fine (id INT PRIMARY KEY) ENGINE=InnoDB", "CREATE VIEW seen AS SELECT 1 AS one",
      ] as [SQLText] { try await connection.execute(statement) }
      let before = try await connection.query("SHOW TABLES").map { $0[0].string }
      for (table, alter, code) in [
        ("parent", "ADD COLUMN a INT", ExitCode.refused), ("child", "ADD COLUMN a INT", .refused),
        ("triggered", "ADD COLUMN a INT", .refused), ("keyless", "ADD COLUMN a INT", .refused),
        ("old_engine", "ADD COLUMN a INT", .refused), ("seen", "ADD COLUMN a INT", .refused),
        ("missing", "ADD COLUMN a INT", .notFound), ("fine", "DROP COLUMN nowhere", .refused),
      ] {
        let error = await #expect(throws: (any Error).self, "\(table)") {
          try await MigrationRun(
            try AlterRequest(table: TableName(database, table), alter: alter), try server.options(),
            MigrationSettings(), brake: AlterOracleTests.NoBrake(), run: RunID(), log: .silent
          ).carryOut()
        }
        if let error { #expect(OpsError.wrapping(error, as: "alter").code == code, "\(table): \(error)") }
      }
      #expect(try await connection.query("SHOW TABLES").map { $0[0].string } == before)
    }
  }

  @Test(arguments: TestServer.available)
  func `a new unique key over values that are there twice is refused with the values`(
    server: TestServer
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = TableName(database, "people")
      try await connection.execute(
        "CREATE TABLE \(table.sql) (id INT PRIMARY KEY, mail VARCHAR(50)) ENGINE=InnoDB")
      try await connection.execute("INSERT INTO \(table.sql) VALUES (1, 'a@x'), (2, 'b@x'), (3, 'A@x')")
      let error = await #expect(throws: OpsError.self) {
        try await MigrationRun(
          try AlterRequest(table: table, alter: "ADD UNIQUE KEY mail (mail)"), try server.options(),
          MigrationSettings(), brake: AlterOracleTests.NoBrake(), run: RunID(), log: .silent
        ).carryOut()
      }
      #expect(error?.code == .aborted)
      #expect(error?.message.contains("a@x") == true, "\(String(describing: error))")
      #expect(try await connection.query("SELECT COUNT(*) AS n FROM \(table.sql)").first?["n"].int == 3)
    }
  }
}
