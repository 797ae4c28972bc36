import Basics
import MySQL
import OnlineAlter
import TestKit
import Testing

/// What may happen to the sessions of a migration, and to what they are about.
@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)"), .timeLimit(.minutes(10)), .serialized)
struct AlterFaultTests {
  private func stage(
    _ server: TestServer, more columns: SQLText = "",
    _ body: (HeldTable, HeldMigration, Connection) async throws -> Void
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = try await HeldTable.make(database, connection, more: columns)
      try await body(table, HeldMigration(table: table.name, server: server), connection)
    }
  }

  /// Sets a global variable of the server for as long as `body` takes.
  private func with<Value>(
    _ variable: SQLText, _ value: SQLText, _ connection: Connection, _ body: () async throws -> Value
  ) async throws -> Value {
    let before = try await connection.query("SELECT @@GLOBAL.\(variable) AS v")[0]["v"].uint ?? 0
    try await connection.execute("SET GLOBAL \(variable) = \(value)")
    let result: Result<Value, any Error>
    do {
      result = .success(try await body())
    } catch {
      result = .failure(error)
    }
    try await connection.execute("SET GLOBAL \(variable) = \(before)")
    return try result.get()
  }

  @Test(arguments: TestServer.available)
  func `where a transaction may not log much, chunks and batches are taken in pieces`(
    server: TestServer
  ) async throws {
    try await stage(server, more: ", filler VARCHAR(1000)") { table, migration, connection in
      try await connection.execute("UPDATE t SET filler = REPEAT('x', 1000)")
      var migration = migration
      // 100 kB, where binlog_cache_size lets 32 kB pass; as much as a batch of 100 keys.
      migration.settings.chunkRows = 100
      let writer = try await Connection.open(try server.options())
      try await writer.execute("USE \(quoted: table.name.database)")
      try await with("max_binlog_cache_size", "8192", connection) {
        _ = try await migration.carryOut {
          // Little by little: the writer may not log more either.
          for first in stride(from: 0, to: 300, by: 2) {
            try await writer.execute(
              "UPDATE t SET v = v + 1 WHERE id IN (\(first), \(first + 1))")
          }
        }
      }
      await writer.close()
      #expect(try await table.extra(connection) == 1000)
      #expect(try await connection.query("SELECT COUNT(*) AS n FROM t WHERE v = id + 1")[0]["n"].int == 300)
    }
  }

  /// MySQL 9.7 logs such a row all the same.
  @Test(.enabled(if: TestServer.mariadb.address() != nil))
  func `a row that is longer than a transaction may log ends the migration with the setting's name`()
    async throws
  {
    try await stage(.mariadb, more: ", filler MEDIUMTEXT") { table, migration, connection in
      try await connection.execute("UPDATE t SET filler = REPEAT('x', 100000) WHERE id = 900")
      let error = await #expect(throws: OpsError.self) {
        try await with("max_binlog_cache_size", "8192", connection) { _ = try await migration.carryOut() }
      }
      #expect(error?.code == .aborted)
      #expect(error?.hint.contains("max_binlog_cache_size") == true, "\(error as Any)")
      // With room, the same command carries on.
      #expect(try await migration.carryOut().isResumed)
      #expect(try await table.extra(connection) == 1000)
    }
  }

  @Test(arguments: TestServer.available)
  func `sessions that idle for longer than the server's wait_timeout stay`(server: TestServer) async throws {
    try await stage(server) { table, migration, connection in
      try await with("wait_timeout", "1", connection) {
        var migration = migration
        // A session that was lost would not be opened again.
        migration.settings.retries = 1
        _ = try await migration.carryOut { try await Task.sleep(for: .seconds(3)) }
      }
      #expect(try await table.extra(connection) == 1000)
    }
  }

  @Test(arguments: TestServer.available)
  func `rows of the ghost table that others lock for longer than we wait are written later`(
    server: TestServer
  ) async throws {
    try await stage(server) { table, migration, connection in
      let names = MigrationNames(table.name, connection.server.canRenameLockedTables ? .known : .behind)
      let other = try await Connection.open(try server.options())
      _ = try await migration.carryOut {
        try await other.execute("START TRANSACTION")
        let held = try await other.query("SELECT id FROM \(names.ghost.sql) WHERE id < 10 FOR UPDATE")
        #expect(held.count == 10)
        try await connection.execute("UPDATE t SET v = v + 1 WHERE id < 20")
      } after: {
        // Sessions of a migration wait 10 s for a row.
        try await Task.sleep(for: .seconds(12))
        await other.close()
      }
      #expect(try await table.extra(connection) == 1000)
      #expect(try await connection.query("SELECT COUNT(*) AS n FROM t WHERE v = id + 1")[0]["n"].int == 20)
    }
  }

  @Test(arguments: TestServer.available)
  func `a chunk that others keep from being copied goes on in pieces, around what they hold`(
    server: TestServer
  ) async throws {
    try await stage(server) { table, migration, connection in
      var migration = migration
      migration.settings.chunkRows = 150
      migration.settings.copiers = 1
      let ghost = MigrationNames(
        table.name, connection.server.canRenameLockedTables ? .known : .behind
      ).ghost
      let holder = try await Connection.open(try server.options())
      let result = try await migration.carryOut {
        // In the last chunk. Never committed, so that it is not there for anybody else.
        try await holder.execute("START TRANSACTION")
        try await holder.execute("INSERT INTO \(ghost.sql) (id, v, extra) VALUES (980, 0, 0)")
      } after: {
        // The chunk begins at 900.
        var copied: Int64 = 0
        while copied < 950 {
          copied =
            try await connection.query(
              "SELECT COUNT(*) AS n FROM \(ghost.sql) FORCE INDEX (PRIMARY) WHERE id < 980"
            )
            .first?["n"].int ?? 0
          try await Task.sleep(for: .milliseconds(100))
        }
        try await holder.execute("ROLLBACK")
      }
      await holder.close()
      #expect(result.rows == 1000)
      #expect(try await table.extra(connection) == 1000)
    }
  }

  @Test(arguments: TestServer.available)
  func `sessions may be killed again and again while rows are copied, applied and compared`(
    server: TestServer
  ) async throws {
    try await stage(server) { table, _, connection in
      let account: SQLText = "\(literal: .string("k" + table.name.database.suffix(20)))"
      let password = "x\(RunID())"
      try await connection.execute(
        "CREATE USER \(account)@'%' IDENTIFIED BY \(literal: .string(password))")
      try await connection.execute("GRANT ALL PRIVILEGES ON *.* TO \(account)@'%'")
      var options = try server.options()
      options.user = "k" + table.name.database.suffix(20)
      options.password = Secret(password)
      let migration = HeldMigration(table: table.name, server: server, options: options)
      let killer = Task {
        // What is killed before there is a checkpoint has to be started again.
        try await migration.reaches(.copying)
        return try await kill(account, server)
      }
      let result = await Task {
        try await migration.carryOut {
          for round in 0..<100 {
            try await connection.execute("UPDATE t SET v = v + 1 WHERE id IN (\(round), \(900 + round))")
            try await Task.sleep(for: .milliseconds(10))
          }
        }
      }.result
      killer.cancel()
      let killed = try await killer.value
      _ = try result.get()
      try await connection.execute("DROP USER \(account)@'%'")
      #expect(killed > 20)
      #expect(try await table.extra(connection) == 1000)
      #expect(try await connection.query("SELECT COUNT(*) AS n FROM t WHERE v = id + 1")[0]["n"].int == 200)
    }
  }

  /// Kills a session of the account every few milliseconds until the task is cancelled; returns how many.
  private func kill(_ account: SQLText, _ server: TestServer) async throws -> Int {
    let session = try await Connection.open(try server.options())
    var killed = 0
    while !Task.isCancelled {
      let ids = try await session.query(
        "SELECT ID AS i FROM information_schema.PROCESSLIST WHERE USER = \(account) ORDER BY RAND() LIMIT 1")
      if let id = ids.first?["i"].uint, (try? await session.execute("KILL \(id)")) != nil { killed += 1 }
      try? await Task.sleep(for: .milliseconds(60))
    }
    await session.close()
    return killed
  }

  @Test(arguments: TestServer.available)
  func `a plan of the same change that is made meanwhile leaves the migration alone`(
    server: TestServer
  ) async throws {
    try await stage(server) { table, migration, connection in
      // As an account makes it that may not leave its session out of the log.
      let account: SQLText = "\(literal: .string("p" + table.name.database.suffix(20)))"
      let password = "x\(RunID())"
      try await connection.execute(
        "CREATE USER \(account)@'%' IDENTIFIED BY \(literal: .string(password))")
      try await connection.execute(
        "GRANT ALL PRIVILEGES ON \(quoted: table.name.database).* TO \(account)@'%'")
      try await connection.execute(
        "GRANT REPLICATION SLAVE, REPLICATION CLIENT, PROCESS ON *.* TO \(account)@'%'")
      let more: SQLText = server == .mariadb ? "BINLOG MONITOR, SLAVE MONITOR" : "XA_RECOVER_ADMIN"
      try await connection.execute("GRANT \(more) ON *.* TO \(account)@'%'")
      var options = try server.options()
      options.user = "p" + table.name.database.suffix(20)
      options.password = Secret(password)
      let planner = AlterPlanner(
        try AlterRequest(table: table.name, alter: migration.alter), options, migration.settings, log: .silent
      )
      _ = try await migration.carryOut { _ = try await planner.outlook() }
      try await connection.execute("DROP USER \(account)@'%'")
      #expect(try await table.extra(connection) == 1000)
    }
  }

  @Test(arguments: TestServer.available)
  func `a name that the server cannot have is never taken for another table's`(
    server: TestServer
  ) async throws {
    try await stage(server) { table, _, connection in
      // Names hold no characters beyond the first 65,536: some servers put a question mark for them.
      for name in ["t😀", "😀", "?", "t?"] {
        let missing = HeldMigration(table: TableName(table.name.database, name), server: server)
        let error = await #expect(throws: OpsError.self, "\(name)") { try await missing.carryOut() }
        #expect([.notFound, .usage].contains(error?.code), "\(name): \(error as Any)")
      }
      let tables = try await connection.query("SHOW TABLES").count
      #expect(tables == 1)
    }
  }
}
