import Basics
import MySQL
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)), .timeLimit(.minutes(10)))
struct BinlogContentTests {
  private func log(_ server: TestServer, _ body: (LogReading) async throws -> Void) async throws {
    try await server.withDatabase { database, connection in
      try await body(LogReading(server: server, database: database, connection: connection))
    }
  }

  private func inserted(_ keys: Int64...) -> [RowChange.Row] {
    keys.map { .init(before: nil, after: [.int($0)]) }
  }

  @Test(arguments: TestServer.available)
  func `an event of more than 16 MB is one event`(server: TestServer) async throws {
    try await log(server) { log in
      try await log.connection.execute("CREATE TABLE t (id INT PRIMARY KEY, big LONGBLOB, tail INT)")
      let items = try await log.items(watching: [try await log.watched("t", [0, 2])]) {
        try await log.connection.execute("INSERT INTO t VALUES (1, REPEAT('x', 20 << 20), 5), (2, 'y', 6)")
      }
      #expect(
        items.rows == [
          .init(before: nil, after: [.int(1), .int(5)]), .init(before: nil, after: [.int(2), .int(6)]),
        ])
    }
  }

  @Test(arguments: TestServer.available)
  func `reading goes on in the next file`(server: TestServer) async throws {
    try await log(server) { log in
      try await log.connection.execute("CREATE TABLE t (id INT PRIMARY KEY)")
      let before = try await log.end()
      let items = try await log.items(watching: [try await log.watched("t")]) {
        try await log.connection.execute("INSERT INTO t VALUES (1)")
        try await log.connection.execute("FLUSH BINARY LOGS")
        try await log.connection.execute("INSERT INTO t VALUES (2)")
      }
      #expect(items.rows == inserted(1, 2))
      let files = items.compactMap { item -> String? in
        guard case .rotated(let position) = item else { return nil }
        return position.file
      }
      #expect(files.first.map { $0 > before.file } == true)
      #expect(Set(files).count == files.count)
    }
  }

  @Test(arguments: TestServer.available)
  func `an XA transaction is prepared and committed under the same name`(server: TestServer) async throws {
    try await log(server) { log in
      try await log.connection.execute("CREATE TABLE t (id INT PRIMARY KEY)")
      let xid: SQLText = "\(literal: .string(log.database)), 'branch', 7"
      let items = try await log.items(watching: [try await log.watched("t")]) {
        try await log.connection.execute("XA START \(xid)")
        try await log.connection.execute("INSERT INTO t VALUES (1)")
        try await log.connection.execute("XA END \(xid)")
        try await log.connection.execute("XA PREPARE \(xid)")
        try await log.connection.execute("XA COMMIT \(xid)")
      }
      let names = items.compactMap { item -> [UInt8]? in
        switch item {
        case .prepared(let xid), .xaCommit(let xid): xid
        default: nil
        }
      }
      #expect(items.rows == inserted(1))
      #expect(names.count == 2 && names.first == names.last)
    }
  }

  @Test(arguments: TestServer.available)
  func `changes in statement format are told as statements`(server: TestServer) async throws {
    try await log(server) { log in
      try await log.connection.execute("CREATE TABLE t (id INT PRIMARY KEY)")
      let items = try await log.items(watching: [try await log.watched("t")]) {
        try await log.connection.execute("SET SESSION binlog_format = 'STATEMENT'")
        try await log.connection.execute("INSERT INTO t VALUES (1)")
      }
      let statements = items.compactMap { item -> String? in
        guard case .statement(log.database, let sql) = item else { return nil }
        return String(decoding: sql, as: UTF8.self)
      }
      #expect(items.rows.isEmpty)
      #expect(statements.count == 1 && statements[0].hasSuffix("INSERT INTO t VALUES (1)"))
    }
  }

  @Test(.enabled(if: TestServer.mysql.address() != nil), arguments: ["FULL", "MINIMAL"])
  func `MySQL's compressed transactions, partial JSON and tags leave the keys alone`(
    image: String
  ) async throws {
    try await log(.mysql) { log in
      try await log.connection.execute("CREATE TABLE t (a JSON, id INT PRIMARY KEY, b JSON, c JSON)")
      let items = try await log.items(watching: [try await log.watched("t", [1])]) {
        try await log.connection.execute(
          "SET SESSION binlog_row_image = \(literal: .string(image)), SESSION binlog_row_value_options = 'PARTIAL_JSON'"
        )
        let document: SQLText = "JSON_OBJECT('a', 1, 'filler', REPEAT('x', 200))"
        try await log.connection.execute("INSERT INTO t VALUES (\(document), 1, NULL, \(document))")
        try await log.connection.execute("SET SESSION binlog_transaction_compression = ON")
        try await log.connection.execute("UPDATE t SET a = JSON_SET(a, '$.a', 2), c = JSON_SET(c, '$.a', 3)")
        try await log.connection.execute("SET SESSION gtid_next = 'AUTOMATIC:tests'")
        try await log.connection.execute("UPDATE t SET id = 2, a = JSON_REMOVE(a, '$.a')")
        try await log.connection.execute("SET SESSION gtid_next = 'AUTOMATIC'")
      }
      #expect(
        items.rows == [
          .init(before: nil, after: [.int(1)]), .init(before: [.int(1)], after: [.int(1)]),
          .init(before: [.int(1)], after: [.int(2)]),
        ])
    }
  }

  @Test(.enabled(if: TestServer.mysql.address() != nil))
  func `a stream starts by a set with tags`() async throws {
    try await log(.mysql) { log in
      try await log.connection.execute("CREATE TABLE t (id INT PRIMARY KEY)")
      try await log.connection.execute("SET SESSION gtid_next = 'AUTOMATIC:tests'")
      try await log.connection.execute("INSERT INTO t VALUES (1)")
      let executed = try await log.executed()
      #expect(executed.description.contains(":tests:"))
      try await log.connection.execute("INSERT INTO t VALUES (2)")
      try await log.connection.execute("SET SESSION gtid_next = 'AUTOMATIC'")
      let stream = try await log.open(.gtid(executed), watching: [try await log.watched("t")])
      let items = try await LogReading.items(of: stream, until: try await log.end())
      #expect(items.rows == inserted(2))
      await stream.close()
    }
  }

  @Test(arguments: TestServer.available)
  func `a stream reads through TLS`(server: TestServer) async throws {
    try await log(server) { log in
      try await log.connection.execute("CREATE TABLE t (id INT PRIMARY KEY, filler VARCHAR(1000))")
      var options = try server.options()
      options.tls.mode = .required
      let stream = try await BinlogStream.open(
        options: options, serverID: LogReading.serverID(), start: .position(try await log.end()),
        watching: [try await log.watched("t")], heartbeat: .seconds(1))
      let rows = (1...2000).map { "(\($0), REPEAT('x', 500))" as SQLText }
      try await log.connection.execute("INSERT INTO t VALUES \(rows.joined(separator: ", "))")
      let items = try await LogReading.items(of: stream, until: try await log.end())
      #expect(items.rows.map(\.after) == (1...2000).map { [.int($0)] })
      await stream.close()
    }
  }
}
