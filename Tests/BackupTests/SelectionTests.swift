import Backup
import MySQL
import Testing

@Suite struct SelectionTests {
  private let orders = TableName("shop", "orders")
  private let items = TableName("shop", "items")

  @Test func `nothing named means everything but what is the server's own`() {
    let all = Selection()
    #expect(all.isEverything)
    #expect(all.includes(database: "shop") && all.includes(table: orders) && all.includesPrograms(of: "shop"))
    for name in ["mysql", "MySQL", "sys", "information_schema", "PERFORMANCE_SCHEMA", "dbops"] {
      #expect(!all.includes(database: name))
      #expect(!Selection(databases: [name]).includes(database: name))
    }
  }

  @Test func `a name that looks the same is another one`() {
    let selection = Selection(databases: ["\u{E9}"], excludedTables: [TableName("\u{E9}", "\u{C5}")])
    #expect(selection.includes(database: "\u{E9}") && !selection.includes(database: "e\u{301}"))
    #expect(!selection.includes(table: TableName("\u{E9}", "\u{C5}")))
    #expect(selection.includes(table: TableName("\u{E9}", "\u{212B}")))
  }

  @Test func `a named database is taken whole, and no other`() {
    let selection = Selection(databases: ["shop"])
    #expect(selection.includes(table: orders) && selection.includesPrograms(of: "shop"))
    #expect(
      !selection.includes(database: "shop2") && !selection.includes(table: TableName("stock", "orders")))
    #expect(!selection.isEverything)
  }

  @Test func `a named table comes without its database's programs and neighbours`() {
    let selection = Selection(tables: [orders])
    #expect(selection.includes(database: "shop") && selection.includes(table: orders))
    #expect(!selection.includes(table: items) && !selection.includesPrograms(of: "shop"))
  }

  @Test func `a table of another database may come along with a whole one`() {
    let selection = Selection(databases: ["stock"], tables: [orders])
    #expect(selection.includes(table: orders) && !selection.includes(table: items))
    #expect(
      selection.includes(table: TableName("stock", "anything")) && selection.includesPrograms(of: "stock"))
  }

  @Test func `what is excluded stays out whatever else is said`() {
    let selection = Selection(
      databases: ["shop", "stock"], tables: [items], excludedDatabases: ["stock"],
      excludedTables: [orders, items])
    #expect(!selection.includes(database: "stock") && !selection.includesPrograms(of: "stock"))
    #expect(!selection.includes(table: orders) && !selection.includes(table: items))
    #expect(selection.includes(table: TableName("shop", "other")))
    #expect(!Selection(excludedTables: [orders]).isEverything)
  }

  @Test func `a table is named by database and name, and a name may hold points`() throws {
    #expect(try Selection.tableName("shop.orders") == orders)
    #expect(try Selection.tableName("shop.a.b") == TableName("shop", "a.b"))
  }

  @Test(arguments: ["orders", ".orders", "shop.", ".", ""])
  func `half a name is refused with the way to write it`(text: String) {
    let error = failure { _ = try Selection.tableName(text) }
    #expect(error?.code == .usage)
    #expect(error?.hint.contains("DATABASE.TABLE") == true)
  }
}
