import Basics
import MySQL
import OnlineAlter
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)")) struct NativeAlterTests {
  /// Who must carry a statement out: the server by itself, or a migration.
  enum Wanted: Sendable { case native, rebuild }

  /// One statement of each kind, and what the two servers of the lab are wanted to do.
  static let statements: [(alter: String, mysql: Wanted, mariadb: Wanted)] = [
    ("ADD COLUMN z INT NOT NULL DEFAULT 7", .native, .native),
    ("ADD COLUMN z INT FIRST", .native, .native),
    ("ADD COLUMN z INT AS (a + 1) VIRTUAL", .native, .native),
    ("ADD COLUMN z INT AS (a + 1) STORED", .rebuild, .rebuild),
    ("ADD COLUMN z INT UNIQUE", .rebuild, .rebuild),
    ("DROP COLUMN plain", .native, .native),
    ("RENAME COLUMN plain TO other", .native, .native),
    ("CHANGE plain other INT DEFAULT 5", .native, .native),
    ("ALTER COLUMN plain SET DEFAULT 9", .native, .native),
    ("ALTER COLUMN plain DROP DEFAULT", .native, .native),
    ("MODIFY plain INT DEFAULT 5 COMMENT 'new'", .native, .native),
    ("MODIFY plain BIGINT DEFAULT 5", .rebuild, .rebuild),
    ("MODIFY plain INT NOT NULL DEFAULT 5", .rebuild, .rebuild),
    ("MODIFY plain INT DEFAULT 5 FIRST", .rebuild, .native),
    ("MODIFY short VARCHAR(60)", .native, .native),
    ("MODIFY short VARCHAR(64)", .rebuild, .native),
    ("MODIFY short VARCHAR(10)", .rebuild, .rebuild),
    ("MODIFY wide VARCHAR(300)", .native, .native),
    ("MODIFY short VARCHAR(20) CHARACTER SET latin1", .rebuild, .rebuild),
    ("MODIFY e ENUM('x','y','z')", .native, .native),
    ("MODIFY e ENUM('y','x')", .rebuild, .rebuild),
    ("MODIFY s SET('a','b','c')", .native, .native),
    ("ADD INDEX z (plain)", .rebuild, .rebuild),
    ("ADD UNIQUE INDEX z (plain, id)", .rebuild, .rebuild),
    ("ADD FULLTEXT INDEX z (short)", .rebuild, .rebuild),
    ("DROP INDEX a", .native, .native),
    ("DROP INDEX u", .native, .native),
    ("RENAME INDEX a TO b", .native, .native),
    ("DROP INDEX a, ADD INDEX z (plain)", .rebuild, .rebuild),
    ("DROP INDEX a, RENAME INDEX both_of TO b, ALTER plain SET DEFAULT 3", .native, .native),
    ("DROP PRIMARY KEY, ADD PRIMARY KEY (id, a)", .rebuild, .rebuild),
    ("ADD CONSTRAINT positive CHECK (a > -1)", .rebuild, .rebuild),
    ("DROP CONSTRAINT small", .native, .native),
    ("COMMENT 'new'", .native, .native),
    ("AUTO_INCREMENT = 100000", .native, .native),
    ("STATS_PERSISTENT = 1", .native, .native),
    ("DEFAULT CHARACTER SET latin1", .rebuild, .native),
    ("CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", .rebuild, .rebuild),
    ("ENGINE=InnoDB", .rebuild, .rebuild),
    ("FORCE", .rebuild, .rebuild),
    ("ROW_FORMAT=COMPRESSED", .rebuild, .rebuild),
    ("ADD COLUMN z INT, ALGORITHM=COPY", .rebuild, .rebuild),
    ("DROP INDEX a, ALGORITHM=INPLACE, LOCK=NONE", .native, .native),
  ]

  @Test(arguments: TestServer.available)
  func `what touches metadata alone is done by the server, and nothing is built anew`(
    server: TestServer
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = TableName(database, "nat_ive")
      for (alter, mysql, mariadb) in Self.statements {
        try await connection.execute("DROP TABLE IF EXISTS \(table.sql)")
        try await NativeSample.make(table, connection)
        let before = try await NativeSample.stores(table, connection)
        #expect(before.count == 4)
        let native = NativeAlter(try AlterRequest(table: table, alter: alter), try server.options())
        let plan = try await native.plan()
        #expect(try await NativeSample.stores(table, connection) == before, "\(alter)")
        let outcome = try await native.attempt()
        let after = try await NativeSample.stores(table, connection)
        switch server == .mysql ? mysql : mariadb {
        case .native:
          guard case .done(let algorithm) = outcome else {
            Issue.record("\(alter): \(outcome)")
            continue
          }
          #expect(plan == .possible(algorithm), "\(alter)")
          #expect(after.isSubset(of: before), "\(alter)")
        case .rebuild:
          guard case .notPossible = outcome, case .rebuildNeeded = plan else {
            Issue.record("\(alter): \(plan), \(outcome)")
            continue
          }
          #expect(after == before, "\(alter)")
        }
        #expect(try await connection.query("SHOW TABLES").count == 1, "\(alter)")
      }
    }
  }

  @Test(arguments: TestServer.available)
  func `what is built anew can be told from what is not`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let table = TableName(database, "nat_ive")
      try await NativeSample.make(table, connection)
      let before = try await NativeSample.stores(table, connection)
      try await connection.execute("ALTER TABLE \(table.sql) ADD INDEX z (plain)")
      #expect(try await !NativeSample.stores(table, connection).isSubset(of: before))
      try await connection.execute("ALTER TABLE \(table.sql) FORCE")
      #expect(try await NativeSample.stores(table, connection).isDisjoint(with: before))
    }
  }

  @Test(arguments: TestServer.available)
  func `nobody waits longer than the limit behind an attempt`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let table = TableName(database, "nat_ive")
      try await NativeSample.make(table, connection)
      let native = NativeAlter(
        try AlterRequest(table: table, alter: "ADD COLUMN z INT"), try server.options(), limit: .seconds(1))
      let holder = try await Connection.open(try server.options())
      try await holder.execute("START TRANSACTION")
      _ = try await holder.query("SELECT 1 FROM \(table.sql) LIMIT 1")
      let begin = ContinuousClock.now
      #expect(try await native.attempt() == .lockTimedOut)
      #expect(ContinuousClock.now - begin > .milliseconds(900))
      #expect(try await native.plan() == .possible(.instant))
      try await holder.execute("COMMIT")
      #expect(try await native.attempt() == .done(.instant))
      await holder.close()
    }
  }

  @Test(arguments: TestServer.available)
  func `a copy that a killed run left is removed, and anybody else's table is not`(
    server: TestServer
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = TableName(database, "nat_ive")
      try await NativeSample.make(table, connection)
      let native = NativeAlter(
        try AlterRequest(table: table, alter: "ADD COLUMN z INT"), try server.options())
      try await connection.execute(
        "CREATE TABLE _nat_ive_ghp (id INT PRIMARY KEY) COMMENT 'dbops: tries a statement'")
      #expect(try await native.plan() == .possible(.instant))
      #expect(try await connection.query("SHOW TABLES").count == 1)
      // A replica that still had the copy would stop here.
      try await connection.execute("CREATE TABLE _nat_ive_ghp (id INT PRIMARY KEY)")
      try await connection.execute("CREATE TABLE arrived (id INT PRIMARY KEY)")
      let replica = try await Connection.open(try server.options(.replica))
      try await IndexStage.arrival(of: TableName(database, "arrived"), replica)
      await replica.close()
      await #expect(throws: OpsError.self) { try await native.plan() }
      #expect(try await connection.query("SHOW TABLES").count == 3)
    }
  }

  @Test(arguments: TestServer.available)
  func `a statement that is wrong in itself is refused, and the copy is gone`(
    server: TestServer
  ) async throws {
    try await server.withDatabase { database, connection in
      let table = TableName(database, "nat_ive")
      try await NativeSample.make(table, connection)
      for alter in ["DROP COLUMN nowhere", "ADD COLUMN a INT", "RENAME INDEX nowhere TO b"] {
        let native = NativeAlter(try AlterRequest(table: table, alter: alter), try server.options())
        let planned = await #expect(throws: OpsError.self) { try await native.plan() }
        let attempted = await #expect(throws: OpsError.self) { try await native.attempt() }
        #expect(planned?.code == .refused)
        #expect(attempted?.code == .refused)
        #expect(try await connection.query("SHOW TABLES").count == 1)
      }
    }
  }

  @Test(arguments: TestServer.available)
  func `tables of other kinds are tried as they are`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      for statement in [
        "CREATE TABLE parent (id INT PRIMARY KEY)",
        "CREATE TABLE child (id INT PRIMARY KEY, p INT, CONSTRAINT f FOREIGN KEY (p) REFERENCES parent (id))",
        "CREATE TABLE other (id INT PRIMARY KEY, p INT, CONSTRAINT o FOREIGN KEY (p) REFERENCES parent (id))",
        """
        CREATE TABLE parts (id INT PRIMARY KEY, a INT) PARTITION BY RANGE (id) (PARTITION p VALUES LESS THAN (10))
        """,
        "CREATE TABLE words (id INT PRIMARY KEY, a TEXT, FULLTEXT KEY a (a))",
      ] as [SQLText] { try await connection.execute(statement) }
      for (table, alter, isNative) in [
        ("child", "DROP FOREIGN KEY f", true),
        ("other", "ADD COLUMN y INT, DROP CONSTRAINT o", server == .mariadb),
        ("other", "ADD COLUMN z INT", true), ("parent", "ADD COLUMN z INT", true),
        ("parts", "ADD COLUMN z INT", true), ("parts", "DROP COLUMN a", true),
        ("parts", "ADD PARTITION (PARTITION q VALUES LESS THAN (20))", true),
        ("words", "ADD COLUMN z INT", false), ("words", "COMMENT 'x'", true),
      ] {
        let request = try AlterRequest(table: TableName(database, table), alter: alter)
        let native = NativeAlter(request, try server.options())
        let plan = try await native.plan()
        let outcome = try await native.attempt()
        switch (plan, outcome) {
        case (.possible(let one), .done(let other)): #expect(isNative && one == other, "\(table) \(alter)")
        case (.rebuildNeeded, .notPossible): #expect(!isNative, "\(table) \(alter)")
        default: Issue.record("\(table) \(alter): \(plan), \(outcome)")
        }
      }
    }
  }
}

