import Basics
import MySQL
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)), .timeLimit(.minutes(5)))
struct MySQLStreamTests {
  @Test(arguments: TestServer.available)
  func `rows stream as the text that LOAD DATA reads and load back unchanged`(server: TestServer) async throws
  {
    try await server.withDatabase { database, connection in
      let every = (0...255).map { UInt8($0) }
      try await connection.execute("CREATE TABLE t (id INT PRIMARY KEY, a LONGBLOB, b VARCHAR(20), c INT)")
      try await connection.execute("CREATE TABLE copy LIKE t")
      try await connection.execute(
        "INSERT INTO t VALUES (1, ?, ?, ?), (2, '', NULL, 0), (3, ?, ?, NULL)",
        [.bytes(every + every), "a\tb", .int(-5), .bytes(Array("\\N".utf8)), "\\\n"])
      let reader = try await open(server, database, .export)
      let text = try await lines(of: "SELECT * FROM t ORDER BY id", on: reader)
      #expect(text.rows == 3)
      let expected = "2\t\t\\N\t0\n3\t\\\\N\t\\\\\\n\t\\N\n"
      #expect(text.bytes.suffix(expected.utf8.count).elementsEqual(expected.utf8))
      let outcome = try await load(text.bytes, into: "copy", of: database, on: server)
      #expect(outcome.affectedRows == 3)
      #expect(outcome.warningCount == 0)
      let differing = try await connection.query(
        "SELECT COUNT(*) FROM t JOIN copy USING (id) WHERE NOT (t.a <=> copy.a AND t.b <=> copy.b AND t.c <=> copy.c)"
      )
      #expect(differing[0][0].int == 0)
    }
  }

  @Test(arguments: TestServer.available)
  func `a row of 64 MB streams in one piece`(server: TestServer) async throws {
    try await server.withDatabase { _, connection in
      let size =
        try await connection.query("SELECT LEAST(@@max_allowed_packet - 1024, 64 << 20)")[0][0].int ?? 0
      let text = try await lines(of: "SELECT 1, REPEAT('ab\\t', \(size / 3)), 2", on: connection)
      #expect(text.rows == 1)
      #expect(text.bytes.count == Int(size / 3) * 4 + 5)
      #expect(text.bytes.suffix(6).elementsEqual("b\\t\t2\n".utf8))
    }
  }

  @Test(arguments: TestServer.available)
  func `batches hold whole rows and tell where each ends`(server: TestServer) async throws {
    let connection = try await Connection.open(server.options())
    let sizes = try await connection.perform { connection in
      var sizes: [Int] = []
      var rows = 0
      let total = try connection.exportRows(.numberedRows(5000), batchBytes: 1000) { batch in
        #expect(batch.rowEnds.last == batch.bytes.count)
        #expect(batch.rowEnds.allSatisfy { batch.bytes[$0 - 1] == 0x0A })
        rows += batch.rowEnds.count
        sizes.append(batch.bytes.count)
      }
      #expect(total == 5000)
      #expect(rows == 5000)
      return sizes
    }
    #expect(sizes.count == 10)
    #expect(sizes.dropLast().allSatisfy { (1000..<1100).contains($0) })
    // The connection is as good as before.
    #expect(try await connection.query("SELECT 1")[0][0].int == 1)
    await connection.close()
  }

