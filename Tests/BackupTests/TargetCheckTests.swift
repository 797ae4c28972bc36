import Backup
import Basics
import MySQL
import Testing

@Suite struct TargetCheckTests {
  private let plan: RestorePlan

  init() throws {
    let programs = [
      Sample.program(.view, "shop", "v", "CREATE VIEW `v` AS select 1", details: ["1"]),
      Sample.program(.procedure, "shop", "p", "CREATE PROCEDURE `p`() SELECT 1"),
    ]
    let tables = [Sample.table("shop", "orders"), Sample.table("shop", "items")]
    plan = try RestorePlan(
      Sample.contents(tables, programs: programs), selection: Selection(), mapping: .identity,
      includesAccounts: false)
  }

  private func check(
    tables: [TableDefinition] = [], programs: [StoredProgram] = [], ours: [RestoreLedger.Item] = [],
    overwrites: Bool = false
  ) throws -> TargetCheck {
    var inventory = Inventory()
    inventory.tables = tables
    inventory.programs = programs
    return try TargetCheck(
      plan: plan, target: inventory, recorded: RecordedItems(Set(ours)), overwrites: overwrites)
  }

  @Test func `on an empty target everything is made`() throws {
    let check = try check()
    #expect(check.steps == [.create, .create])
    #expect(check.conflicts.isEmpty && check.replacedPrograms.isEmpty && !check.isResumed)
    try check.requireNoConflicts()
  }

  @Test func `somebody else's table or program is in the way`() throws {
    let check = try check(
      tables: [Sample.table("shop", "items")], programs: [Sample.program(.procedure, "shop", "p", "")])
    #expect(check.conflicts == ["table shop.items", "procedure shop.p"])
    let error = failure { try check.requireNoConflicts() }
    #expect(error?.code == .refused && error?.changed == "nothing")
    #expect(error?.why.contains("shop.items") == true && error?.hint.contains("--overwrite") == true)
  }

  @Test func `with leave to overwrite they are replaced`() throws {
    let check = try check(
      tables: [Sample.table("shop", "items")], programs: [Sample.program(.procedure, "shop", "p", "")],
      overwrites: true)
    #expect(check.steps == [.create, .replace])
    #expect(check.replacedPrograms.map(\.target.name) == ["p"])
    #expect(check.conflicts.isEmpty)
  }

  @Test func `what an earlier run made is carried on with, and never replaced`() throws {
    let orders = TableName("shop", "orders")
    for overwrites in [false, true] {
      let check = try check(
        tables: [Sample.table("shop", "orders")], programs: [Sample.program(.procedure, "shop", "p", "")],
        ours: [.table(orders), .program(.procedure, TableName("shop", "p"))], overwrites: overwrites)
      #expect(check.steps == [.resume, .create])
      #expect(check.isResumed && check.conflicts.isEmpty && check.replacedPrograms.isEmpty)
    }
  }

  @Test func `a table of ours may lack indexes, but not have other columns`() throws {
    let ours: [RestoreLedger.Item] = [.table(TableName("shop", "orders"))]
    let indexed = Sample.table(
      "shop", "orders",
      create: Sample.create("orders", ["`id` int NOT NULL", "PRIMARY KEY (`id`)", "KEY `k` (`id`)"]))
    #expect(try check(tables: [indexed], ours: ours).steps.first == .resume)
    let changed = Sample.table("shop", "orders", create: Sample.create("orders", ["`id` bigint NOT NULL"]))
    let error = failure { _ = try check(tables: [changed], ours: ours) }
    #expect(error?.code == .refused && error?.what.contains("shop.orders") == true)
  }

  @Test func `a view where a table belongs, and a table where a view belongs, are in the way`() throws {
    let view = Sample.program(.view, "shop", "orders", "", details: ["1"])
    #expect(try check(programs: [view], overwrites: true).conflicts == ["view or sequence shop.orders"])
    let table = Sample.table("shop", "v")
    #expect(try check(tables: [table], overwrites: true).conflicts == ["table shop.v"])
  }

  @Test func `same names of other kinds and in other databases are in nobody's way`() throws {
    let check = try check(
      tables: [Sample.table("stock", "orders"), Sample.table("shop", "p")],
      programs: [Sample.program(.function, "shop", "p", ""), Sample.program(.procedure, "stock", "p", "")])
    #expect(check.conflicts.isEmpty && check.steps == [.create, .create])
  }

  @Test func `a long list of conflicts is cut, and counted`() throws {
    let tables = (0..<9).map { Sample.table("shop", "t\($0)") }
    let many = try RestorePlan(
      Sample.contents(tables), selection: Selection(), mapping: .identity, includesAccounts: false)
    var inventory = Inventory()
    inventory.tables = tables
    let check = try TargetCheck(plan: many, target: inventory, recorded: RecordedItems([]), overwrites: false)
    let error = failure { try check.requireNoConflicts() }
    #expect(error?.why.contains("and 4 more") == true)
  }
}
