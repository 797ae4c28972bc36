import Backup
import MySQL
import Testing

struct MissingViewTests {
  @Test(arguments: [
    (1146, "Table 'stock.items' doesn't exist"), (1146, "La table 'stock.items' n'existe pas"),
    (1049, "Unknown database 'stock'"), (1305, "FUNCTION stock.price does not exist"),
    (1356, "View 'shop.left_out' references invalid table(s) or column(s)"),
  ])
  func `a view may be missing when what it stands on is not brought`(number: Int, text: String) {
    #expect(isAbout(number, text))
  }

  @Test(arguments: [
    (1146, "Table 'shop.orders' doesn't exist"), (1049, "Unknown database 'shop'"),
    (1305, "FUNCTION shop.orders does not exist"), (1054, "Unknown column 'stock.items' in 'field list'"),
    (1356, "View 'shop.orders' references invalid table(s) or column(s)"),
    (1064, "You have an error near 'stock.items'"),
    (1142, "SELECT command denied for table 'stock.items'"),
  ])
  func `a view that should work and does not is an error`(number: Int, text: String) {
    #expect(!isAbout(number, text))
  }

  private func isAbout(_ number: Int, _ text: String) -> Bool {
    MissingView.isAbout(
      SQLFailure(number: number, text: text, server: "lab"), notAmong: [TableName("shop", "orders")],
      ["shop"])
  }
}
