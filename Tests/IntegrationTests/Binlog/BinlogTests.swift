import Basics
import MySQL
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)), .timeLimit(.minutes(5)))
struct BinlogTests {
  @Test(arguments: TestServer.available)
  func `inserts, updates and deletes are told with the keys alone`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let log = LogReading(server: server, database: database, connection: connection)
      try await connection.execute("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(300), n INT)")
      let items = try await log.items(watching: [try await log.watched("t")]) {
        try await connection.execute("INSERT INTO t VALUES (1, 'a', 1), (2, REPEAT('b', 300), NULL)")
        try await connection.execute("UPDATE t SET id = 3, n = 7 WHERE id = 2")
        try await connection.execute("DELETE FROM t WHERE id = 1")
      }
      #expect(
        items.rows == [
          .init(before: nil, after: [.int(1)]), .init(before: nil, after: [.int(2)]),
          .init(before: [.int(2)], after: [.int(3)]), .init(before: [.int(1)], after: nil),
        ])
      #expect(items.telling.count == 3)
    }
  }

  @Test(arguments: TestServer.available)
  func `rows of other tables are not told, their commits are`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let log = LogReading(server: server, database: database, connection: connection)
      try await connection.execute("CREATE TABLE t (id INT PRIMARY KEY)")
      try await connection.execute("CREATE TABLE u (id INT PRIMARY KEY)")
      let items = try await log.items(watching: [try await log.watched("t")]) {
        try await connection.execute("INSERT INTO u VALUES (1)")
      }
      #expect(items.rows.isEmpty)
      #expect(
        items.contains {
          guard case .commit(_, let gtid) = $0 else { return false }
          return gtid != nil
        })
    }
  }

  @Test(arguments: TestServer.available)
  func `a definition is told as a statement, rows before and after it in their order`(
    server: TestServer
  ) async throws {
    try await server.withDatabase { database, connection in
      let log = LogReading(server: server, database: database, connection: connection)
      try await connection.execute("CREATE TABLE t (id INT PRIMARY KEY)")
      let items = try await log.items(watching: [try await log.watched("t")]) {
        try await connection.execute("INSERT INTO t VALUES (1)")
        try await connection.execute("ALTER TABLE t ADD COLUMN x INT")
        try await connection.execute("INSERT INTO t VALUES (2, 2)")
      }
      let own = items.telling.filter {
        guard case .statement(let name, _) = $0 else { return true }
        return name == database
      }
      guard own.count == 3, case .rows = own[0], case .statement(_, let sql) = own[1],
        case .definitionChanged(0, let why) = own[2]
      else {
        Issue.record("unexpected: \(own)")
        return
      }
      #expect(String(decoding: sql, as: UTF8.self).hasSuffix("ALTER TABLE t ADD COLUMN x INT"))
      #expect(why == "it has 2 columns instead of 1")
    }
  }

  @Test(arguments: TestServer.available)
  func `a stream that starts by GTID tells what was not in the set`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let log = LogReading(server: server, database: database, connection: connection)
      try await connection.execute("CREATE TABLE t (id INT PRIMARY KEY)")
      try await connection.execute("INSERT INTO t VALUES (1)")
      let executed = try await log.executed()
      try await connection.execute("INSERT INTO t VALUES (2)")
      let stream = try await log.open(.gtid(executed), watching: [try await log.watched("t")])
      let items = try await LogReading.items(of: stream, until: try await log.end())
      #expect(items.rows == [.init(before: nil, after: [.int(2)])])
      await stream.close()
    }
  }

  @Test(arguments: TestServer.available)
  func `an idle server's heartbeats are told`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let log = LogReading(server: server, database: database, connection: connection)
      let stream = try await log.open(.position(try await log.end()), watching: [])
      while true {
        let batch = try await stream.nextBatch()
        if case .heartbeat = batch.last { break }
      }
      await stream.close()
    }
  }

  @Test(arguments: TestServer.available)
  func `an interrupted stream ends at once`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      var log = LogReading(server: server, database: database, connection: connection)
      log.heartbeat = .seconds(3600)
      let stream = try await log.open(.position(try await log.end()), watching: [])
      let reading = Task { while true { _ = try await stream.nextBatch() } }
      try await connection.execute("DO SLEEP(0.2)")
      stream.interrupt()
      await #expect(throws: CancellationError.self) { try await reading.value }
    }
  }
}
