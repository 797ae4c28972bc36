import Backup
import Basics
import MySQL
import Testing

@Suite struct RestorePlanTests {
  private let tables = [
    Sample.table("shop", "orders"), Sample.table("shop", "items"), Sample.table("stock", "orders"),
  ]
  private let programs = [
    Sample.program(.view, "shop", "v", "CREATE VIEW `v` AS select 1", details: ["1"]),
    Sample.program(.procedure, "shop", "p", "CREATE PROCEDURE `p`() SELECT 1"),
    Sample.program(
      .trigger, "shop", "tr", "CREATE TRIGGER tr BEFORE INSERT ON orders FOR EACH ROW SET @a=1",
      details: ["orders"]),
    Sample.program(.event, "stock", "e", "CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY DO SELECT 1"),
    Sample.program(.sequence, "shop", "s", "CREATE SEQUENCE `s`"),
  ]

  private func plan(
    _ selection: Selection = Selection(), renames: [String] = [], accounts: Bool = false,
    extra: [StoredProgram] = []
  ) throws -> RestorePlan {
    var contents = Sample.contents(tables, programs: programs + extra, databases: ["shop", "stock"])
    contents.accounts = [Account(user: "a", host: "%", isRole: false, create: [], grants: [])]
    return try RestorePlan(
      contents, selection: selection, mapping: try NameMapping(rules: renames), includesAccounts: accounts)
  }

  private func names(_ plan: RestorePlan) -> [String] {
    (plan.tables.map(\.target) + plan.programs.map(\.target)).map(\.description)
  }

