import Basics
import Schema
import Testing

@Suite struct ColumnMappingTests {
  private func pairs(_ mapping: ColumnMapping) -> [String] {
    mapping.pairs.map { "\($0.source.name)→\($0.ghost.name)" }
  }

  private func plain(_ names: String...) -> [String] { names.map { "`\($0)` int NOT NULL" } }

  @Test func `columns of the same name belong together, whatever their place and case`() throws {
    let mapping = try Tables.mapping(plain("id", "a", "B"), plain("b", "ID", "a"), "MODIFY a INT")
    #expect(pairs(mapping) == ["id→ID", "a→a", "B→b"])
    #expect(mapping.renamed.isEmpty)
    #expect(mapping.dropped.isEmpty && mapping.added.isEmpty && mapping.hazards.isEmpty)
  }

  @Test func `a renamed column keeps its values`() throws {
    let mapping = try Tables.mapping(plain("a", "b"), plain("x", "b"), "CHANGE A x INT")
    #expect(pairs(mapping) == ["a→x", "b→b"])
    #expect(mapping.renamed.map(\.source.name) == ["a"])
    #expect(mapping.pair(ofSource: "A")?.ghost.name == "x")
    #expect(mapping.pair(ofGhost: "X")?.source.name == "a")
  }

  @Test func `swapped and rotated names carry their values along`() throws {
    let swap = "RENAME COLUMN a TO b, RENAME COLUMN b TO a"
    #expect(pairs(try Tables.mapping(plain("a", "b"), plain("b", "a"), swap)) == ["a→b", "b→a"])
    let rotate = "CHANGE a b INT, CHANGE b c INT, CHANGE c a INT"
    #expect(
      pairs(try Tables.mapping(plain("a", "b", "c"), plain("b", "c", "a"), rotate)) == ["a→b", "b→c", "c→a"])
  }

  @Test func `a change of case alone needs no approval`() throws {
    let mapping = try Tables.mapping(plain("id"), plain("ID"), "CHANGE id ID INT")
    #expect(pairs(mapping) == ["id→ID"])
    #expect(mapping.renamed.isEmpty)
  }

  @Test func `a column dropped and added again starts anew`() throws {
    let mapping = try Tables.mapping(plain("id", "a"), plain("id", "a"), "DROP a, ADD a INT NOT NULL")
    #expect(pairs(mapping) == ["id→id"])
    #expect(mapping.dropped.map(\.name) == ["a"])
    #expect(mapping.added.map(\.column.name) == ["a"])
  }

  @Test func `a new column may take the name that another one gave up`() throws {
    let mapping = try Tables.mapping(plain("a"), plain("b", "a"), "CHANGE a b INT, ADD a INT NOT NULL")
    #expect(pairs(mapping) == ["a→b"])
    #expect(mapping.added.map(\.column.name) == ["a"])
  }

  @Test func `a dropped column's name may go to another one`() throws {
    let mapping = try Tables.mapping(plain("a", "b"), plain("a"), "DROP a, CHANGE b a INT")
    #expect(pairs(mapping) == ["b→a"])
    #expect(mapping.dropped.map(\.name) == ["a"])
  }

  @Test func `what is conditional and does not apply changes nothing`() throws {
    let sql = "ADD COLUMN IF NOT EXISTS a INT, DROP IF EXISTS z, RENAME COLUMN IF EXISTS y TO x"
    let mapping = try Tables.mapping(plain("id", "a"), plain("id", "a"), sql)
    #expect(pairs(mapping) == ["id→id", "a→a"])
    #expect(mapping.added.isEmpty && mapping.dropped.isEmpty)
  }

  @Test(arguments: [
    (["a"], ["b"], "FORCE"), (["a"], ["a"], "CHANGE a b INT"), (["a", "b"], ["a", "b"], "DROP b"),
    (["a", "b"], ["c"], "CHANGE a c INT, CHANGE b c INT"), (["a"], ["b", "c"], "CHANGE a b INT, ADD b INT"),
  ])
  func `a ghost that is not what the statement makes is refused`(
    source: [String], ghost: [String], sql: String
  ) throws {
    let error = #expect(throws: OpsError.self) {
      try Tables.mapping(source.map { "`\($0)` int" }, ghost.map { "`\($0)` int" }, sql)
    }
    #expect(error?.code == .refused)
  }

  @Test func `names that differ in bytes but look alike are not mixed up`() throws {
    let (one, two) = ("\u{e9}", "e\u{301}")
    let mapping = try Tables.mapping(plain(one), plain(two), "CHANGE `\(one)` `\(two)` INT")
    #expect(mapping.renamed.count == 1)
    #expect(throws: OpsError.self) { try Tables.mapping(plain(one), plain(two)) }
  }

  @Test func `generated columns of the ghost are left to it`() throws {
    let mapping = try Tables.mapping(
      [
        "`a` int", "`g` int GENERATED ALWAYS AS (`a` + 1) STORED",
        "`h` int GENERATED ALWAYS AS (`a`) VIRTUAL",
      ],
      ["`a` int", "`g` int GENERATED ALWAYS AS (`a` + 1) STORED", "`h` int"], "MODIFY h INT")
    #expect(pairs(mapping) == ["a→a", "h→h"])
    #expect(mapping.recomputed.map(\.source.name) == ["g"])
    #expect(mapping.hazards.isEmpty)
  }

  @Test(
    arguments: [
      ("`x` int NOT NULL", true, "0"), ("`x` varchar(5) NOT NULL", true, "''"), ("`x` int", false, nil),
      ("`x` int NOT NULL DEFAULT '3'", false, nil), ("`x` enum('a','b') NOT NULL", true, "1"),
      ("`x` date NOT NULL", true, nil), ("`x` bigint NOT NULL AUTO_INCREMENT", false, nil),
      ("`x` int GENERATED ALWAYS AS (1) VIRTUAL NOT NULL", false, nil), ("`x` point NOT NULL", true, nil),
      ("`x` json NOT NULL", true, "'null'"), ("`x` time NOT NULL", true, "'00:00:00'"),
    ] as [(String, Bool, String?)])
  func `a new column says whether it needs a value, and which`(column: String, needs: Bool, value: String?)
    throws
  {
    let mapping = try Tables.mapping(["`id` int"], ["`id` int", column], "ADD x INT")
    #expect(mapping.added.first?.needsValue == needs)
    #expect(mapping.added.first?.implicitValue == value)
  }

  // MARK: Unique keys

  private func newKeys(_ source: [String], _ ghost: [String], _ sql: String = "FORCE") throws -> [String] {
    try Tables.mapping(source, ghost, sql).newUniqueKeys.map(\.text)
  }

  @Test func `a unique key is new unless one of the source implies it`() throws {
    let columns = ["`a` int", "`b` int", "`v` varchar(20) COLLATE utf8mb4_bin"]
    let (a, ab) = ("UNIQUE KEY `a` (`a`)", "UNIQUE KEY `ab` (`a`,`b`)")
    #expect(try newKeys(columns + [a], columns + [a]) == [])
    #expect(try newKeys(columns + [a], columns + ["UNIQUE KEY `other` (`b`,`a`)"]) == [])
    #expect(try newKeys(columns + [ab], columns + [ab, a]) == ["a (a)"])
    #expect(try newKeys(columns, columns + ["PRIMARY KEY (`a`)"]) == ["PRIMARY (a)"])
    #expect(try newKeys(columns + ["KEY `a` (`a`)"], columns + [a]) == ["a (a)"])
    let (whole, part) = ("UNIQUE KEY `v` (`v`)", "UNIQUE KEY `v` (`v`(5))")
    #expect(try newKeys(columns + [whole], columns + [part]) == ["v (v(5))"])
    #expect(try newKeys(columns + [part], columns + [whole]) == [])
    #expect(try newKeys(columns + [part], columns + ["UNIQUE KEY `v` (`v`(4))"]) == ["v (v(4))"])
  }

  @Test func `a unique key follows its renamed columns`() throws {
    let source = ["`a` int", "`b` int", "UNIQUE KEY `a` (`a`)"]
    #expect(try newKeys(source, ["`x` int", "`b` int", "UNIQUE KEY `a` (`x`)"], "CHANGE a x INT") == [])
    let swapped = ["`b` int", "`a` int", "UNIQUE KEY `a` (`a`)"]
    let sql = "RENAME COLUMN a TO b, RENAME COLUMN b TO a"
    #expect(try newKeys(source, swapped, sql) == ["a (a)"])
  }

  @Test func `a unique key is new where its column's values may become equal`() throws {
    let key = "UNIQUE KEY `v` (`v`)"
    for (before, after) in [
      ("varchar(9) COLLATE utf8mb4_bin", "varchar(9)"), ("datetime(6)", "datetime"),
      ("double", "decimal(10,2)"),
      ("decimal(10,4)", "decimal(10,2)"), ("varchar(9)", "int"),
    ] {
      #expect(try newKeys(["`v` \(before)", key], ["`v` \(after)", key]) == ["v (v)"], "\(before) \(after)")
    }
    #expect(try newKeys(["`v` int", key], ["`v` bigint NOT NULL", key]) == [])
  }
}
