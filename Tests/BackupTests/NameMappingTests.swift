import Backup
import MySQL
import Testing

@Suite struct NameMappingTests {
  private let orders = TableName("shop", "orders")

  @Test func `nothing renamed is the identity`() throws {
    let mapping = try NameMapping(rules: [])
    #expect(mapping.isIdentity && mapping == .identity)
    #expect(mapping.database("shop") == "shop" && mapping.table(orders) == orders)
    #expect(!mapping.renames(database: "shop") && !mapping.renames(table: orders))
  }

  @Test func `a database takes its tables with it`() throws {
    let mapping = try NameMapping(rules: ["shop=copy"])
    #expect(mapping.database("shop") == "copy" && mapping.database("shop2") == "shop2")
    #expect(mapping.table(orders) == TableName("copy", "orders"))
    #expect(mapping.renames(database: "shop") && !mapping.renames(table: orders))
  }

  @Test func `a rule about a table outranks the one about its database`() throws {
    let mapping = try NameMapping(rules: ["shop=copy", "shop.orders=old.orders_2020"])
    #expect(mapping.table(orders) == TableName("old", "orders_2020"))
    #expect(mapping.table(TableName("shop", "items")) == TableName("copy", "items"))
    #expect(mapping.renames(table: orders) && !mapping.isIdentity)
  }

  @Test func `two databases may change places`() throws {
    let mapping = try NameMapping(rules: ["a=b", "b=a"])
    #expect(mapping.table(TableName("a", "t")) == TableName("b", "t"))
    #expect(mapping.table(TableName("b", "t")) == TableName("a", "t"))
  }

  @Test(arguments: [
    "shop", "shop=", "=copy", "a=b=c", "shop.orders=copy", "shop=copy.orders", "shop.=copy.x", ".x=copy.y",
    "",
  ])
  func `a rule of another form is refused`(rule: String) {
    #expect(failure { _ = try NameMapping(rules: [rule]) }?.code == .usage)
  }

  @Test(arguments: [["a=b", "a=c"], ["a.x=b.y", "a.x=b.z"]])
  func `two rules about one name are refused`(rules: [String]) {
    let error = failure { _ = try NameMapping(rules: rules) }
    #expect(error?.code == .usage)
    #expect(error?.what.contains("twice") == true)
  }
}
