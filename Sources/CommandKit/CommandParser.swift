import Basics

/// Understands a command line by the spec of its program.
///
/// Options stand before or after the command's words, `--` ends them, and `-h` or `--help` anywhere
/// before it asks for help.
package struct CommandParser: Sendable {
  let root: CommandSpec

  package init(_ root: CommandSpec) { self.root = root }

  /// What a command line asks for.
  package enum Outcome: Sendable {
    case run(Invocation)
    /// The path from the root to the command to explain.
    case help([CommandSpec])
  }

  /// - Parameter words: The command line without the program's name.
  /// - Throws: `OpsError` `usage`, with the likely meaning in its hint.
  package func parse(_ words: [String]) throws(OpsError) -> Outcome {
    var scan = CommandLineScan(root: root, words: words)
    do {
      try scan.run()
    } catch {
      // Who asks for help gets it, whatever else is wrong with the line.
      if Self.asksForHelp(words) { return .help(scan.path) }
      throw error
    }
    if scan.wantsHelp { return .help(scan.path) }
    return .run(try scan.invocation())
  }

  /// The specs from the root to the command that `words` name.
  ///
  /// - Throws: `OpsError` `usage` when there is no such command, with the likely one in its hint.
  package func path(of words: [String]) throws(OpsError) -> [CommandSpec] {
    var path = [root]
    for word in words {
      guard let next = path[path.count - 1].subcommand(word) else {
        throw UsageErrors(path: path).unknownCommand(word)
      }
      path.append(next)
    }
    return path
  }

  private static func asksForHelp(_ words: [String]) -> Bool {
    words.prefix { $0 != "--" }.contains { ["-h", "--help", "-help"].contains($0) }
  }
}