/// A table with a bit of everything.
enum NativeSample {
  static func make(_ table: TableName, _ connection: Connection) async throws {
    try await connection.execute(
      """
      CREATE TABLE \(table.sql) (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, a INT NOT NULL, plain INT DEFAULT 5,
      short VARCHAR(20), wide VARCHAR(100), e ENUM('x','y'), s SET('a','b'), KEY a (a), KEY both_of (short, wide),
      UNIQUE KEY u (id, a), CONSTRAINT small CHECK (a < 1000000)) ENGINE=InnoDB
      DEFAULT CHARSET=utf8mb4
      """)
    try await connection.execute(
      """
      INSERT INTO \(table.sql) (a, short, wide, e, s) SELECT i, i, CONCAT('word ', i), 'x', 'a,b'
      FROM (\(SQLText.numbers(below: 500))) AS numbers
      """)
  }

  /// What the rows and the indexes are stored in: none is the same once it was built anew.
  static func stores(_ table: TableName, _ connection: Connection) async throws -> Set<String> {
    let isMySQL = connection.server.flavour == .mysql
    let tables: SQLText = isMySQL ? "INNODB_TABLES" : "INNODB_SYS_TABLES"
    // Another view of MySQL's fails as a whole where a FULLTEXT index of anybody was once dropped and added again.
    let indexes: SQLText =
      isMySQL
      ? "INNODB_CACHED_INDEXES i ON i.SPACE_ID = t.SPACE" : "INNODB_SYS_INDEXES i ON i.TABLE_ID = t.TABLE_ID"
    return Set(
      try await connection.query(
        """
        SELECT CONCAT_WS(' ', t.TABLE_ID, t.SPACE, i.INDEX_ID) AS s FROM information_schema.\(tables) t
        JOIN information_schema.\(indexes) WHERE t.NAME = \(literal: .string(table.database + "/" + table.name))
        """
      ).map { $0["s"].string ?? "" })
  }
}
