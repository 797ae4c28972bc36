import Basics
import MySQL
import Schema
import TestKit
import Testing

@Suite(
  .enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)), .timeLimit(.minutes(10)))
struct AlterServerTests {
  private static let base: SQLText = """
    CREATE TABLE orders (
      id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, a INT, b INT NOT NULL DEFAULT 7, c VARCHAR(20) NOT NULL,
      d DATETIME(3), e ENUM('x','y','z'), f DECIMAL(10,2), h INT, g INT GENERATED ALWAYS AS (h * 2) VIRTUAL,
      `o``r;d` INT, KEY k (a, b), UNIQUE KEY u (c), CONSTRAINT positive CHECK (h > -5)
    )
    """
  private static let rows: SQLText = """
    INSERT INTO orders (a, b, c, d, e, f, h, `o``r;d`) VALUES
    (1, 2, 'one', '2020-01-01 00:00:00.123', 'x', 1.25, 3, 4), (NULL, 5, 'two', NULL, NULL, NULL, NULL, NULL),
    (-7, 8, 'ünï', '1999-12-31 23:59:59.999', 'z', -9.99, 0, 9)
    """

  @Test(arguments: TestServer.available)
  func `a statement in its normal layout does what the user's does, to definition and rows`(
    server: TestServer
  )
    async throws
  {
    try await server.withDatabase { database, connection in
      for sql in SampleAlters.of(server) {
        do {
          try await check(sql, in: database, connection)
        } catch {
          Issue.record("\(sql): \(error)")
        }
        try await connection.execute("DROP TABLE IF EXISTS orders, ghost, twin")
      }
    }
  }

  private func check(_ sql: String, in database: String, _ connection: Connection) async throws {
    try await connection.execute(Self.base)
    try await connection.execute(Self.rows)
    try await connection.execute("CREATE TABLE ghost LIKE orders")
    try await connection.execute("CREATE TABLE twin LIKE orders")
    var context = AlterContext(database: database, table: "orders")
    context.server = try await version(connection)
    let statement = try AlterStatement(parsing: sql, in: context)
    let source = try await ServerTable.read("orders", connection)
    let checks = CheckNames.renamed(
      original: source, copy: try await ServerTable.read("ghost", connection))
    try await connection.execute(SQLText(raw: statement.text(on: "`ghost`", checkNames: checks)))
    // The checks of the twin are called otherwise, too.
    if !sql.contains("positive") { try await connection.execute(SQLText(raw: "ALTER TABLE twin " + sql)) }
    let (ghost, twin) = (
      try await ServerTable.read("ghost", connection), try await ServerTable.read("twin", connection)
    )
    #expect(ghost.columns == twin.columns, "\(sql)")
    #expect(ghost.keys == twin.keys, "\(sql)")
    #expect(ghost.options == twin.options, "\(sql)")
    let mapping = try ColumnMapping(source: source, ghost: ghost, statement: statement)
    #expect(CopyKeyChoice(source: source, ghost: ghost, mapping: mapping).chosen != nil, "\(sql)")
    try await copy(mapping, connection)
    try await connection.execute(SQLText(raw: "ALTER TABLE orders " + sql))
    let unstable = mapping.hazards.filter { $0.kind == .defaultPerCopy }.map(\.column)
    let names = ghost.columns.map(\.name).filter { !unstable.contains($0) }
    #expect(try await content("ghost", names, connection) == content("orders", names, connection), "\(sql)")
  }

  private func version(_ connection: Connection) async throws -> SQLServer {
    let text = try await connection.query("SELECT VERSION()").first?[0].string ?? ""
    let numbers = text.split(whereSeparator: { $0 == "." || $0 == "-" }).prefix(3).compactMap { Int($0) }
    let version = numbers.reduce(0) { $0 * 100 + $1 }
    return SQLServer(text.contains("MariaDB") ? .mariadb : .mysql, version: version)
  }

  private func copy(_ mapping: ColumnMapping, _ connection: Connection) async throws {
    let filled = mapping.added.filter { $0.implicitValue != nil }
    let names =
      mapping.pairs.map { SQLText.quoted($0.ghost.name) } + filled.map { SQLText.quoted($0.column.name) }
    let values =
      mapping.pairs.map { SQLText.quoted($0.source.name) }
      + filled.map { SQLText(raw: $0.implicitValue ?? "NULL") }
    try await connection.execute(
      """
      INSERT INTO ghost (\(names.joined(separator: ", "))) SELECT \(values.joined(separator: ", "))
      FROM orders ORDER BY id
      """)
  }

  private func content(_ table: String, _ columns: [String], _ connection: Connection) async throws
    -> [String]
  {
    let names = columns.map { SQLText.quoted($0) }.joined(separator: ", ")
    return try await connection.query("SELECT \(names) FROM \(quoted: table)").map { row in
      columns.indices.map { row[$0].string ?? "NULL" }.joined(separator: "|")
    }.sorted()
  }
}

/// Changes of the table `orders` that servers make, also of nasty forms.
enum SampleAlters {
  static func of(_ server: TestServer) -> [String] {
    common + (server == .mysql ? mysql : mariadb)
  }

