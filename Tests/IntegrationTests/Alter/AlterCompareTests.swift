import Basics
import MySQL
import OnlineAlter
import TestKit
import Testing

/// What happens when the ghost table is not what it ought to be, or rows meet in it.
@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)"), .timeLimit(.minutes(10)))
struct AlterCompareTests {
  private func stage(
    _ server: TestServer, more columns: SQLText = "",
    _ body: (HeldTable, HeldMigration, TableName, Connection) async throws -> Void
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = try await HeldTable.make(database, connection, more: columns)
      let names = MigrationNames(table.name, connection.server.canRenameLockedTables ? .known : .behind)
      try await body(table, HeldMigration(table: table.name, server: server), names.ghost, connection)
    }
  }

  @Test(
    arguments: TestServer.available,
    [
      "UPDATE ghost SET v = v + 1 WHERE id = 3", "DELETE FROM ghost WHERE id = 4",
      "INSERT INTO ghost (id, v) VALUES (-5, 5)", "UPDATE ghost SET id = -6 WHERE id = 6",
    ])
  func `a row of the ghost table that is not the table's is found and mended before the exchange`(
    server: TestServer, damage: String
  ) async throws {
    try await stage(server) { table, migration, ghost, connection in
      let before = try await table.sums(connection)
      _ = try await migration.carryOut {
        let done = try await connection.execute(
          SQLText(raw: damage.replacing("ghost", with: ghost.sql.text)))
        #expect(done.affectedRows == 1)
      }
      #expect(try await table.sums(connection) == before)
      #expect(try await table.extra(connection) == 1000)
    }
  }

  @Test(arguments: TestServer.available)
  func `rows that differ again when they were mended end the migration`(server: TestServer) async throws {
    try await stage(server) { table, migration, ghost, connection in
      let damaging = Task {
        let session = try await Connection.open(try server.options())
        while !Task.isCancelled {
          _ = try? await session.execute("UPDATE \(ghost.sql) SET v = v + 1 WHERE id = 3")
          try? await Task.sleep(for: .milliseconds(1))
        }
        await session.close()
      }
      let error = await #expect(throws: OpsError.self) { try await migration.carryOut() }
      damaging.cancel()
      try await damaging.value
      #expect(error?.code == .aborted && error?.why.contains("checksums") == true, "\(error as Any)")
      #expect(try await connection.query("SHOW COLUMNS FROM t").count == 2)
    }
  }

  @Test(arguments: TestServer.available)
  func `a change that waited when a run ended is applied by the next`(server: TestServer) async throws {
    try await stage(server) { table, migration, ghost, connection in
      let other = try await Connection.open(try server.options())
      var migration = migration
      migration.settings.checksum = .skipped
      try await migration.begin {
        try await other.execute("START TRANSACTION")
        #expect(try await other.query("SELECT id FROM \(ghost.sql) WHERE id = 5 FOR UPDATE").count == 1)
        try await connection.execute("UPDATE t SET v = 50 WHERE id = 5")
        try await waiting("DELETE", ghost, connection)
        // Many checkpoints.
        try await Task.sleep(for: .milliseconds(400))
      }
      await other.close()
      #expect(try await migration.carryOut().isResumed)
      #expect(try await connection.query("SELECT v FROM t WHERE id = 5")[0]["v"].int == 50)
    }
  }

  /// A chunk finds a row in its way that another session locks, and brings up to date before it lets go.
  @Test(arguments: TestServer.available)
  func `a row that is brought up to date while its place is asked for stays`(server: TestServer) async throws
  {
    try await stage(server, more: ", place INT NULL, UNIQUE KEY place (place)") {
      table, migration, ghost, connection in
      try await connection.execute("UPDATE t SET place = id")
      let other = try await Connection.open(try server.options())
      var migration = migration
      // Nothing but the refreshes may write it again.
      migration.settings.checksum = .skipped
      migration.settings.copiers = 1
      _ = try await migration.carryOut {
        try await other.execute("START TRANSACTION")
        #expect(try await other.query("SELECT id FROM \(ghost.sql) WHERE id = 5 FOR UPDATE").count == 1)
        try await connection.execute("START TRANSACTION")
        try await connection.execute("UPDATE t SET place = -5 WHERE id = 5")
        try await connection.execute("UPDATE t SET place = 5 WHERE id = 500")
        try await connection.execute("COMMIT")
        try await waiting("DELETE", ghost, connection)
      } after: {
        try await waiting("SELECT 1", ghost, connection)
        try await other.execute("UPDATE \(ghost.sql) SET place = -5 WHERE id = 5")
        try await other.execute("COMMIT")
        await other.close()
      }
      let rows = try await connection.query("SELECT id, place FROM t WHERE id IN (5, 500) ORDER BY id")
      #expect(rows.map { [$0["id"].int, $0["place"].int] } == [[5, -5], [500, 5]])
      #expect(try await table.extra(connection) == 1000)
    }
  }

  /// Returns when a statement on the ghost table that begins so has been under way for a while.
  private func waiting(_ verb: String, _ ghost: TableName, _ connection: Connection) async throws {
    let pattern = "/* dbops %*/ \(verb)%\(ghost.name)%"
    var seen = 0
    while seen < 20 {
      let rows = try await connection.query(
        """
        SELECT 1 FROM information_schema.PROCESSLIST
        WHERE INFO LIKE \(literal: .string(pattern)) AND ID <> CONNECTION_ID()
        """)
      seen = rows.isEmpty ? 0 : seen + 1
      try await Task.sleep(for: .milliseconds(10))
    }
  }
}
