import Basics
import MySQL
import OnlineAlter
import Schema
import Testing

struct NativeChoiceTests {
  private static let mysql = ServerInfo(text: "9.7.4", comment: "")
  private static let oldMySQL = ServerInfo(text: "5.7.44", comment: "")
  private static let mariadb = ServerInfo(text: "10.11.19-MariaDB", comment: "")
  private static let oldMariaDB = ServerInfo(text: "10.2.44-MariaDB", comment: "")

  private func choice(
    _ alter: String, on server: ServerInfo = mysql, partitioned by: String = ""
  ) throws -> NativeChoice {
    let text = """
      CREATE TABLE `t` (
        `id` int NOT NULL,
        `a` int DEFAULT NULL,
        `v` varchar(63) DEFAULT NULL,
        `w` varchar(64) DEFAULT NULL,
        `l` varchar(63) CHARACTER SET latin1 COLLATE latin1_swedish_ci DEFAULT NULL,
        `x` varbinary(200) DEFAULT NULL,
        `e` enum('a','b') DEFAULT NULL,
        `s` set('a','b','c','d','e','f','g','h') DEFAULT NULL,
        PRIMARY KEY (`id`),
        KEY `a` (`a`,`v`)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin\(by)
      """
    return NativeChoice(
      try AlterStatement(parsing: alter, in: AlterContext(database: "d", table: "t")),
      source: try TableSchema(parsing: Array(text.utf8)), server: server)
  }

  @Test func `each server is given the algorithms that it has`() throws {
    #expect(try choice("DROP INDEX a").algorithms == [.instant, .inplace])
    #expect(try choice("DROP INDEX a", on: Self.oldMySQL).algorithms == [.inplace])
    #expect(try choice("DROP INDEX a", on: Self.mariadb).algorithms == [.instant, .nocopy])
    #expect(try choice("DROP INDEX a", on: Self.oldMariaDB).algorithms == [])
  }

  @Test(arguments: [
    "ADD INDEX z (a)", "DROP INDEX a, ADD INDEX z (a)", "ADD COLUMN z INT PRIMARY KEY",
    "ADD FOREIGN KEY (a) REFERENCES p (id)", "ADD CHECK (a > 1)", "DROP PRIMARY KEY", "DROP COLUMN a",
    "MODIFY a BIGINT", "MODIFY a INT NOT NULL", "MODIFY a INT FIRST", "MODIFY a INT UNIQUE",
    "MODIFY v VARCHAR(64)", "MODIFY w VARCHAR(63)", "MODIFY v VARCHAR(63) COLLATE utf8mb4_general_ci",
    "MODIFY v VARCHAR(63) CHARACTER SET utf8mb4", "MODIFY x VARBINARY(256)", "MODIFY l VARCHAR(63)",
    "MODIFY e ENUM('a','c','b')", "MODIFY s SET('a','b','c','d','e','f','g','h','i')",
    "MODIFY a INT AS (id + 1)", "CONVERT TO CHARACTER SET latin1",
  ]) func `what may build or check something is left to INSTANT`(alter: String) throws {
    for server in [Self.mysql, Self.mariadb] {
      let choice = try choice(alter, on: server)
      #expect(choice.algorithms == [.instant])
      #expect(choice.reason != nil)
    }
  }

  @Test(arguments: [
    "RENAME INDEX a TO b", "DROP INDEX a", "ALTER a SET DEFAULT 4", "RENAME COLUMN a TO b", "COMMENT 'x'",
    "ALTER INDEX a INVISIBLE", "CHANGE a b INT DEFAULT 3 COMMENT 'new'", "MODIFY w VARCHAR(900)",
    "MODIFY v VARCHAR(63)", "MODIFY x VARBINARY(255)", "MODIFY e ENUM('a','b','c')", "DROP FOREIGN KEY f",
    "MODIFY l VARCHAR(255) COLLATE latin1_swedish_ci", "DROP CHECK c, AUTO_INCREMENT=7",
  ]) func `what touches metadata alone may be done in place`(alter: String) throws {
    #expect(try choice(alter).algorithms == [.instant, .inplace])
    #expect(try choice(alter, on: Self.mariadb).algorithms == [.instant, .nocopy])
  }

  @Test(arguments: [
    "FORCE", "ENGINE=InnoDB", "ROW_FORMAT=DYNAMIC", "KEY_BLOCK_SIZE=8", "ORDER BY a",
    "ADD COLUMN z INT, ALGORITHM=COPY", "ADD COLUMN z INT, FORCE", "ENCRYPTION='Y'", "REMOVE PARTITIONING",
    "PARTITION BY HASH (id) PARTITIONS 4",
  ]) func `who asks for a rebuild gets one`(alter: String) throws {
    for server in [Self.mysql, Self.mariadb] { #expect(try choice(alter, on: server).algorithms == []) }
  }

  @Test func `the user's algorithm is the most that is tried`() throws {
    #expect(try choice("DROP INDEX a, ALGORITHM=INSTANT").algorithms == [.instant])
    #expect(try choice("DROP INDEX a, ALGORITHM=INPLACE").algorithms == [.inplace])
    #expect(try choice("DROP INDEX a, ALGORITHM=DEFAULT").algorithms == [.instant, .inplace])
    #expect(try choice("ADD COLUMN z INT, ALGORITHM=INPLACE").algorithms == [])
    #expect(
      try choice("DROP INDEX a, ALGORITHM=INPLACE", on: Self.mariadb).algorithms == [.instant, .nocopy])
  }

  @Test func `a partition more is metadata where ranges or lists divide the rows`() throws {
    let alter = "ADD PARTITION (PARTITION q VALUES LESS THAN (20))"
    let ranges = "\nPARTITION BY RANGE (`id`) (PARTITION p VALUES LESS THAN (10))"
    #expect(try choice(alter, partitioned: ranges).algorithms == [.inplace])
    #expect(try choice(alter, on: Self.mariadb, partitioned: ranges).algorithms == [.nocopy])
    #expect(
      try choice("ADD PARTITION PARTITIONS 2", partitioned: "\nPARTITION BY HASH (`id`) PARTITIONS 2")
        .algorithms == [])
  }
}
