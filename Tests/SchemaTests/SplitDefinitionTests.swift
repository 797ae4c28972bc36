import Schema
import TestKit
import Testing

@Suite struct SplitDefinitionTests {
  private func split(_ lines: String...) throws -> SplitDefinition {
    let text = "CREATE TABLE `t` (\n  \(lines.joined(separator: ",\n  "))\n) ENGINE=InnoDB"
    return SplitDefinition(try CreateTable(parsing: Array(text.utf8)))
  }

  private func texts(_ definitions: [[UInt8]]) -> [String] {
    definitions.map { String(decoding: $0, as: UTF8.self) }
  }

  private func create(_ split: SplitDefinition) -> String { String(decoding: split.create, as: UTF8.self) }

  @Test func `secondary indexes and foreign keys come later, checks and the primary key at once`() throws {
    let split = try split(
      "`id` int NOT NULL", "`p` int", "PRIMARY KEY (`id`)", "UNIQUE KEY `u` (`p`)", "KEY `k` (`p`,`id`)",
      "FULLTEXT KEY `f` (`t`)", "SPATIAL KEY `s` (`g`)", "KEY `sum` (((`p` + 1)))",
      "KEY `no` (`p`) /*!80000 INVISIBLE */",
      "CONSTRAINT `fk` FOREIGN KEY (`p`) REFERENCES `t` (`id`)", "CONSTRAINT `c` CHECK (`p` > 0)")
    #expect(
      create(split) == """
        CREATE TABLE `t` (
          `id` int NOT NULL,
          `p` int,
          PRIMARY KEY (`id`),
          CONSTRAINT `c` CHECK (`p` > 0)
        ) ENGINE=InnoDB
        """)
    #expect(
      texts(split.indexes) == [
        "UNIQUE KEY `u` (`p`)", "KEY `k` (`p`,`id`)", "FULLTEXT KEY `f` (`t`)", "SPATIAL KEY `s` (`g`)",
        "KEY `sum` (((`p` + 1)))", "KEY `no` (`p`) /*!80000 INVISIBLE */",
      ])
    #expect(texts(split.foreignKeys) == ["CONSTRAINT `fk` FOREIGN KEY (`p`) REFERENCES `t` (`id`)"])
  }

  @Test func `a counting column in front of the primary key needs no other index`() throws {
    let split = try split("`id` int NOT NULL AUTO_INCREMENT", "PRIMARY KEY (`id`,`x`)", "KEY `x` (`x`)")
    #expect(texts(split.indexes) == ["KEY `x` (`x`)"])
  }

  @Test func `a counting column keeps its index, and those before it, so that their order stays`() throws {
    let split = try split(
      "`v` int NOT NULL", "`id` int NOT NULL AUTO_INCREMENT", "PRIMARY KEY (`v`,`id`)", "KEY `first` (`v`)",
      "KEY `id` (`id`)", "KEY `last` (`v`)")
    #expect(create(split).contains("KEY `first` (`v`),\n  KEY `id` (`id`)\n"))
    #expect(texts(split.indexes) == ["KEY `last` (`v`)"])
  }

  @Test func `a column that looks like the counting one is another`() throws {
    let split = try split(
      "`\u{E9}` int NOT NULL AUTO_INCREMENT", "PRIMARY KEY (`e\u{301}`)", "KEY `k` (`\u{E9}`)")
    #expect(split.indexes.isEmpty)
  }

  @Test func `an invisible counting column is a counting column`() throws {
    let split = try split(
      "`id` bigint NOT NULL AUTO_INCREMENT /*!80023 INVISIBLE */", "UNIQUE KEY `id` (`id`)")
    #expect(split.indexes.isEmpty)
  }

  @Test func `where the counting column leads no index all of them are kept`() throws {
    let split = try split(
      "`a` int NOT NULL", "`id` int NOT NULL AUTO_INCREMENT", "PRIMARY KEY (`a`,`id`)",
      "FULLTEXT KEY `t` (`t`)")
    #expect(split.indexes.isEmpty)
  }

  @Test(arguments: ["mariadb", "mysql"])
  func `the parts of a table are the whole of it, each once`(flavour: String) throws {
    for text in try Fixture.definitions(flavour) {
      let table = try CreateTable(parsing: text)
      let split = SplitDefinition(table)
      let there = try CreateTable(parsing: split.create).definitions.map(\.text)
      let all = there + split.indexes + split.foreignKeys
      #expect(all.count == table.definitions.count)
      #expect(Set(all) == Set(table.definitions.map(\.text)))
      for definition in table.definitions {
        if case .column = definition.kind { #expect(there.contains(definition.text)) }
        if definition.kind == .primaryKey { #expect(there.contains(definition.text)) }
      }
    }
  }
}
