import Basics
import CommandKit

/// `dbops` alone.
enum RootCommand {
  static let version = Option(flag: "version", help: "Print the version.")

  static let spec = CommandSpec(
    "dbops", summary: "keeps production databases alive",
    discussion: """
      Backs databases up and proves that the backups restore, changes big tables while they are in use, \
      watches replication and manages the flags that make a server a primary or a replica.

      Commands that could do harm show their plan first and act with --execute.
      """,
    options: [version], inherited: [GlobalOptions.section],
    rules: [.exclusive([GlobalOptions.quiet, GlobalOptions.verbose])])

  static let act: Command.Act = { invocation, context in
    if invocation[version] { return VersionCommand.print(context) }
    context.console.show(HelpText([context.table.root.spec], width: context.console.dataWidth ?? 80).text)
    return .ok
  }
}
