import Basics
import Schema
import TestKit
import Testing

@Suite struct AlterRefusalTests {
  private func refusal(_ sql: String, server: SQLServer? = nil) -> OpsError? {
    var context = AlterContext(database: "shop", table: "orders")
    context.server = server
    do {
      _ = try AlterStatement(parsing: sql, in: context)
      return nil
    } catch {
      return error as? OpsError
    }
  }

  static let refused: [(sql: String, why: String)] = [
    ("", "empty"), ("  \n", "empty"), (";", "empty"), ("-- nothing", "empty"), ("/* nothing */", "empty"),
    ("ALTER TABLE orders", "changes nothing"), ("ALTER TABLE orders;", "changes nothing"),
    ("ALGORITHM=INPLACE, LOCK=NONE", "changes nothing"), (",", "changes nothing"),
    ("ADD a INT; DROP TABLE orders", "another one: ;"), ("ADD a INT;;", "another one"),
    ("ADD a INT; -- x\n;", "another one"), ("ADD a INT;ADD b INT", "another one: ;ADD b INT"),
    ("ADD a INT /*! ; DROP TABLE x */", "another one"), ("ADD a INT DEFAULT (1;2)", "another one"),
    ("RENAME TO o", "renames the table: RENAME TO o"), ("RENAME AS o", "renames the table"),
    ("RENAME o", "renames the table"), ("RENAME = o", "renames the table"),
    ("RENAME `COLUMN`", "renames the table"),
    ("ADD a INT, RENAME TO b.o", "renames the table: RENAME TO b.o"),
    ("ADD a INT, RENAME /* COLUMN */ o", "renames the table"),
    ("ENGINE=InnoDB RENAME = o", "renames the table"), ("/*! RENAME TO o */", "renames the table"),
    ("ADD a INT /*!50100 , RENAME TO o */", "renames the table"),
    ("ALTER TABLE items ADD a INT", "another table: items"),
    ("ALTER TABLE Orders ADD a INT", "another table: Orders"),
    ("ALTER TABLE stock.orders ADD a INT", "another table: stock.orders"),
    ("ALTER TABLE `shop.orders` ADD a INT", "another table"),
    ("ALTER TABLE ADD a INT", "another table: ADD"), ("ALTER TABLE", "does not name"),
    ("ALTER IGNORE TABLE orders ADD UNIQUE (a)", "drops rows"),
    ("ALTER ONLINE IGNORE TABLE orders ADD UNIQUE (a)", "drops rows"),
    ("DISCARD TABLESPACE", "tablespaces"), ("IMPORT TABLESPACE", "tablespaces"),
    ("DISCARD PARTITION p0 TABLESPACE", "tablespaces"),
    ("EXCHANGE PARTITION p WITH TABLE x", "exchanged"), ("DROP PARTITION p0, p1", "drops its rows"),
    ("TRUNCATE PARTITION ALL", "changes no definition"), ("CHECK PARTITION p", "changes no definition"),
    ("ANALYZE PARTITION p", "changes no definition"), ("OPTIMIZE PARTITION p", "changes no definition"),
    ("REPAIR PARTITION p", "changes no definition"), ("DISABLE KEYS", "keys"), ("ENABLE KEYS", "keys"),
    ("CONVERT PARTITION p TO TABLE x", "become a table"),
    ("CONVERT TABLE x TO PARTITION p VALUES LESS THAN (5)", "become a table"),
    ("SECONDARY_LOAD", "secondary engine"), ("ADD a INT, SECONDARY_UNLOAD", "secondary engine"),
    ("ADD a VARCHAR(10", "not closed: ("), ("ADD a INT)", "never opened: )"),
    ("ADD a INT DEFAULT ')' CHECK (a > 0))", "never opened"), ("ADD a INT CHECK (a = ')'", "not closed"),
    ("ADD a INT COMMENT 'x", "a quote is not closed: 'x"), ("ADD `a INT", "a quote is not closed"),
    ("ADD a INT COMMENT \"x", "a quote is not closed"), (#"ADD a INT COMMENT 'x\'"#, "a quote is not closed"),
    ("ADD a INT /* x", "a comment is not closed: /* x"),
    ("ADD a INT /*! NOT NULL", "a comment is not closed"),
    ("ADD a INT\0", "NUL"), ("\0", "NUL"), ("ADD a INT COMMENT 'x\0'", "NUL"),
    ("ADD a INT,", "not followed by a change"), ("ADD a INT,, ADD b INT", "not followed by a change"),
    ("DROP TABLE users", "cannot be read: DROP TABLE users"), ("DROP DATABASE shop", "cannot be read"),
    ("DROP a b", "cannot be read: b"), ("CREATE TABLE x (a INT)", "cannot be read"),
    ("INSERT INTO t VALUES (1)", "cannot be read"), ("hello", "cannot be read"), ("ADD", "cannot be read"),
    ("ADD COLUMN", "cannot be read"), ("ADD a", "cannot be read"), ("DROP", "cannot be read"),
    ("MODIFY a", "cannot be read"), ("CHANGE a INT", "cannot be read"), ("CHANGE a b", "cannot be read"),
    ("ADD shop.orders.a INT", "with a table's name"), ("MODIFY orders.a INT", "with a table's name"),
    ("CHANGE orders.a b INT", "with a table's name"), ("ADD 'a' INT", "cannot be read"),
    ("ADD KEY k", "cannot be read"), ("ADD FOREIGN KEY (a)", "cannot be read"),
    ("ADD FOREIGN KEY (a) REFERENCES", "cannot be read"), ("ADD CHECK", "cannot be read"),
    ("ADD (a INT,, b INT)", "cannot be read"), ("ADD ()", "cannot be read"), ("ADD (a)", "cannot be read"),
    ("RENAME COLUMN a b", "cannot be read"), ("RENAME INDEX a", "cannot be read"),
    ("ALTER a", "cannot be read"), ("ALTER COLUMN a SET", "cannot be read"),
    ("ALTER INDEX k", "cannot be read"), ("CONVERT TO utf8", "cannot be read"),
    ("ORDER BY", "cannot be read"),
    ("ADD a INT */", "never began: */"), ("FORCE FORCE", "cannot be read"),
    ("DROP a, b", "cannot be read: b"),
  ]

  @Test(arguments: refused)
  func `what is no change of this table's definition is refused`(sql: String, why: String) throws {
    let error = try #require(refusal(sql))
    #expect(error.code == .usage)
    #expect(error.what == "cannot alter shop.orders")
    #expect(error.why.contains(why), "\(error.why)")
    #expect(!error.hint.isEmpty)
  }

  @Test func `a versioned comment counts only where the server runs it`() throws {
    let rename = "ADD a INT /*!80000 , RENAME TO o */"
    #expect(refusal(rename, server: SQLServer(.mysql, version: 80_036)) != nil)
    #expect(refusal(rename, server: SQLServer(.mysql, version: 50_744)) == nil)
    #expect(refusal(rename, server: SQLServer(.mariadb, version: 101_119)) == nil)
    let ours = "ADD a INT /*M!100100 , RENAME TO o */"
    #expect(refusal(ours, server: SQLServer(.mariadb, version: 101_119)) != nil)
    #expect(refusal(ours, server: SQLServer(.mysql, version: 90_700)) == nil)
    let nested = "ADD a INT /*!99999 /* x */ , RENAME TO o */"
    #expect(refusal(nested, server: SQLServer(.mysql, version: 90_700)) == nil)
  }

  @Test func `quotes mean what sql_mode says`() throws {
    let ansi = SQLQuoting(sqlMode: "ANSI_QUOTES")
    #expect(try Sketch.of("ADD \"a;b\" INT", quoting: ansi) == "add <a;b> int")
    let plain = SQLQuoting(sqlMode: "NO_BACKSLASH_ESCAPES")
    #expect(try Sketch.of(#"ADD a INT COMMENT '\', ADD b INT"#, quoting: plain).hasSuffix("add <b> int"))
    #expect(throws: OpsError.self) { try Sketch.of(#"ADD a INT COMMENT '\'"#) }
  }

  static let everyInput =
    AlterColumnTests.added.map(\.0)
    + (AlterColumnTests.types + AlterColumnTests.attributes).map { "ADD " + $0.0 }
    + AlterColumnTests.changed.map(\.0) + AlterKeyTests.keys.map(\.0) + AlterKeyTests.constraints.map(\.0)
    + AlterKeyTests.table.map(\.0) + refused.map(\.sql)

  @Test func `no beginning of a statement crashes the reader`() {
    for sql in Self.everyInput {
      let scalars = sql.unicodeScalars
      for length in 0..<scalars.count {
        let error = refusal(String(String.UnicodeScalarView(scalars.prefix(length))))
        if let error { #expect(error.code == .usage) }
      }
    }
  }

  @Test func `no damaged statement crashes the reader`() {
    var mutation = Mutation(seed: 3, special: "`'\"();,/*!-# \n\\=.0AaÀ")
    for sql in Self.everyInput {
      for _ in 0..<Mutation.rounds {
        let error = refusal(String(decoding: mutation.apply(to: Array(sql.utf8)), as: UTF8.self))
        if let error { #expect(error.code == .usage) }
      }
    }
  }
}
