import Basics
import MySQL
import OnlineAlter
import Testing

struct DeferredIndexesTests {
  private static func table(_ keys: [String], columns: String = "`id` int NOT NULL", tail: String = "")
    -> [UInt8]
  {
    Array(
      """
      CREATE TABLE `_orders_gho` (
        \(columns),
        `a` int DEFAULT NULL,
        `b` varchar(20) DEFAULT NULL,
        `p` point NOT NULL,
        \(keys.joined(separator: ",\n  "))
      ) ENGINE=InnoDB\(tail) DEFAULT CHARSET=utf8mb4
      """.utf8)
  }

  private func names(_ deferred: DeferredIndexes) -> [String] { deferred.indexes.map(\.name) }

  @Test func `plain indexes are left out and unique ones stay`() throws {
    let deferred = try DeferredIndexes(
      Self.table(["PRIMARY KEY (`id`)", "UNIQUE KEY `u` (`a`)", "KEY `k` (`a`,`b`)", "KEY `l` (`b`(3))"]))
    #expect(names(deferred) == ["k", "l"])
    #expect(deferred.kept == [])
    #expect(
      deferred.dropStatement(on: TableName("shop", "_orders_gho"))?.text
        == "ALTER TABLE `shop`.`_orders_gho` DROP INDEX `k`, DROP INDEX `l`")
  }

  @Test func `a definition is kept to the byte`() throws {
    let text =
      "KEY `odd``name` (`b`(3),`a` DESC) USING BTREE KEY_BLOCK_SIZE=8 COMMENT 'one, two' /*!80000 INVISIBLE */"
    let deferred = try DeferredIndexes(Self.table(["PRIMARY KEY (`id`)", text]))
    #expect(deferred.indexes.map { String(decoding: $0.definition, as: UTF8.self) } == [text])
    #expect(names(deferred) == ["odd`name"])
  }

  @Test func `a SPATIAL index stays unless asked for, and a FULLTEXT index in any case`() throws {
    let keys = [
      "PRIMARY KEY (`id`)", "SPATIAL KEY `s` (`p`)", "KEY `k` (`a`)",
      "FULLTEXT KEY `f` (`b`) /*!50100 WITH PARSER `ngram` */ ",
    ]
    let kept = try DeferredIndexes(Self.table(keys))
    #expect(names(kept) == ["k"])
    #expect(kept.kept.map(\.name) == ["s", "f"])
    #expect(names(try DeferredIndexes(Self.table(keys), locking: .leftOut)) == ["s", "k"])
  }

  @Test func `an index over a virtual column stays, and one over a stored column does not`() throws {
    let columns = """
      `id` int NOT NULL, `v` int GENERATED ALWAYS AS (`id` + 1) VIRTUAL, `s` int GENERATED ALWAYS AS (`id` + 2) STORED
      """.replacing(", `", with: ",\n  `")
    let deferred = try DeferredIndexes(
      Self.table(["PRIMARY KEY (`id`)", "KEY `kv` (`a`,`v`)", "KEY `ks` (`s`)"], columns: columns))
    #expect(names(deferred) == ["ks"])
    #expect(deferred.kept.map(\.reason) == ["it is over a virtual column"])
  }

  @Test func `an index stays that one behind it needs for its place`() throws {
    let deferred = try DeferredIndexes(
      Self.table(["PRIMARY KEY (`id`)", "KEY `k` (`a`)", "KEY `e` ((lower(`b`)))", "KEY `l` (`b`)"]))
    #expect(names(deferred) == ["l"])
    #expect(deferred.kept.map(\.name) == ["k", "e"])
    #expect(deferred.kept.map(\.reason) == ["an index behind it stays", "it is over an expression"])
  }

  @Test func `the index that AUTO_INCREMENT needs stays`() throws {
    let columns = "`id` int NOT NULL AUTO_INCREMENT"
    let needed = try DeferredIndexes(
      Self.table(["PRIMARY KEY (`a`)", "KEY `c` (`id`,`a`)", "KEY `l` (`b`)"], columns: columns))
    #expect(names(needed) == ["l"])
    let spare = try DeferredIndexes(
      Self.table(["PRIMARY KEY (`id`)", "KEY `c` (`id`,`a`)", "KEY `l` (`b`)"], columns: columns))
    #expect(names(spare) == ["c", "l"])
  }

  @Test func `indexes that foreign keys need stay, in whatever order of columns`() throws {
    let keys = ["PRIMARY KEY (`id`)", "KEY `k` (`B`,`a`,`id`)", "KEY `l` (`b`)"]
    let own = try DeferredIndexes(
      Self.table(keys + ["CONSTRAINT `c` FOREIGN KEY (`a`, `b`) REFERENCES `t` (`x`, `y`)"]))
    #expect(names(own) == ["l"])
    #expect(names(try DeferredIndexes(Self.table(keys), referenced: [["b"]])) == [])
  }

  @Test func `nothing is left out of a system-versioned table`() throws {
    let text = Self.table(["PRIMARY KEY (`id`)", "KEY `k` (`a`)"]) + Array(" WITH SYSTEM VERSIONING".utf8)
    #expect(names(try DeferredIndexes(text)) == [])
  }

  @Test func `the comparable definition is the same before and after, and however far it counted`() throws {
    let whole = Self.table(["PRIMARY KEY (`id`)", "UNIQUE KEY `u` (`a`)", "KEY `k` (`a`)"])
    let without = Self.table(["PRIMARY KEY (`id`)", "UNIQUE KEY `u` (`a`)"], tail: " AUTO_INCREMENT=7")
    let other = Self.table(["PRIMARY KEY (`id`)"])
    let deferred = try DeferredIndexes(whole)
    #expect(try deferred.comparable(whole) == deferred.comparable(without))
    #expect(try deferred.comparable(whole) != deferred.comparable(other))
  }
}
