import Basics
import Dispatch
import MySQL
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)), .timeLimit(.minutes(5)))
struct RowInsertTests {
  private static let copy = RowStatements(
    load: """
      LOAD DATA LOCAL INFILE 'dbops' INTO TABLE copy CHARACTER SET binary
      FIELDS TERMINATED BY X'09' ESCAPED BY X'5C' LINES TERMINATED BY X'0A'
      """,
    insert: "INSERT IGNORE INTO copy VALUES (?, ?, ?, ?)", columns: 4)

  /// What a session did so far.
  private struct Work: Equatable {
    let loads: Int64?
    let inserts: Int64?

    init(_ session: Connection) async throws {
      loads = try await session.query("SHOW SESSION STATUS LIKE 'Com_load'").first?[1].int
      inserts = try await session.query("SHOW SESSION STATUS LIKE 'Com_stmt_execute'").first?[1].int
    }
  }

  /// Two tables of one form, `t` for the rows as they should be and `copy` for them to go in, and a session for that.
  private func withTables(
    on server: TestServer,
    _ body: (_ database: String, _ plain: Connection, _ loader: Connection) async throws -> Void
  ) async throws {
    try await server.withDatabase { database, connection in
      try await connection.execute(
        """
        CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, a LONGBLOB, b VARCHAR(20), c INT) CHARACTER SET utf8mb4
        """)
      try await connection.execute("CREATE TABLE copy LIKE t")
      let loader = try await Self.loader(of: database, on: server)
      try await body(database, connection, loader)
      await loader.close()
    }
  }

  private static func loader(of database: String, on server: TestServer) async throws -> Connection {
    let loader = try await Connection.open(server.options().with(profile: .load, phase: "test"))
    try await loader.execute("USE \(quoted: database)")
    return loader
  }

  @Test(arguments: TestServer.available, [1, 2, 7, 1000, 1 << 18, 1 << 23])
  func `rows come back as they were, however their text is cut`(server: TestServer, size: Int) async throws {
    try await withTables(on: server) { database, plain, loader in
      let every = (0...255).map { UInt8($0) }
      try await plain.execute(
        """
        INSERT INTO t VALUES (1, ?, 'a\\tb', -5), (2, '', NULL, 0), (3, '\\\\N', '\\\\\\n', NULL), (4, NULL, '', 7),
        (5, ?, 'é', 1)
        """, [.bytes(every + every), .bytes(every.reversed())])
      try await plain.execute("INSERT INTO t (id, b) SELECT i + 10, 'x' FROM (\(.numbers(below: 3000))) n")
      try await plain.execute("UPDATE t SET id = 0 WHERE id = 1")
      let text = try await Self.text(of: database, on: server)
      #expect(try await Self.insert(text, by: size, loader).affectedRows == 3005)
      #expect(try await Self.differences(plain) == 0)
    }
  }

  @Test(arguments: TestServer.available)
  func `rows too long for a packet are loaded, and so are those behind them`(server: TestServer) async throws
  {
    try await withTables(on: server) { database, plain, loader in
      try await plain.execute("INSERT INTO t VALUES (1, 'a', 'b', 1), (3, 'c', 'd', 2)")
      try await plain.execute(
        "INSERT INTO t SELECT 2, REPEAT('ab\\n', @@max_allowed_packet / 4), 'x', 3")
      let text = try await Self.text(of: database, on: server)
      let before = try await Work(loader)
      #expect(try await Self.insert(text, by: 1000, loader).affectedRows == 3)
      #expect(try await Self.differences(plain) == 0)
      let after = try await Work(loader)
      #expect(after.loads == before.loads.map { $0 + 1 })
      #expect(after.inserts == before.inserts.map { $0 + (server == .mariadb ? 1 : 0) })
    }
  }

  @Test(arguments: TestServer.available)
  func `a binary log of statements gets its rows from LOAD DATA`(server: TestServer) async throws {
    try await withTables(on: server) { database, plain, loader in
      try await loader.execute("SET SESSION binlog_format = STATEMENT")
      let before = try await Work(loader)
      #expect(try await Self.insert(Array("1\ta\tb\t2\n".utf8), by: 99, loader).affectedRows == 1)
      let after = try await Work(loader)
      #expect(after.loads == before.loads.map { $0 + 1 } && after.inserts == before.inserts)
    }
  }

  @Test(arguments: TestServer.available)
  func `a row that is there already is passed over and not counted`(server: TestServer) async throws {
    try await withTables(on: server) { database, plain, loader in
      try await plain.execute("INSERT INTO copy VALUES (2, 'old', '', 0)")
      let outcome = try await Self.insert(Array("1\ta\tb\t1\n2\ta\tb\t1\n3\ta\tb\t1\n".utf8), by: 9, loader)
      #expect(outcome.affectedRows == 2)
      #expect(try await plain.query("SELECT GROUP_CONCAT(a ORDER BY id) FROM copy")[0][0].string == "a,old,a")
    }
  }

