import CommandKit
import Commands
import Testing

@Suite struct TextTableTests {
  private var table: TextTable {
    var table = TextTable([.init("ID"), .init("SIZE", .right), .init("TABLE")])
    table.add(["1", "412 MiB", "orders"])
    table.add(["20", "5 B", "日本"])
    return table
  }

  @Test func `columns are aligned by what a terminal shows`() {
    #expect(
      table.text(width: nil) == """
        ID     SIZE  TABLE
        1   412 MiB  orders
        20      5 B  日本

        """)
  }

  @Test(arguments: [30, 40, 60])
  func `a table keeps within the terminal by cutting its widest column`(width: Int) {
    var table = table
    table.add(["3", "1 KiB", String(repeating: "長い", count: 40)])
    let lines = table.text(width: width).split(separator: "\n")
    #expect(lines.allSatisfy { DisplayText.width(of: String($0)) <= width })
    #expect(lines.last?.hasSuffix("…") == true)
    #expect(lines.last?.hasPrefix("3     1 KiB  ") == true)
  }

  @Test func `nothing is cut where there is no terminal`() {
    var table = table
    let long = String(repeating: "x", count: 500)
    table.add(["3", "1 KiB", long])
    #expect(table.text(width: nil).contains(long))
  }

  @Test func `a cell cannot break its line`() {
    var table = TextTable([.init("NAME")])
    table.add(["a\nb\u{1B}[31m"])
    #expect(table.text(width: nil) == "NAME\na\\nb\\u{1B}[31m\n")
  }

  @Test func `missing cells are empty and surplus ones are dropped`() {
    var table = TextTable([.init("A"), .init("B")])
    table.add(["1"])
    table.add(["1", "2", "3"])
    #expect(table.text(width: nil) == "A  B\n1\n1  2\n")
  }

  @Test func `headings are bold where colours are wanted`() {
    #expect(table.text(width: nil, style: .ansi).hasPrefix("\u{1B}[1mID     SIZE  TABLE\u{1B}[0m\n"))
  }
}
