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
}
