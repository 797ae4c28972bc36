import Schema
import Testing

@Suite struct CopyKeyChoiceTests {
  private func choose(
    _ source: [String], _ ghost: [String]? = nil, _ sql: String = "FORCE",
    nullable: CopyKeyChoice.NullableKeys = .refused
  ) throws -> CopyKeyChoice {
    let (old, new) = (try Tables.make(source), try Tables.make(ghost ?? source))
    let mapping = try ColumnMapping(source: old, ghost: new, statement: Tables.alter(sql))
    return CopyKeyChoice(source: old, ghost: new, mapping: mapping, nullable: nullable)
  }

  static let columns = [
    "`id` bigint NOT NULL", "`n` int NOT NULL", "`v` varchar(40) NOT NULL", "`w` varchar(10) NOT NULL",
    "`f` double NOT NULL", "`z` int", "`t` text NOT NULL", "`d` datetime(6) NOT NULL",
    "`g` int GENERATED ALWAYS AS (`n`) VIRTUAL NOT NULL", "`s` int GENERATED ALWAYS AS (`n`) STORED NOT NULL",
  ]

  @Test func `the primary key comes first, then numbers, then what is small`() throws {
    let keys = [
      "PRIMARY KEY (`v`)", "UNIQUE KEY `w` (`w`)", "UNIQUE KEY `idn` (`id`,`n`)", "UNIQUE KEY `id` (`id`)",
      "UNIQUE KEY `n` (`n`)",
    ]
    let choice = try choose(Self.columns + keys)
    #expect(choice.usable.map(\.source.name) == ["PRIMARY", "n", "id", "idn", "w"])
    #expect(choice.rejected.isEmpty)
    #expect(choice.lines.first == "PRIMARY (v): used")
    #expect(choice.lines.last == "w (w): would do")
  }

  @Test(
    arguments: [
      ("UNIQUE KEY `k` (`v`(5))", .prefix), ("UNIQUE KEY `k` ((`n` + 1))", .expression),
      ("UNIQUE KEY `k` (`f`)", .approximate), ("UNIQUE KEY `k` (`n`,`z`)", .nullable),
      ("UNIQUE KEY `k` (`g`)", .virtualColumn), ("UNIQUE KEY `k` (`t`) USING HASH", .hash),
      ("UNIQUE KEY `k` (`n`) /*!80000 INVISIBLE */", .hidden), ("UNIQUE KEY `k` (`n`) IGNORED", .hidden),
      ("UNIQUE KEY `k` (`n`,`p` WITHOUT OVERLAPS)", .period),
    ] as [(String, CopyKeyChoice.Reason)])
  func `a key that cannot serve says why`(key: String, reason: CopyKeyChoice.Reason) throws {
    let choice = try choose(Self.columns + [key])
    #expect(choice.chosen == nil)
    #expect(choice.rejected.map(\.reason) == [reason])
    #expect(choice.rejected.allSatisfy { !$0.text.isEmpty })
    #expect(choice.lines.first?.hasPrefix("k (") == true)
  }

  @Test(
    arguments: [
      (
        ["`a` int NOT NULL", "UNIQUE KEY `k` (`a`)"], ["`b` int", "UNIQUE KEY `k` (`b`)"],
        "DROP a, ADD b INT", .columnDropped
      ),
      (["`a` int NOT NULL", "UNIQUE KEY `k` (`a`)"], ["`a` int NOT NULL"], "DROP KEY k", .notInGhost),
      (
        ["`a` int NOT NULL", "UNIQUE KEY `k` (`a`)"], ["`a` int NOT NULL", "KEY `k` (`a`)"],
        "DROP KEY k, ADD KEY k (a)", .notInGhost
      ),
      (
        ["`a` int NOT NULL", "`b` int NOT NULL", "UNIQUE KEY `k` (`a`)"],
        ["`a` int NOT NULL", "`b` int NOT NULL", "UNIQUE KEY `k` (`a`,`b`)"],
        "DROP KEY k, ADD UNIQUE k (a, b)", .notInGhost
      ),
      (
        ["`a` int NOT NULL", "`b` int NOT NULL", "UNIQUE KEY `k` (`a`,`b`)"],
        ["`a` int NOT NULL", "`b` int NOT NULL", "UNIQUE KEY `k` (`b`,`a`)"],
        "DROP KEY k, ADD UNIQUE k (b, a)", .otherOrder
      ),
      (
        ["`a` datetime(6) NOT NULL", "UNIQUE KEY `k` (`a`)"],
        ["`a` datetime NOT NULL", "UNIQUE KEY `k` (`a`)"], "MODIFY a DATETIME", .valuesChange
      ),
      (
        ["`a` decimal(9,3) NOT NULL", "UNIQUE KEY `k` (`a`)"],
        ["`a` decimal(9,2) NOT NULL", "UNIQUE KEY `k` (`a`)"], "MODIFY a INT", .valuesChange
      ),
      (
        ["`a` binary(4) NOT NULL", "UNIQUE KEY `k` (`a`)"],
        ["`a` binary(8) NOT NULL", "UNIQUE KEY `k` (`a`)"], "MODIFY a INT", .valuesChange
      ),
      (
        ["`a` int NOT NULL", "UNIQUE KEY `k` (`a`)"], ["`a` double NOT NULL", "UNIQUE KEY `k` (`a`)"],
        "MODIFY a DOUBLE", .approximate
      ),
      (
        ["`a` int GENERATED ALWAYS AS (1) STORED NOT NULL", "UNIQUE KEY `k` (`a`)"],
        ["`a` int GENERATED ALWAYS AS (2) STORED NOT NULL", "UNIQUE KEY `k` (`a`)"], "FORCE", .valuesChange
      ),
      (
        ["`a` int NOT NULL", "UNIQUE KEY `k` (`a`)"],
        ["`a` int NOT NULL", "UNIQUE KEY `k` (`a`) /*!80000 INVISIBLE */"], "ALTER INDEX k INVISIBLE",
        .notInGhost
      ),
    ] as [([String], [String], String, CopyKeyChoice.Reason)])
  func `a key must be the same on the ghost`(
    source: [String], ghost: [String], sql: String, reason: CopyKeyChoice.Reason
  ) throws {
    let choice = try choose(source, ghost, sql)
    #expect(choice.chosen == nil)
    #expect(choice.rejected.map(\.reason) == [reason])
  }