  @Test func `two sessions fill one table with AUTO_INCREMENT at the same time`() async throws {
    guard TestServer.available.contains(.mariadb) else { return }
    try await withTables(on: .mariadb) { database, plain, loader in
      let other = try await Self.loader(of: database, on: .mariadb)
      // With LOAD DATA the other one waits for the first one's end, which here never comes.
      try await other.execute("SET SESSION innodb_lock_wait_timeout = 3")
      try await other.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED")
      let done = DispatchSemaphore(value: 0)
      async let first = loader.perform { loader in
        var pieces = 0
        return try loader.insertRows(Self.copy) {
          pieces += 1
          if pieces == 2 { done.wait() }
          // Enough for the library to send some before it has all.
          return pieces < 3 ? (0..<5000).flatMap { "\(pieces * 10_000 + $0)\ta\tb\t1\n".utf8 } : nil
        }
      }
      let second: Outcome
      do {
        defer { done.signal() }
        let hasBegun = try await eventually {
          try await other.query("SELECT COUNT(*) FROM copy")[0][0].int != 0
        }
        #expect(hasBegun)
        second = try await Self.insert(Array("3\ta\tb\t1\n".utf8), by: 99, other)
      }
      #expect(try await first.affectedRows == 10_000)
      #expect(second.affectedRows == 1)
      await other.close()
    }
  }

  @Test(arguments: TestServer.available)
  func `a failure of the text's source is passed on, and no row stays`(server: TestServer) async throws {
    try await withTables(on: server) { _, plain, loader in
      let failure = await #expect(throws: OpsError.self) {
        try await loader.perform { loader in
          try loader.execute("START TRANSACTION")
          var pieces = ["1\ta\tb\t1\n"]
          _ = try loader.insertRows(Self.copy) {
            guard let piece = pieces.popLast() else { throw OpsError(.corrupt, "damaged") }
            return Array(piece.utf8)
          }
        }
      }
      #expect(failure?.what == "damaged")
      await loader.close()
      let left = try await Self.rowsLeft(plain)
      #expect(left == 0)
    }
  }

  /// A session that was closed is rolled back soon; a locking read waits for that.
  private static func rowsLeft(_ plain: Connection) async throws -> Int64? {
    try await plain.query("SELECT COUNT(*) FROM copy FOR UPDATE")[0][0].int
  }

  @Test func `an insert that is interrupted ends at once, and the session with it`() async throws {
    guard TestServer.available.contains(.mariadb) else { return }
    try await withTables(on: .mariadb) { _, plain, loader in
      let failure = await #expect(throws: SQLFailure.self) {
        try await loader.perform { loader in
          try loader.execute("START TRANSACTION")
          var rows = 0
          _ = try loader.insertRows(Self.copy) {
            rows += 1
            if rows == 3 { loader.interrupt() }
            return rows < 10 ? Array("\(rows)\ta\tb\t1\n".utf8) : nil
          }
        }
      }
      #expect(failure?.kind == .connectionLost)
      let left = try await Self.rowsLeft(plain)
      #expect(left == 0)
    }
  }

  @Test(arguments: [
    "1\ta\tb", "1\ta\tb\n", "1\ta\tb\t2\t3\n", "1\t\\N2\tb\t3\n", "1\t\\x\tb\t3\n", "1\ta\tb\\\n",
  ])
  func `what is not the text of such rows is refused`(text: String) async throws {
    // MySQL reads the text itself.
    guard TestServer.available.contains(.mariadb) else { return }
    try await withTables(on: .mariadb) { _, _, loader in
      let failure = await #expect(throws: OpsError.self) {
        _ = try await Self.insert(Array(text.utf8), by: 1 << 20, loader)
      }
      #expect(failure?.code == .corrupt)
    }
  }

  @Test func `what damage to its file explains is told as that`() async throws {
    guard TestServer.available.contains(.mariadb) else { return }
    try await withTables(on: .mariadb) { _, _, loader in
      let failure = await #expect(throws: OpsError.self) {
        try await loader.perform { loader in
          var pieces = ["4\ta\tb\t1\n", "3\n"]
          _ = try loader.insertRows(Self.copy) {
            guard let piece = pieces.popLast() else { throw OpsError(.corrupt, "data/7 is damaged") }
            return Array(piece.utf8)
          }
        }
      }
      #expect(failure?.what == "data/7 is damaged")
    }
  }

  private static func text(of database: String, on server: TestServer) async throws -> [UInt8] {
    let reader = try await Connection.open(server.options().with(profile: .export, phase: "test"))
    let text = try await reader.perform { reader in
      var text: [UInt8] = []
      _ = try reader.exportRows("SELECT * FROM \(quoted: database).t ORDER BY id") { text += $0.bytes }
      return text
    }
    await reader.close()
    return text
  }

  private static func insert(_ text: [UInt8], by size: Int, _ loader: Connection) async throws -> Outcome {
    try await loader.perform { loader in
      var position = 0
      return try loader.insertRows(copy) {
        guard position < text.count else { return nil }
        defer { position += size }
        return Array(text[position..<min(text.count, position + size)])
      }
    }
  }

  private static func differences(_ connection: Connection) async throws -> Int64? {
    try await connection.query(
      """
      SELECT (SELECT COUNT(*) FROM t) - (SELECT COUNT(*) FROM copy) + COUNT(*) FROM t JOIN copy USING (id)
      WHERE NOT (t.a <=> copy.a AND t.b <=> copy.b AND t.c <=> copy.c)
      """)[0][0].int
  }
}
