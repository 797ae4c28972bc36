import CommandKit

/// Every command of dbops.
package struct CommandTable: Sendable {
  package let root: Command

  package init(root: Command) { self.root = root }

  /// The table of the program.
  package static let dbops = CommandTable(
    root: Command(RootCommand.spec, subcommands: commands, act: RootCommand.act))

  private static let commands: [Command] = [
    CompletionCommand.command,
    ManCommand.command,
    VersionCommand.command,
    HelpCommand.command,
  ]

  /// The specs that `words` lead to, beginning with the root; nil when there is no such command.
  package func specs(of words: [String]) -> [CommandSpec]? {
    var path = [root.spec]
    for word in words {
      guard let next = path.last?.subcommands.first(where: { $0.name == word }) else { return nil }
      path.append(next)
    }
    return path
  }
}
