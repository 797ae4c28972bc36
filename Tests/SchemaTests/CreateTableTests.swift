import Basics
import Schema
import TestKit
import Testing

@Suite struct CreateTableTests {
  private func parse(_ sql: String) throws -> CreateTable { try CreateTable(parsing: Array(sql.utf8)) }

  private func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      Array(line.reversed().drop { $0 == UInt8(ascii: " ") }.reversed())
    }
  }

  @Test(arguments: ["mariadb", "mysql"])
  func `what a server printed comes back to the byte, but for blanks at a line's end`(flavour: String) throws
  {
    let definitions = try Fixture.definitions(flavour)
    #expect(definitions.count > 100)
    for text in definitions {
      let table = try CreateTable(parsing: text)
      let isSame = lines(table.statement) == lines(text)
      #expect(isSame, "\(String(decoding: text, as: UTF8.self))")
      #expect(try CreateTable(parsing: table.statement) == table)
    }
  }

  @Test(arguments: ["mariadb", "mysql"])
  func `every definition that a server prints is of a known kind`(flavour: String) throws {
    for text in try Fixture.definitions(flavour) {
      for definition in try CreateTable(parsing: text).definitions where definition.kind == .other {
        let words = SQLLexer.tokens(of: definition.text).map { $0.keyword(in: definition.text) }
        #expect(words.contains("CHECK") || words.starts(with: ["PERIOD", "FOR"]), "\(words)")
      }
    }
  }

  @Test func `kinds are told by how a definition begins`() throws {
    let table = try parse(
      """
      CREATE TABLE `t` (
        `KEY` int NOT NULL,
        `a``b` varchar(20) DEFAULT 'PRIMARY KEY (x), y',
        PRIMARY KEY (`KEY`),
        UNIQUE KEY `u` (`a``b`(10)),
        KEY `k,(` (`KEY`,`a``b`),
        KEY `sum` (((`KEY` + 1))),
        FULLTEXT KEY `f` (`a``b`) /*!50100 WITH PARSER `ngram` */ ,
        SPATIAL KEY `s` (`g`),
        CONSTRAINT `fk` FOREIGN KEY (`KEY`) REFERENCES `p` (`id`) ON DELETE CASCADE,
        CONSTRAINT `FOREIGN` CHECK (`KEY` > 0),
        PERIOD FOR `p` (`a`, `b`)
      ) ENGINE=InnoDB
      """)
    #expect(
      table.definitions.map(\.kind) == [
        .column("KEY"), .column("a`b"), .primaryKey, .index(name: "u", firstColumn: "a`b", unique: true),
        .index(name: "k,(", firstColumn: "KEY", unique: false),
        .index(name: "sum", firstColumn: nil, unique: false),
        .index(name: "f", firstColumn: "a`b", unique: false),
        .index(name: "s", firstColumn: "g", unique: false), .foreignKey(name: "fk"), .other, .other,
      ])
    #expect(String(decoding: table.definitions[6].text, as: UTF8.self).hasSuffix("`ngram` */"))
    #expect(String(decoding: table.head, as: UTF8.self) == "CREATE TABLE `t` (")
    #expect(String(decoding: table.tail, as: UTF8.self) == ") ENGINE=InnoDB")
  }

  @Test func `partitions and options belong to the tail`() throws {
    let table = try parse(
      """
      CREATE TABLE `t` (
        `id` int NOT NULL
      ) ENGINE=InnoDB COMMENT='a, (b'
      /*!50100 PARTITION BY RANGE (`id`)
      (PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB) */
      """)
    #expect(table.definitions.count == 1)
    #expect(String(decoding: table.tail, as: UTF8.self).hasSuffix("ENGINE = InnoDB) */"))
  }

  @Test func `counting up is seen in columns only`() throws {
    let table = try parse(
      """
      CREATE TABLE `t` (
        `AUTO_INCREMENT` int NOT NULL COMMENT 'AUTO_INCREMENT',
        `id` int NOT NULL AUTO_INCREMENT /*!80023 INVISIBLE */,
        KEY `AUTO_INCREMENT` (`id`)
      ) AUTO_INCREMENT=7
      """)
    #expect(table.definitions.map(\.countsUp) == [false, true, false])
  }

  @Test func `definitions can be left out`() throws {
    let table = try parse("CREATE TABLE `t` (\n  `a` int,\n  `b` int,\n  KEY `b` (`b`)\n) ENGINE=x")
    let kept = table.statement { $0.kind != .column("a") }
    #expect(
      String(decoding: kept, as: UTF8.self) == "CREATE TABLE `t` (\n  `b` int,\n  KEY `b` (`b`)\n) ENGINE=x")
  }

  @Test(arguments: [
    "", "SELECT 1", "CREATE TABLE `t`", "CREATE TABLE `t` (", "CREATE TABLE `t` (`a` int",
    "CREATE TABLE `t` (`a` enum('x)')",
    "DROP TABLE `t` (`a` int)", "CREATE TABLE `t (`a` int)", "(`a` int)",
  ])
  func `a text of another form is an error`(sql: String) {
    let error = #expect(throws: OpsError.self) { try parse(sql) }
    #expect(error?.code == .failed)
  }

  @Test(arguments: ["mariadb", "mysql"])
  func `no damage to a definition crashes its reader`(flavour: String) throws {
    var mutation = Mutation(seed: 1, special: "`'\"()\\,/*!-# \n")
    var readable = 0
    for text in try Fixture.definitions(flavour) {
      for _ in 0..<Mutation.rounds {
        let damaged = mutation.apply(to: text)
        let tokens = SQLLexer.tokens(of: damaged)
        #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound })
        guard let table = try? CreateTable(parsing: damaged) else { continue }
        readable += 1
        _ = SplitDefinition(table)
        for definition in table.definitions { _ = CreateTable.kind(ofDefinition: definition.text) }
      }
    }
    #expect(readable > 100)
  }
}
