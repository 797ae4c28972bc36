import Basics
import MySQL
import OnlineAlter
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)")) struct IndexBuildTests {
  @Test(arguments: TestServer.available)
  func `every server gets the indexes as they were, while rows change`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let stage = try await IndexStage.make(server, database, connection)
      #expect(stage.deferred.indexes.map(\.name) == ["note", "pair", "start"])
      try await stage.fill(20_000, connection)
      let build = try stage.build()
      try await build.check()
      let result = try await stage.whileWriting { try await build.run(stage.deferred) }
      for address in try stage.addresses { #expect(result.built[address] == 3) }
      #expect(try await stage.definitions() == [stage.whole, stage.whole])
      let again = try await build.run(stage.deferred)
      #expect(Set(again.built.values) == [0])
      try await stage.settle(connection)
      #expect(try await stage.rows(.primary) == stage.rows(.replica))
      for role in [TestServer.Role.primary, .replica] {
        let other = try await Connection.open(try server.options(role))
        let report = try await other.query("CHECK TABLE \(stage.tables.ghost.sql)")
        #expect(report.allSatisfy { $0["Msg_text"].string == "OK" })
        await other.close()
      }
    }
  }

  @Test(arguments: TestServer.available)
  func `what one run began another finishes`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let stage = try await IndexStage.make(server, database, connection)
      try await stage.fill(100, connection)
      let tables = stage.tables
      let loaded = try await connection.perform {
        try DeferredIndexes.load(from: tables.checkpoint, $0)
      }
      let deferred = try #require(loaded)
      #expect(deferred.indexes == stage.deferred.indexes)
      let replica = try await Connection.open(try server.options(.replica))
      try await stage.settle(connection)
      try await replica.execute("SET SESSION sql_log_bin = 0")
      try await replica.execute("ALTER TABLE \(tables.ghost.sql) ADD KEY note (note)")
      let result = try await stage.build().run(deferred)
      #expect(try stage.addresses.map { result.built[$0] } == [3, 2])
      #expect(try await stage.definitions() == [stage.whole, stage.whole])
      let text = try await IndexStage.definition(of: tables.ghost, connection)
      #expect(try deferred.comparable(text) == deferred.comparable(stage.whole))
      await replica.close()
    }
  }

  @Test(arguments: TestServer.available)
  func `spatial indexes come back, too, where that is asked for`(
    server: TestServer
  ) async throws {
    try await server.withDatabase { database, connection in
      let stage = try await IndexStage.make(
        server, database,
        keys: IndexStage.keys
          + ", SPATIAL KEY place (place), FULLTEXT KEY words (note), KEY last (owner)", locking: .leftOut,
        connection)
      #expect(stage.deferred.indexes.count == 5)
      try await stage.fill(500, connection)
      let result = try await stage.build().run(stage.deferred)
      #expect(Set(result.built.values) == [5])
      #expect(try await stage.definitions() == [stage.whole, stage.whole])
    }
  }

  @Test(arguments: TestServer.available)
  func `a replica that is behind is waited for`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let stall = TableName(database, "stall")
      try await connection.execute("CREATE TABLE \(stall.sql) (id INT PRIMARY KEY) ENGINE=InnoDB")
      let replica = try await Connection.open(try server.options(.replica))
      try await IndexStage.arrival(of: stall, replica)
      try await replica.execute("LOCK TABLES \(stall.sql) READ")
      try await connection.execute("INSERT INTO \(stall.sql) VALUES (1)")
      let stage = try await IndexStage.make(server, database, connection)
      let building = Task { try await stage.build().run(stage.deferred) }
      try await Task.sleep(for: .milliseconds(500))
      try await replica.execute("UNLOCK TABLES")
      #expect(Set(try await building.value.built.values) == [3])
      #expect(try await stage.definitions() == [stage.whole, stage.whole])
      await replica.close()
    }
  }

  @Test(arguments: TestServer.available)
  func `a build that is stopped leaves nothing running on the server`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let stage = try await IndexStage.make(server, database, connection)
      try await stage.fill(10, connection)
      let holder = try await Connection.open(try server.options())
      try await holder.execute("START TRANSACTION")
      _ = try await holder.query("SELECT * FROM \(stage.tables.ghost.sql)")
      var settings = IndexBuildSettings()
      settings.lockLimit = .seconds(600)
      let build = try stage.build(settings)
      let building = Task { try await build.run(stage.deferred) }
      #expect(try await stage.waits(connection))
      building.cancel()
      await #expect(throws: CancellationError.self) { try await building.value }
      #expect(try await stage.builds(connection) == 0)
      await holder.close()
      #expect(Set(try await build.run(stage.deferred).built.values).isSubset(of: [0, 3]))
      #expect(try await stage.definitions() == [stage.whole, stage.whole])
    }
  }

  @Test(arguments: TestServer.available)
  func `a build that an earlier run left on the server is waited for`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let stage = try await IndexStage.make(server, database, connection)
      let holder = try await Connection.open(try server.options())
      try await holder.execute("START TRANSACTION")
      _ = try await holder.query("SELECT * FROM \(stage.tables.ghost.sql)")
      let left = try await Connection.open(try server.options().with(profile: .plain, phase: "alter-index"))
      try await left.execute("SET SESSION sql_log_bin = 0")
      let leaving = Task {
        try await left.execute("ALTER TABLE \(stage.tables.ghost.sql) ADD KEY note (note)")
      }
      #expect(try await stage.waits(connection))
      var settings = IndexBuildSettings()
      settings.lockLimit = .seconds(1)
      settings.attempts = 1
      let build = try stage.build(settings)
      let building = Task { try await build.run(stage.deferred) }
      try await Task.sleep(for: .seconds(2))
      await holder.close()
      _ = try await leaving.value
      #expect(try await building.value.built[stage.addresses[0]] == 2)
      #expect(try await stage.definitions() == [stage.whole, stage.whole])
      await left.close()
    }
  }
}

extension IndexStage {
  private func builds(_ connection: Connection, state: SQLText) async throws -> Int64 {
    let like = SQLText.literal(.string("%ALTER TABLE%\(tables.ghost.database)%"))
    return try await connection.query(
      """
      SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST WHERE INFO LIKE \(like) AND ID <> CONNECTION_ID()
      AND \(state)
      """
    ).first?["n"].int ?? -1
  }

  func builds(_ connection: Connection) async throws -> Int64 { try await builds(connection, state: "1") }

  /// Waits until a build waits for the table.
  func waits(_ connection: Connection) async throws -> Bool {
    for _ in 0..<600 {
      if try await builds(connection, state: "STATE LIKE 'Waiting for%'") == 1 { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }

  /// Waits until the replica has what the primary has now.
  func settle(_ connection: Connection) async throws {
    let mark = TableName(tables.ghost.database, "settled_\(RunID().description.lowercased())")
    try await connection.execute("CREATE TABLE \(mark.sql) (id INT PRIMARY KEY)")
    let replica = try await Connection.open(try server.options(.replica))
    try await Self.arrival(of: mark, replica)
    await replica.close()
  }

  static func arrival(of table: TableName, _ replica: Connection) async throws {
    for _ in 0..<1200 {
      let row = try await replica.query(
        """
        SELECT COUNT(*) AS n FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(literal: .string(table.database))
        AND TABLE_NAME = \(literal: .string(table.name))
        """
      ).first
      if row?["n"].int == 1 { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("\(table) does not arrive on the replica")
  }
}
