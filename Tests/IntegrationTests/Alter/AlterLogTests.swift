import Basics
import MySQL
import OnlineAlter
import TestKit
import Testing

/// What the binary log may tell while a table is migrated.
@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)"), .timeLimit(.minutes(10)))
struct AlterLogTests {
  private func stage(
    _ server: TestServer, more columns: SQLText = "",
    _ body: (HeldTable, HeldMigration, Connection) async throws -> Void
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = try await HeldTable.make(database, connection, more: columns)
      try await body(table, HeldMigration(table: table.name, server: server), connection)
    }
  }

  // MARK: XA

  /// Runs `changes` in an XA transaction of a session of its own, which is prepared when this returns and then closed.
  private func prepare(
    _ name: String, _ changes: [SQLText], in database: String, _ server: TestServer
  ) async throws {
    let session = try await Connection.open(try server.options())
    try await session.execute("USE \(quoted: database)")
    let xid: SQLText = "\(literal: .string(name + database))"
    try await session.execute("XA START \(xid)")
    for change in changes { try await session.execute(change) }
    try await session.execute("XA END \(xid)")
    try await session.execute("XA PREPARE \(xid)")
    await session.close()
  }

  /// A prepared transaction belongs to nobody only when its session is gone.
  private func end(_ how: SQLText, _ name: String, _ database: String, _ session: Connection) async throws {
    for attempt in 1... {
      do {
        try await session.execute("XA \(how) \(literal: .string(name + database))")
        return
      } catch let failure as SQLFailure where failure.number == 1397 && attempt < 500 {
        try await Task.sleep(for: .milliseconds(10))
      }
    }
  }

  @Test(arguments: TestServer.available, [false, true])
  func `XA transactions that are prepared during the copy count when they end, also in a later run`(
    server: TestServer, isResumed: Bool
  ) async throws {
    try await stage(server) { table, migration, connection in
      let database = table.name.database
      var migration = migration
      // It would mend what is passed over here.
      migration.settings.checksum = .skipped
      func prepareAll() async throws {
        try await prepare(
          "kept", ["UPDATE t SET v = v + 7 WHERE id IN (3, 900)", "DELETE FROM t WHERE id IN (5, 950)"],
          in: database, server)
        try await prepare("undone", ["UPDATE t SET v = -1 WHERE id IN (7, 901)"], in: database, server)
      }
      func endAll() async throws {
        try await end("COMMIT", "kept", database, connection)
        try await end("ROLLBACK", "undone", database, connection)
      }
      if isResumed {
        try await migration.begin(during: prepareAll)
        try await endAll()
        #expect(try await migration.carryOut().isResumed)
      } else {
        _ = try await migration.carryOut(during: prepareAll) {
          // The exchange waits for them.
          try await migration.reaches(.exchanging)
          try await endAll()
        }
      }
      let rows = try await connection.query(
        "SELECT id, v FROM t WHERE id IN (3, 5, 7, 900, 901, 950) ORDER BY id")
      #expect(rows.map { [$0["id"].int, $0["v"].int] } == [[3, 10], [7, 7], [900, 907], [901, 901]])
      #expect(try await table.extra(connection) == 998)
    }
  }

  // MARK: Events

  @Test(arguments: TestServer.available)
  func `rows of more than 16 MB are copied, and changes of them seen`(server: TestServer) async throws {
    try await stage(server, more: ", big LONGBLOB") { table, migration, connection in
      try await connection.execute("UPDATE t SET big = REPEAT('a', 17 << 20) WHERE id = 990")
      _ = try await migration.carryOut {
        try await connection.execute("UPDATE t SET big = REPEAT('b', 18 << 20) WHERE id IN (2, 991)")
        try await connection.execute("INSERT INTO t VALUES (-1, -1, REPEAT('c', 17 << 20))")
        try await connection.execute("UPDATE t SET big = REPEAT('d', 17 << 20), id = -2 WHERE id = 992")
        try await connection.execute("DELETE FROM t WHERE id = 990")
      }
      let rows = try await connection.query(
        "SELECT id, LENGTH(big) AS l, LEFT(big, 1) AS b FROM t WHERE big IS NOT NULL ORDER BY id")
      #expect(rows.map { $0["id"].int } == [-2, -1, 2, 991])
      #expect(rows.map { $0["l"].int } == [17 << 20, 17 << 20, 18 << 20, 18 << 20])
      #expect(rows.map { $0["b"].string } == ["d", "c", "b", "b"])
      #expect(try await table.extra(connection) == 1000)
    }
  }

  @Test(arguments: TestServer.available)
  func `the log may go on in other files, which are purged behind the reader`(server: TestServer) async throws
  {
    try await stage(server) { table, migration, connection in
      try await migration.begin {
        for round in 0..<3 { try await change(round, rotating: true, connection) }
      }
      _ = try await migration.carryOut {
        for round in 3..<6 { try await change(round, rotating: true, connection) }
      }
      #expect(try await table.sums(connection) == Self.expected(rounds: 6))
      #expect(try await table.extra(connection) == 1000)
    }
  }

  /// Adds 1 to rows before and behind the middle of the copy.
  private func change(_ round: Int, rotating: Bool = false, _ connection: Connection) async throws {
    try await connection.execute("UPDATE t SET v = v + 1 WHERE id IN (\(round), \(900 + round))")
    if rotating { try await connection.execute("FLUSH BINARY LOGS") }
  }

  private static func expected(rounds: Int) -> [Int64?] {
    let before = (0..<1000).map { $0 * ($0 + 1) }.reduce(0, +)
    let more = (0..<rounds).map { $0 + 1 + 900 + $0 + 1 }.reduce(0, +)
    return [1000, 499_500, Int64(before + more)]
  }

  @Test(.enabled(if: TestServer.mariadb.address() != nil))
  func `MariaDB's compressed events are read`() async throws {
    try await stage(.mariadb) { table, migration, connection in
      let row = try await connection.query(
        "SELECT @@GLOBAL.log_bin_compress AS c, @@GLOBAL.log_bin_compress_min_len AS l")[0]
      let (compress, length) = (row["c"].int ?? 0, row["l"].int ?? 256)
      func set(_ compress: Int64, _ length: Int64) async throws {
        try await connection.execute(
          "SET GLOBAL log_bin_compress = \(compress), GLOBAL log_bin_compress_min_len = \(length)")
      }
      try await set(1, 10)
      let result = await Result {
        try await migration.carryOut {
          for round in 0..<3 { try await change(round, connection) }
          try await connection.execute("DELETE FROM t WHERE id BETWEEN 10 AND 99 OR id BETWEEN 910 AND 949")
          try await connection.execute(
            "INSERT INTO t (id, v) SELECT i, i FROM (\(SQLText.numbers(below: 1000))) AS n WHERE i BETWEEN 10 AND 99 OR i BETWEEN 910 AND 949"
          )
        }
      }
      try await set(compress, length)
      _ = try result.get()
      #expect(try await table.sums(connection) == Self.expected(rounds: 3))
      #expect(try await table.extra(connection) == 1000)
    }
  }

  // MARK: What must end it

  static let statements = [
    "ALTER TABLE t ADD COLUMN more INT", "ALTER TABLE t ADD KEY v (v)", "ALTER TABLE t COMMENT 'other'",
    "CREATE INDEX v ON t (v)", "OPTIMIZE TABLE t", "TRUNCATE TABLE t", "DROP TABLE t",
    "RENAME TABLE t TO elsewhere", "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.v = 1",
    "ALTER TABLE ghost ADD COLUMN more INT", "TRUNCATE TABLE ghost", "DROP TABLE ghost",
    "SET SESSION binlog_format = 'STATEMENT'; UPDATE t SET v = v + 1 WHERE id = 4",
  ]

  @Test(arguments: TestServer.available, statements)
  func `what another session does to the tables themselves ends the migration, and stays`(
    server: TestServer, statement: String
  ) async throws {
    try await stage(server) { table, migration, connection in
      let names = MigrationNames(table.name, connection.server.canRenameLockedTables ? .known : .behind)
      let other = try await Connection.open(try server.options())
      let error = await #expect(throws: OpsError.self) {
        try await migration.carryOut {
          try await other.execute("USE \(quoted: table.name.database)")
          for part in statement.replacing(" ghost", with: " " + names.ghost.name).split(separator: "; ") {
            try await other.execute(SQLText(raw: String(part)))
          }
        }
      }
      await other.close()
      #expect([.aborted, .refused].contains(error?.code), "\(String(describing: error))")
      let tables = try await connection.query("SHOW TABLES").map { $0[0].string ?? "" }
      #expect(tables.contains("t") == !["DROP TABLE t", "RENAME TABLE t TO elsewhere"].contains(statement))
      guard tables.contains("t") else { return }
      // Not exchanged: the column is not there that the migration adds.
      let columns = try await connection.query("SHOW COLUMNS FROM t").map { $0["Field"].string ?? "" }
      #expect(!columns.contains("extra"))
      #expect(columns.contains("more") == (statement == "ALTER TABLE t ADD COLUMN more INT"))
      let rows = try await connection.query("SELECT COUNT(*) AS n FROM t")[0]["n"].int
      #expect(rows == (statement == "TRUNCATE TABLE t" ? 0 : 1000))
    }
  }

  @Test(arguments: TestServer.available)
  func `statements that only read the table, or name another one, are passed over`(
    server: TestServer
  ) async throws {
    try await stage(server) { table, migration, connection in
      _ = try await migration.carryOut {
        for statement in [
          "CREATE TABLE alike LIKE t", "ALTER TABLE alike ADD COLUMN t2 INT", "DROP TABLE alike",
          "ANALYZE TABLE t", "CREATE TABLE t3 (id INT PRIMARY KEY) ENGINE=InnoDB", "DROP TABLE t3",
          "UPDATE t SET v = v /* ALTER TABLE t DROP COLUMN v */ + 0 WHERE id = 1",
        ] as [SQLText] { try await connection.execute(statement) }
      }
      #expect(try await table.extra(connection) == 1000)
    }
  }

  @Test(arguments: TestServer.withOwnLog)
  func `a log that is purged between two runs is told, and nothing is passed over`(
    server: TestServer
  ) async throws {
    try await stage(server) { table, migration, connection in
      try await migration.begin()
      try await change(0, connection)
      try await purge(connection)
      let error = await #expect(throws: OpsError.self) { try await migration.carryOut() }
      #expect(
        error?.code == .refused && error?.why.contains("no longer reaches back") == true, "\(error as Any)")
      #expect(try await connection.query("SHOW COLUMNS FROM t").count == 2)
    }
  }

  @Test(arguments: TestServer.withOwnLog)
  func `a log that is purged before the reader comes back ends the migration`(
    server: TestServer
  ) async throws {
    try await stage(server) { table, migration, connection in
      let proxy = try CuttingProxy(to: server.options().address)
      var through = migration
      through.options = try server.options(at: proxy.address)
      let error = await #expect(throws: OpsError.self) {
        try await through.carryOut {
          // Nobody answers there.
          proxy.redirect(to: .tcp(host: "127.0.0.1", port: 9))
          try await killReaders(connection)
          try await change(0, connection)
          try await purge(connection)
          proxy.redirect(to: try server.options().address)
        }
      }
      #expect(error?.code == .aborted && error?.message.contains("no longer on") == true, "\(error as Any)")
      #expect(try await connection.query("SHOW COLUMNS FROM t").count == 2)
    }
  }

  /// Ends the sessions in which this program reads the log, and waits until they are gone.
  private func killReaders(_ connection: Connection) async throws {
    let query: SQLText = """
      SELECT ID AS i FROM information_schema.PROCESSLIST
      WHERE COMMAND LIKE 'Binlog Dump%' AND USER = SUBSTRING_INDEX(CURRENT_USER(), '@', 1)
      """
    while true {
      let ids = try await connection.query(query).compactMap { $0["i"].uint }
      guard !ids.isEmpty else { return }
      for id in ids { _ = try? await connection.execute("KILL \(id)") }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Leaves the server with the newest file of its log alone.
  private func purge(_ connection: Connection) async throws {
    try await connection.execute("FLUSH BINARY LOGS")
    while true {
      let files = try await connection.query("SHOW BINARY LOGS").map { $0["Log_name"].string ?? "" }
      guard files.count > 1, let last = files.last else { return }
      try await connection.execute("PURGE BINARY LOGS TO \(literal: .string(last))")
      try await Task.sleep(for: .milliseconds(50))
    }
  }
}

extension TestServer {
  /// The servers whose log may be purged: those that this test run has for itself.
  fileprivate static let withOwnLog = Environment.value("DBOPS_TEST_OWN_REPLICAS") == nil ? [] : available
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
