import Configuration
import Testing

@Suite struct YAMLTests {
  private func parse(_ text: String) -> YAMLDocument { YAMLDocument(parsing: Array(text.utf8)) }

  /// `line:column: message` of each problem.
  private func told(_ text: String) -> [String] {
    parse(text).problems.map { "\($0.position): \($0.message)" }
  }

  @Test func `every value knows where it begins, counted in characters`() {
    let document = parse("é: {ü: [a, 'b']}\nlast:\n  - x\n")
    guard case .mapping(let top) = document.root?.content, case .mapping(let inner) = top[0].value.content,
      case .sequence(let items) = inner[0].value.content, case .sequence(let last) = top[1].value.content
    else {
      Issue.record("not the tree that was written")
      return
    }
    #expect(top[0].position == YAMLPosition(line: 1, column: 1))
    #expect(inner[0].position == YAMLPosition(line: 1, column: 5))
    #expect(items.map(\.position.column) == [9, 12])
    #expect(items[1].content == .scalar("b", isPlain: false))
    #expect(last[0].position == YAMLPosition(line: 3, column: 5))
  }

  @Test(arguments: [
    ("a: 1\nb: 2\na: 3\n", #"3:1: duplicate key "a", first given at 1:1"#),
    ("x: {a: 1, 'a': 2}\n", #"1:11: duplicate key "a", first given at 1:5"#),
    ("a: &x 1\n", "1:4: an anchor (&name) is not taken here"),
    ("a: !!str 1\n", "1:4: a tag (!name) is not taken here"),
    ("a: !secret {b: 1}\n", "1:4: a tag (!name) is not taken here"),
    ("a: 1\n---\nb: 2\n", "2:1: a second document"),
    ("a:\tb\n", "1:3: a tab"),
    ("a: 'x\u{0}'\n", "1:6: a control character (U+0000)"),
    ("a: 1\nb: \u{1b}[31m\n", "2:4: a control character (U+001B)"),
    ("{[a, b]: 1}\n", "1:2: a key must be a single word"),
    ("a: [1, 2\n", "2:1: did not find expected ',' or ']' while parsing a flow sequence"),
    ("a: b: c\n", "1:5: mapping values are not allowed in this context"),
  ])
  func `what settings do without is refused where it stands`(text: String, problem: String) {
    #expect(told(text) == [problem])
  }

  @Test func `an alias is refused as key and as value`() {
    #expect(told("a: &x 1\nb: *x\n").contains("2:4: an alias (*name) is not taken here"))
    #expect(
      told("a: &x y\n*x : 1\n*x : 2\n") == [
        "1:4: an anchor (&name) is not taken here", "2:1: an alias (*name) is not taken here",
        "3:1: an alias (*name) is not taken here",
      ])
  }

  @Test func `bytes that are not UTF-8 are told by line and column`() {
    let bytes = Array("a: 1\né: ".utf8) + [0xC3, 0x28]
    #expect(YAMLDocument(parsing: bytes).problems.map(\.position) == [YAMLPosition(line: 2, column: 4)])
    #expect(YAMLDocument(parsing: [0xFF, 0xFE, 0x61, 0x00]).problems.first?.message == "the file is UTF-16")
    let surrogate: [UInt8] = [0x61, 0x0A, 0xED, 0xA0, 0x80]
    #expect(YAMLDocument(parsing: surrogate).problems.map(\.position) == [YAMLPosition(line: 2, column: 1)])
  }

  @Test func `size and depth have limits`() {
    var limits = YAMLDocument.Limits()
    limits.bytes = 10
    #expect(YAMLDocument(parsing: Array("aaaaaaaaaa".utf8), limits: limits).problems == [])
    #expect(YAMLDocument(parsing: Array("aaaaaaaaaaa".utf8), limits: limits).root == nil)
    limits = YAMLDocument.Limits()
    limits.depth = 3
    #expect(YAMLDocument(parsing: Array("[[a]]".utf8), limits: limits).problems == [])
    #expect(told(String(repeating: "[", count: 50_000)) == ["1:17: nested more than 16 levels deep"])
  }

  @Test func `a byte order mark and Windows line ends do no harm`() {
    #expect(parse("\u{FEFF}a: 1\r\nb: 2\r\n").problems == [])
    #expect(told("a: 1\r\na: 2\r\n") == [#"2:1: duplicate key "a", first given at 1:1"#])
  }

  @Test func `problems found before a syntax error are reported with it`() {
    #expect(told("a: &x 1\na: 2\nb: [\n").count == 3)
  }
}