  @Test(arguments: TestServer.available)
  func `what the consumer throws ends the stream at once and closes the connection`(
    server: TestServer
  ) async throws {
    struct Enough: Error {}
    let connection = try await Connection.open(server.options())
    await #expect(throws: Enough.self) {
      _ = try await connection.exportRows(.numberedRows(1_000_000_000)) { _ in throw Enough() }
    }
    let failure = await #expect(throws: SQLFailure.self) { try await connection.query("SELECT 1") }
    #expect(failure?.kind == .connectionLost)
  }

  @Test(arguments: TestServer.available)
  func `a connection killed while streaming is reported as lost`(server: TestServer) async throws {
    let killer = try await Connection.open(server.options())
    let connection = try await Connection.open(server.options())
    let failure = await #expect(throws: SQLFailure.self) {
      var isKilled = false
      _ = try await connection.exportRows(.numberedRows(1_000_000_000)) { _ in
        guard !isKilled else { return }
        isKilled = true
        Task { try await killer.execute("KILL \(connection.id)") }
      }
    }
    #expect(failure?.kind == .connectionLost)
    let told = OpsError.wrapping(try #require(failure), as: "cannot dump")
    #expect(told.code == .failed)
    #expect(told.message.contains("connection to \(connection.options.address) lost"))
    await killer.close()
  }

  @Test(arguments: TestServer.available)
  func `what the supplier throws surfaces and the server keeps none of the rows`(
    server: TestServer
  ) async throws {
    struct DiskGone: Error {}
    try await server.withDatabase { database, connection in
      try await connection.execute("CREATE TABLE t (id INT PRIMARY KEY)")
      let loader = try await open(server, database, .load)
      await #expect(throws: DiskGone.self) {
        var given = 0
        _ = try await loader.load(Self.loadStatement("t")) {
          given += 1
          if given == 3 { throw DiskGone() }
          return Array((given == 1 ? "1\n2\n" : "3\n4\n").utf8)
        }
      }
      try await waitUntilGone(loader.id, on: connection)
      #expect(try await connection.query("SELECT COUNT(*) FROM t")[0][0].int == 0)
    }
  }

  @Test(arguments: TestServer.available)
  func `a session that does not load gives no data`(server: TestServer) async throws {
    try await server.withDatabase { _, connection in
      try await connection.execute("CREATE TABLE t (id INT)")
      for statement in [Self.loadStatement("t"), "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t"] {
        await #expect(throws: SQLFailure.self) {
          try await connection.load(statement) { Array("1\n".utf8) }
        }
        await #expect(throws: SQLFailure.self) { try await connection.execute(statement) }
      }
    }
  }

  @Test(arguments: TestServer.available)
  func `a loading session gives nothing outside of load`(server: TestServer) async throws {
    try await server.withDatabase(profile: .load) { _, connection in
      try await connection.execute("CREATE TABLE t (id TEXT)")
      for statement in [Self.loadStatement("t"), "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t"] {
        await #expect(throws: SQLFailure.self) { try await connection.execute(statement) }
      }
      await #expect(throws: SQLFailure.self) {
        try await connection.load("LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t") { Array("1\n".utf8) }
      }
      // The session is still in step with the server, and no row came.
      #expect(try await connection.query("SELECT COUNT(*) FROM t")[0][0].int == 0)
    }
  }

  private static func loadStatement(_ table: String) -> SQLText {
    "LOAD DATA LOCAL INFILE 'dbops' INTO TABLE \(quoted: table) CHARACTER SET binary"
  }

  private func open(_ server: TestServer, _ database: String, _ profile: SessionProfile) async throws
    -> Connection
  {
    var options = try server.options().with(profile: profile, phase: "test")
    options.database = database
    return try await Connection.open(options)
  }

  private func lines(of sql: SQLText, on connection: Connection) async throws -> (rows: Int64, bytes: [UInt8])
  {
    try await connection.perform { connection in
      var bytes: [UInt8] = []
      let rows = try connection.exportRows(sql) { batch in bytes += batch.bytes }
      return (rows, bytes)
    }
  }

  private func load(
    _ bytes: [UInt8], into table: String, of database: String, on server: TestServer
  ) async throws -> Outcome {
    let loader = try await open(server, database, .load)
    return try await loader.perform { loader in
      var rest = bytes[...]
      var pieces = 0
      return try loader.load(Self.loadStatement(table)) {
        // Odd pieces, an empty one among them, and then the end.
        guard !rest.isEmpty else { return nil }
        pieces += 1
        let piece = Array(rest.prefix(pieces % 7))
        rest = rest.dropFirst(piece.count)
        return piece
      }
    }
  }

  /// Waits until the server has ended a session, so that its rollback is done.
  private func waitUntilGone(_ id: UInt64, on connection: Connection) async throws {
    for _ in 0..<500 {
      // MySQL's information_schema.PROCESSLIST fails while any session runs a statement that is not UTF-8.
      let left = try await connection.query(
        connection.server.flavour == .mysql
          ? "SELECT COUNT(*) FROM performance_schema.threads WHERE PROCESSLIST_ID = \(id)"
          : "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = \(id)")
      if left[0][0].int == 0 { return }
      try await connection.execute("DO SLEEP(0.01)")
    }
    Issue.record("session \(id) did not end")
  }
}
