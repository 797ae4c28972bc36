import CommandKit
import TestKit
import Testing

@Suite struct ManPageTests {
  private var pages: [ManPage] { CommandSpec.walk(Sample.root).map { ManPage($0, version: "1.0") } }

  @Test func `there is a page for every command that is shown`() {
    #expect(
      pages.map(\.fileName) == [
        "tool.1", "tool-backup.1", "tool-backups.1", "tool-backups-show.1", "tool-config.1",
        "tool-config-show.1", "tool-config-check.1", "tool-alter.1",
      ])
  }

  @Test func `man page of a command`() throws {
    try Snapshot().expect(pages[1].text, named: "tool-backup.1")
    try Snapshot().expect(pages[0].text, named: "tool.1")
  }

  @Test func `no text of a spec can become a request`() throws {
    let spec = CommandSpec(
      "tool", summary: "does \\things", discussion: ".so /etc/passwd\n\n'bold\n\nn\\o \"escape\" – é `a-b`")
    let page = ManPage([spec], version: "1.0").text
    #expect(page.contains("\\&.so /etc/passwd\n"))
    #expect(page.contains("\\(aqbold\n"))
    #expect(page.contains("n\\eo \\(dqescape\\(dq \\[u2013] \\[u00E9] \\fBa\\-b\\fR\n"))
  }

  @Test(.enabled(if: ExternalTool.exists("groff"), "groff is not installed"))
  func `groff has no complaint`() throws {
    let groff = try #require(ExternalTool("groff"))
    for page in pages {
      let result = try groff.run(["-man", "-ww", "-z", "-Tutf8"], input: page.text)
      #expect(result.status == 0 && result.output.isEmpty, "\(page.name): \(result.output)")
    }
  }

  @Test(.enabled(if: ExternalTool.exists("man"), "man is not installed"))
  func `man renders the page readably`() throws {
    let man = try #require(ExternalTool("man"))
    let text = try man.run(["--warnings=w", "-l", "-"], input: pages[1].text).output
    #expect(text.contains("tool-backup - backs a target up now"))
    #expect(text.contains("tool backup -t shop --engine=physical --threads 8"))
  }
}
