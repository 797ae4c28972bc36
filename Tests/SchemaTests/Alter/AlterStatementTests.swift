import Schema
import Testing

@Suite struct AlterStatementTests {
  private func parse(_ sql: String) throws -> AlterStatement {
    try AlterStatement(parsing: sql, in: AlterContext(database: "shop", table: "orders"))
  }

  private func renames(_ sql: String) throws -> [String] {
    try parse(sql).renamedColumns.map { "\($0.old)→\($0.new)" }
  }

  @Test(arguments: [
    ("ALTER TABLE orders ADD a INT;", "ALTER TABLE `g` ADD a INT"),
    ("ADD  a\n INT /* x */ -- y\n NOT NULL", "ALTER TABLE `g` ADD a INT NOT NULL"),
    ("ADD a INT /*!80023 INVISIBLE */, DROP b", "ALTER TABLE `g` ADD a INT INVISIBLE, DROP b"),
    ("ADD COLUMN (a INT, KEY (a)), FORCE", "ALTER TABLE `g` ADD COLUMN a INT, ADD KEY (a), FORCE"),
    (
      "ADD COLUMN IF NOT EXISTS (a INT, b INT)",
      "ALTER TABLE `g` ADD COLUMN IF NOT EXISTS a INT, ADD COLUMN IF NOT EXISTS b INT"
    ),
    ("ALGORITHM=INSTANT, ADD a INT, LOCK=NONE", "ALTER TABLE `g` ADD a INT"),
    (
      "ENGINE=InnoDB ROW_FORMAT=DYNAMIC, COMMENT 'x  y'",
      "ALTER TABLE `g` ENGINE=InnoDB ROW_FORMAT=DYNAMIC, COMMENT 'x  y'"
    ),
    (
      "ADD a INT PARTITION BY HASH(a) PARTITIONS 2",
      "ALTER TABLE `g` ADD a INT PARTITION BY HASH(a) PARTITIONS 2"
    ),
    (
      "ADD a INT DEFAULT (now()) COMMENT 'a' 'b'", "ALTER TABLE `g` ADD a INT DEFAULT (now()) COMMENT 'a' 'b'"
    ),
    ("ADD a CHAR DEFAULT _utf8mb4'x'", "ALTER TABLE `g` ADD a CHAR DEFAULT _utf8mb4'x'"),
  ])
  func `the statement to run holds every change and no comment`(sql: String, text: String) throws {
    let statement = try parse(sql)
    #expect(statement.text(on: "`g`") == text)
    #expect(try parse(text.replacing("`g`", with: "orders")).text(on: "`g`") == text)
  }

  @Test func `what is demanded of the server stands before the changes`() throws {
    let statement = try parse("ALGORITHM=COPY, ADD a INT REMOVE PARTITIONING")
    #expect(
      statement.text(on: "t", modifiers: ["ALGORITHM=INSTANT", "LOCK=NONE"])
        == "ALTER TABLE t ALGORITHM=INSTANT, LOCK=NONE, ADD a INT REMOVE PARTITIONING")
    #expect(statement.requestedAlgorithm == "COPY")
    #expect(statement.requestedLock == nil)
  }

  @Test func `checks are named as they are on the table that is altered`() throws {
    let source = try Tables.make(
      "`a` int", "CONSTRAINT `c``k` CHECK (`a` > 0)", "CONSTRAINT `d` CHECK (`a` > 1)")
    let ghost = try Tables.make(
      "`a` int", "CONSTRAINT `g_chk_1` CHECK (`a` > 0)", "CONSTRAINT `d` CHECK (`a` > 1)")
    let names = CheckNames.renamed(original: source, copy: ghost)
    #expect(names == ["c`k": "g_chk_1"])
    let statement = try parse("DROP CHECK `C``K`, DROP CONSTRAINT d, ALTER CHECK `c``k` NOT ENFORCED, FORCE")
    #expect(
      statement.text(on: "g", checkNames: names)
        == "ALTER TABLE g DROP CONSTRAINT `g_chk_1`, DROP CONSTRAINT d, ALTER CONSTRAINT `g_chk_1` NOT ENFORCED, FORCE"
    )
  }

  @Test func `every statement that is understood reads the same in its normal layout`() throws {
    for sql in AlterRefusalTests.everyInput {
      guard let statement = try? parse(sql) else { continue }
      let again = try parse(statement.text(on: "orders"))
      let kinds = statement.specifications.map(\.kind).filter {
        switch $0 {
        case .algorithm, .lock: false
        default: true
        }
      }
      #expect(again.specifications.map(\.kind) == kinds, "\(sql)")
    }
  }

  @Test func `renames are told from changes that keep the name`() throws {
    #expect(try renames("CHANGE a b INT, CHANGE c c INT, RENAME COLUMN d TO e") == ["a→b", "d→e"])
    #expect(try renames("RENAME COLUMN a TO b, RENAME COLUMN b TO a") == ["a→b", "b→a"])
    #expect(try renames("CHANGE a b INT, CHANGE b c INT, CHANGE c a INT") == ["a→b", "b→c", "c→a"])
    #expect(try renames("CHANGE id ID INT") == ["id→ID"])
    #expect(try renames("CHANGE `e\u{301}` `\u{e9}` INT").count == 1)
    #expect(try renames("RENAME INDEX a TO b, MODIFY a INT").isEmpty)
  }

  @Test func `columns are told by what happens to them`() throws {
    let statement = try parse(
      "ADD a INT, DROP b, MODIFY c INT, CHANGE d e INT, ALTER f DROP DEFAULT, RENAME COLUMN g TO h, ADD KEY (i)"
    )
    #expect(statement.droppedColumns == ["b"])
    #expect(statement.addedColumns.map(\.column.name) == ["a"])
    #expect(statement.touchedColumns == ["b", "c", "d", "f", "g"])
  }

  @Test func `unique keys are found wherever they are added`() throws {
    let statement = try parse(
      "ADD UNIQUE u (a, b), ADD c INT UNIQUE, MODIFY d INT KEY, ADD PRIMARY KEY (e), ADD INDEX (f), ADD g SERIAL"
    )
    #expect(statement.addedUniqueKeys.map(\.columns) == [["a", "b"], ["c"], ["d"], ["e"], ["g"]])
    #expect(statement.addedUniqueKeys.map(\.kind) == [.unique, .unique, .primary, .primary, .unique])
  }

  @Test func `foreign keys are found wherever they are added`() throws {
    let statement = try parse(
      "ADD FOREIGN KEY (a) REFERENCES p (x), ADD b INT REFERENCES q (y), DROP FOREIGN KEY f, DROP CONSTRAINT g"
    )
    #expect(statement.addedForeignKeys.map(\.referencedTable) == ["p", "q"])
    #expect(statement.addedForeignKeys.map(\.columns) == [["a"], ["b"]])
    #expect(statement.droppedForeignKeys == ["f", "g"])
  }

  @Test func `the table's own changes are told`() throws {
    let statement = try parse("ENGINE=MyISAM, ENGINE = InnoDB, AUTO_INCREMENT=18446744073709551615")
    #expect(statement.engine == "InnoDB")
    #expect(statement.autoIncrement == .max)
    #expect(!statement.touchesPartitions)
    #expect(try parse("ADD a INT REMOVE PARTITIONING").touchesPartitions)
  }
}