  private static let common = [
    "FORCE", "ENGINE=InnoDB", "ADD n INT", "ADD COLUMN n INT NOT NULL FIRST",
    "ADD n VARCHAR(9) NOT NULL AFTER a",
    "ADD (n INT, m ENUM('q','r') NOT NULL, KEY nm (n, m))", "ADD n BIT(3) NOT NULL, ADD m BLOB NOT NULL",
    "ADD n TIME NOT NULL, ADD m YEAR NOT NULL, ADD o SET('a') NOT NULL, ADD p DECIMAL(5,2) NOT NULL",
    "ADD n JSON, ADD m TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP",
    "DROP a", "DROP COLUMN f, DROP g", "DROP a, ADD a INT NOT NULL DEFAULT 3", "DROP a, ADD a VARCHAR(9)",
    "CHANGE a aa BIGINT", "CHANGE COLUMN a A INT", "CHANGE a b INT, CHANGE b a INT NOT NULL DEFAULT 7",
    "CHANGE a b INT, CHANGE b f INT NOT NULL, CHANGE f a DECIMAL(10,2)", "CHANGE a z INT, ADD a INT NOT NULL",
    "RENAME COLUMN a TO b, RENAME COLUMN b TO a", "RENAME COLUMN c TO `c``;\"x`",
    "RENAME COLUMN `o``r;d` TO plain",
    "MODIFY a BIGINT FIRST, MODIFY e ENUM('z','x','y') AFTER c",
    "MODIFY c VARCHAR(40) CHARACTER SET utf8mb4 NOT NULL",
    "MODIFY d DATETIME(6), MODIFY f DECIMAL(20,4)", "MODIFY c TEXT NOT NULL, DROP KEY u",
    "MODIFY id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT", "ALTER a SET DEFAULT 5, ALTER COLUMN b DROP DEFAULT",
    "ADD INDEX (c), ADD KEY kk (b DESC, c(5)), DROP KEY k", "ADD UNIQUE KEY uu (id, a)",
    "RENAME INDEX k TO kk",
    "DROP PRIMARY KEY, ADD PRIMARY KEY (id, b), ADD UNIQUE (id)", "ADD FULLTEXT KEY ft (c)",
    "ADD CHECK (c <> ')' OR b > -1)", "ADD n INT CHECK (n > 0)",
    "CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", "DEFAULT CHARACTER SET latin1",
    "COMMENT='it''s; -- x'",
    "ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8", "AUTO_INCREMENT=1000, COMMENT 'x'",
    "DROP KEY u PARTITION BY HASH (id) PARTITIONS 2",
    "ORDER BY a, b DESC", "ADD n INT, ORDER BY a", "ALGORITHM=COPY, ADD n INT, LOCK=SHARED",
    "ADD n INT GENERATED ALWAYS AS ((a + (b * 2))) STORED",
    "ADD n VARCHAR(60) AS (concat(c, ',)', 'it''s')) VIRTUAL, ADD KEY (n)",
    "ADD n INT /* ; */ COMMENT 'a' -- b\n, DROP f # c\n", "ADD /*! n INT */",
    "ADD n INT /*!40000 NOT NULL */ DEFAULT 3",
    "ADD n INT /*!99999 , DROP a */", "/*!40000 ADD n INT, */ /*M!100000 ADD m INT, */ ADD o INT",
    "ADD `n``;` INT, ADD `☃` INT, ADD 列 INT", "ADD `key` INT, ADD status INT, ADD `PRIMARY` INT",
    "ADD n TEXT, ADD m VARCHAR(20) DEFAULT 'a;b' COMMENT 'c,d)'", #"ADD n VARCHAR(9) DEFAULT 'it\'s'"#,
    "ADD n CHAR(9) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT _latin1'x' NOT NULL",
    "ADD n DOUBLE DEFAULT 1.5e-3, ADD m INT DEFAULT -1, ADD o DECIMAL(3,2) DEFAULT .5",
    "ADD n INT AUTO_INCREMENT UNIQUE, MODIFY id INT NOT NULL",
  ]

  private static let mysql = [
    "ADD n INT INVISIBLE", "ALTER a SET INVISIBLE, ALTER INDEX k INVISIBLE",
    "ADD n INT /*!80023 INVISIBLE */",
    "ADD KEY fn ((a + b), (lower(c)) DESC)",
    "ADD n INT DEFAULT (1 + 2)",
    "ADD n JSON NOT NULL", "ADD CHECK (a > b) NOT ENFORCED", "ADD n POINT SRID 4326",
    "RENAME COLUMN a TO aa, ADD a INT NOT NULL, RENAME INDEX k TO kk", "ALTER COLUMN a SET DEFAULT (5 + 1)",
    "DROP CHECK positive", "ALTER CHECK positive NOT ENFORCED, FORCE", "DROP CONSTRAINT positive, FORCE",
    "CONVERT TO CHARSET utf8mb4, DEFAULT COLLATE utf8mb4_0900_as_cs",
  ]

  private static let mariadb = [
    "ADD COLUMN IF NOT EXISTS a INT, ADD n INT", "DROP COLUMN IF EXISTS zz, DROP IF EXISTS a",
    "CHANGE IF EXISTS zz yy INT, MODIFY IF EXISTS a BIGINT", "RENAME COLUMN IF EXISTS a TO aa",
    "ADD COLUMN IF NOT EXISTS (a INT, n INT)", "ADD INDEX IF NOT EXISTS k (c), DROP INDEX IF EXISTS zz",
    "ALTER INDEX k IGNORED", "ADD n UUID DEFAULT uuid()", "ADD n UUID NOT NULL, ADD m INET6 NOT NULL",
    "ADD n TEXT COMPRESSED", "ADD SYSTEM VERSIONING",
    "ADD s DATE NOT NULL DEFAULT '2020-01-01', ADD t DATE NOT NULL DEFAULT '2021-01-01', ADD PERIOD FOR p (s, t)",
    "ADD n INT /*M!100301 INVISIBLE */", "DROP CONSTRAINT IF EXISTS zz, DROP CONSTRAINT positive",
  ]
}
