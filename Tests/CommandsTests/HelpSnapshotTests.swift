import CommandKit
import Commands
import TestKit
import Testing

/// What users see of every command, kept in files so that a change shows in review.
@Suite struct HelpSnapshotTests {
  private static let paths = CommandSpec.walk(CommandTable.dbops.root.spec)

  private static func name(_ path: [CommandSpec]) -> String {
    path.map(\.name).joined(separator: "-") + ".txt"
  }

  @Test(arguments: paths.indices)
  func `help of a command is as recorded`(index: Int) throws {
    let path = Self.paths[index]
    try Snapshot().expect(HelpText(path, width: 80).text, named: Self.name(path))
  }

  @Test func `no snapshot outlives its command`() throws {
    let strays = Set(try Snapshot().names.filter { $0.hasSuffix(".txt") }).subtracting(
      Self.paths.map(Self.name))
    #expect(strays.isEmpty, "delete \(strays.sorted())")
  }

  @Test func `no command contradicts itself`() {
    #expect(SpecCheck(CommandTable.dbops.root.spec).problems == [])
  }

  @Test(.enabled(if: ExternalTool.exists("groff"), "groff is not installed"))
  func `groff has no complaint about any man page`() throws {
    let groff = try #require(ExternalTool("groff"))
    for path in Self.paths {
      let page = ManPage(path, version: BuildInfo.version)
      let result = try groff.run(["-man", "-ww", "-z", "-Tutf8"], input: page.text)
      #expect(result.status == 0 && result.output.isEmpty, "\(page.name): \(result.output)")
    }
  }

  @Test(arguments: Shell.allCases)
  func `the completion script is well-formed in its shell`(shell: Shell) throws {
    guard let tool = ExternalTool(shell.rawValue) else {
      print("skipped: \(shell.rawValue) is not installed")
      return
    }
    let script = CompletionScript(CommandTable.dbops.root.spec).text(for: shell)
    let arguments = shell == .fish ? ["--no-execute", "/dev/stdin"] : ["-n"]
    let result = try tool.run(arguments, input: script)
    #expect(result.status == 0 && result.output.isEmpty, "\(result.output)")
  }
}
