import CommandKit
import TestKit
import Testing

@Suite struct HelpTests {
  private func path(_ words: [String]) throws -> [CommandSpec] {
    try CommandParser(Sample.root).path(of: words)
  }

  @Test(arguments: [40, 60, 80, 100])
  func `help of a command at several widths`(width: Int) throws {
    let text = HelpText(try path(["backup"]), width: width).text
    try Snapshot().expect(text, named: "backup-\(width).txt")
  }

  @Test(arguments: [[], ["backups"], ["backups", "show"], ["config"], ["config", "check"], ["alter"]])
  func `help of every kind of command`(words: [String]) throws {
    let text = HelpText(try path(words), width: 80).text
    try Snapshot().expect(text, named: (["tool"] + words).joined(separator: "-") + ".txt")
  }

  @Test(arguments: [40, 60, 80, 100])
  func `prose keeps within the width`(width: Int) throws {
    for path in CommandSpec.walk(Sample.root) {
      let lines = HelpText(path, width: width).text.split(separator: "\n")
      let kept = lines.filter { $0.hasPrefix("    tool") || $0.contains("kept as it is") }
      for line in lines where !kept.contains(line) {
        // A term that is wider than its column stands alone and may be as wide as it is.
        let isTerm = line.hasPrefix("  ") && line.contains("--")
        #expect(isTerm || DisplayText.width(of: String(line)) <= width, "\(line)")
      }
    }
  }

  @Test func `lines are at most 100 and at least 40 columns wide`() throws {
    #expect(
      HelpText(try path(["backup"]), width: 500).text == HelpText(try path(["backup"]), width: 100).text)
    #expect(HelpText(try path(["backup"]), width: 1).text == HelpText(try path(["backup"]), width: 40).text)
  }

  @Test func `hidden options and commands are not shown`() throws {
    #expect(!HelpText(try path(["backup"]), width: 80).text.contains("debug-dump"))
    #expect(!HelpText(try path([]), width: 80).text.contains("secret-command"))
  }
}