  @Test func `a key follows its renamed columns, whatever it is called`() throws {
    let choice = try choose(
      ["`a` int NOT NULL", "`b` int NOT NULL", "UNIQUE KEY `k` (`a`,`b` DESC)"],
      ["`b` int NOT NULL", "`a` int NOT NULL", "UNIQUE KEY `m` (`b`,`a`)"],
      "RENAME COLUMN a TO b, RENAME COLUMN b TO a, RENAME KEY k TO m")
    #expect(choice.chosen?.source.name == "k")
    #expect(choice.chosen?.ghost.name == "m")
    #expect(choice.chosen?.columns.map(\.pair.ghost.name) == ["b", "a"])
    #expect(choice.chosen?.columns.map(\.isDescending) == [false, true])
  }

  @Test func `a wider type is no hindrance`() throws {
    let choice = try choose(
      ["`a` int NOT NULL", "PRIMARY KEY (`a`)"], ["`a` bigint unsigned NOT NULL", "PRIMARY KEY (`a`)"],
      "MODIFY a BIGINT")
    #expect(choice.chosen?.isInteger == true)
    #expect(choice.chosen?.changesComparison == false)
  }

  @Test func `stored generated columns may be part of it`() throws {
    #expect(try choose(Self.columns + ["UNIQUE KEY `k` (`s`)"]).chosen?.source.name == "k")
  }

  @Test func `keys that may be NULL are taken only when allowed, and last`() throws {
    let keys = ["UNIQUE KEY `z` (`z`)", "UNIQUE KEY `v` (`v`)"]
    let choice = try choose(Self.columns + keys, nullable: .allowed)
    #expect(choice.usable.map(\.source.name) == ["v", "z"])
    #expect(choice.usable.map(\.isNullable) == [false, true])
  }

  @Test func `a key whose collation changes comes behind one that stays`() throws {
    let choice = try choose(
      [
        "`a` varchar(5) NOT NULL", "`b` varchar(9) NOT NULL", "UNIQUE KEY `a` (`a`)",
        "UNIQUE KEY `b` (`b`)",
      ],
      [
        "`a` varchar(5) COLLATE utf8mb4_bin NOT NULL", "`b` varchar(9) NOT NULL", "UNIQUE KEY `a` (`a`)",
        "UNIQUE KEY `b` (`b`)",
      ],
      "MODIFY a VARCHAR(5)")
    #expect(choice.usable.map(\.source.name) == ["b", "a"])
    #expect(choice.usable.map(\.changesComparison) == [false, true])
  }

  @Test func `a key whose values may become equal is passed over, unless that is allowed`() throws {
    let (old, new) = (
      try Tables.make([
        "`a` varchar(5) COLLATE utf8mb4_bin NOT NULL", "`b` int NOT NULL", "UNIQUE KEY `a` (`a`)",
      ]),
      try Tables.make([
        "`a` varchar(5) COLLATE utf8mb4_general_ci NOT NULL", "`b` int NOT NULL", "UNIQUE KEY `a` (`a`)",
      ])
    )
    let mapping = try ColumnMapping(source: old, ghost: new, statement: Tables.alter("MODIFY a VARCHAR(5)"))
    let refused = CopyKeyChoice(source: old, ghost: new, mapping: mapping)
    #expect(refused.chosen == nil)
    #expect(refused.rejected.map(\.reason) == [.coarser])
    #expect(
      refused.lines == [
        "a (a): values of column a that differ under utf8mb4_bin may be equal under utf8mb4_general_ci"
      ])
    let allowed = CopyKeyChoice(source: old, ghost: new, mapping: mapping, coarser: .allowed)
    #expect(allowed.chosen?.getsCoarser == true)
  }

  @Test func `a key that stays as fine as it was goes before the primary key that does not`() throws {
    let keys = ["PRIMARY KEY (`a`)", "UNIQUE KEY `b` (`b`)"]
    let choice = try choose(
      ["`a` varchar(5) COLLATE utf8mb4_bin NOT NULL", "`b` varchar(9) NOT NULL"] + keys,
      ["`a` varchar(5) COLLATE utf8mb4_general_ci NOT NULL", "`b` varchar(9) NOT NULL"] + keys,
      "MODIFY a VARCHAR(5)")
    #expect(choice.usable.map(\.source.name) == ["b"])
  }

  @Test func `a table without a unique key has no copy key`() throws {
    let choice = try choose(Self.columns + ["KEY `n` (`n`)"])
    #expect(choice.chosen == nil)
    #expect(choice.lines.isEmpty)
  }
}