  @Test func `everything comes back under its own name, accounts on demand`() throws {
    let plan = try plan()
    #expect(
      names(plan) == [
        "shop.orders", "shop.items", "stock.orders", "shop.v", "shop.p", "shop.tr", "stock.e", "shop.s",
      ])
    #expect(plan.databases.map(\.name) == ["shop", "stock"])
    #expect(plan.accounts.isEmpty && plan.remarks.isEmpty)
    #expect(try self.plan(accounts: true).accounts.count == 1)
  }

  @Test func `one table comes with its triggers and nothing else`() throws {
    let plan = try plan(Selection(tables: [TableName("shop", "orders")]))
    #expect(names(plan) == ["shop.orders", "shop.tr"])
    #expect(plan.databases.map(\.name) == ["shop"])
  }

  @Test func `a database comes with its programs`() throws {
    #expect(names(try plan(Selection(databases: ["stock"]))) == ["stock.orders", "stock.e"])
    let without = Selection(databases: ["shop"], excludedTables: [TableName("shop", "orders")])
    #expect(names(try plan(without)) == ["shop.items", "shop.v", "shop.p", "shop.s"])
  }

  @Test func `a database under a new name is made under that name`() throws {
    let plan = try plan(Selection(databases: ["shop"]), renames: ["shop=copy"])
    #expect(plan.databases.map(\.name) == ["copy"])
    #expect(text(plan.databases[0].create) == "CREATE DATABASE `copy` /*!40100 DEFAULT CHARSET */")
    #expect(names(plan).allSatisfy { $0.hasPrefix("copy.") })
  }

  @Test func `a table moved elsewhere needs that database, with the server's defaults`() throws {
    let plan = try plan(
      Selection(tables: [TableName("shop", "items")]), renames: ["shop.items=archive.items_2020"])
    #expect(names(plan) == ["archive.items_2020"])
    #expect(plan.databases.map(\.name) == ["archive"])
    #expect(text(plan.databases[0].create) == "CREATE DATABASE `archive`")
  }

  @Test func `a table over others comes after them, and all of them with their indexes`() throws {
    let lines = ["`id` int NOT NULL", "KEY `id` (`id`)"]
    func table(_ name: String, _ engine: String) -> TableDefinition {
      Sample.table("shop", name, create: Sample.create(name, lines), engine: engine)
    }
    func indexes(_ tables: TableDefinition...) throws -> [String: Int] {
      let plan = try RestorePlan(
        Sample.contents(tables), selection: Selection(), mapping: .identity, includesAccounts: false)
      return Dictionary(
        uniqueKeysWithValues: plan.tables.enumerated().map {
          ("\($0.offset) \($0.element.target.name)", $0.element.split.indexes.count)
        })
    }
    let plain = try indexes(table("over", "BLACKHOLE"), table("part", "MyISAM"), table("other", "InnoDB"))
    #expect(plain == ["0 part": 1, "1 other": 1, "2 over": 0])
    let merged = try indexes(table("over", "MRG_MyISAM"), table("part", "MyISAM"), table("other", "InnoDB"))
    #expect(merged == ["0 part": 0, "1 other": 1, "2 over": 0])
  }

  @Test func `a trigger does not follow a table to another name, and the plan says so`() throws {
    let plan = try plan(Selection(tables: [TableName("shop", "orders")]), renames: ["shop.orders=shop.old"])
    #expect(names(plan) == ["shop.old"])
    #expect(plan.remarks == ["trigger shop.tr is left out: its table gets another name"])
  }

  @Test func `a body that names the old database is remarked upon`() throws {
    let extra = Sample.program(
      .function, "shop", "f", "CREATE FUNCTION `f`() RETURNS int RETURN (SELECT 1 FROM shop.items)")
    let remarks = try plan(renames: ["shop=copy"], extra: [extra]).remarks
    #expect(remarks == ["function shop.f still names database shop in its body"])
  }

  @Test func `a view that was broken on the source is remarked upon`() throws {
    let extra = Sample.program(.view, "shop", "broken", "CREATE VIEW `broken` AS select `x` from `gone`")
    #expect(try plan(extra: [extra]).remarks.first?.contains("did not open on the source") == true)
  }

  @Test func `what the backup does not hold is named, with a suggestion`() {
    let database = failure { _ = try plan(Selection(databases: ["shp"])) }
    #expect(database?.code == .notFound && database?.hint == "did you mean shop?")
    let table = failure { _ = try plan(Selection(tables: [TableName("shop", "ordres")])) }
    #expect(table?.code == .notFound && table?.hint == "did you mean shop.orders?")
    #expect(
      failure { _ = try plan(Selection(databases: ["zzzzzzzz"])) }?.hint.contains("backups show") == true)
  }

  @Test func `two things never get the same name`() {
    let tables = failure { _ = try plan(renames: ["stock=shop"]) }
    #expect(tables?.code == .refused && tables?.what.contains("shop.orders") == true)
    let view = failure { _ = try plan(renames: ["shop.items=shop.v"]) }
    #expect(view?.code == .refused)
    let extra = Sample.program(.procedure, "stock", "p", "CREATE PROCEDURE `p`() SELECT 2")
    let routines = failure {
      _ = try plan(
        Selection(excludedTables: [TableName("stock", "orders")]), renames: ["stock=shop"], extra: [extra])
    }
    #expect(routines?.code == .refused && routines?.what.contains("procedure shop.p") == true)
  }

  @Test func `programs come by kind, in the order in which they can be made`() throws {
    let plan = try plan()
    #expect(plan.programs(.trigger, .view).map(\.target.name) == ["tr", "v"])
    #expect(plan.programs { $0 != .event }.count == 4)
  }

  @Test func `the same restore has the same identity, another one another`() throws {
    func identity(_ selection: Selection = Selection(), _ renames: [String] = [], backup: String = "b") throws
      -> String
    {
      try LogicalRestore.identity(backup: backup, selection: selection, renames: renames)
    }
    #expect(
      try identity(Selection(databases: ["a", "b"]), ["x=y", "p=q"])
        == identity(Selection(databases: ["b", "a"]), ["p=q", "x=y"]))
    let different = [
      try identity(), try identity(backup: "c"), try identity(Selection(databases: ["a"])),
      try identity(Selection(excludedDatabases: ["a"])),
      try identity(Selection(tables: [TableName("a", "b")])),
      try identity(Selection(excludedTables: [TableName("a", "b")])), try identity(Selection(), ["a=b"]),
    ]
    #expect(Set(different).count == different.count)
    #expect(different.allSatisfy { $0.count == 64 })
  }
}
