import Basics
import CommandKit

/// `dbops` alone.
enum RootCommand {
  static let version = Option(flag: "version", help: "Print the version.")

  static let spec: CommandSpec = {
    var spec = text
    spec.facts = [environment, files]
    return spec
  }()

  private static let text = CommandSpec(
    "dbops", summary: "keeps production databases alive",
    discussion: """
      Backs databases up and proves that the backups restore, changes big tables while they are in use, \
      watches replication and manages the flags that make a server a primary or a replica.

      Alone it tells what is wrong, how old each target's newest backup is, and what to do next.

      Commands that could do harm show their plan first and act with --execute.
      """,
    options: [version], inherited: [GlobalOptions.section],
    rules: [.exclusive([GlobalOptions.quiet, GlobalOptions.verbose])])

  private static let environment = FactList(
    "Environment",
    [
      ("DBOPS_CONFIG", "The configuration file, where `--config` does not name one."),
      ("NO_COLOR", "Any value: print without colours."),
      ("TERM", "`dumb` stands for a terminal that cannot redraw a line: progress is printed line by line."),
    ])

  private static let files = FactList(
    "Files",
    [
      ("./dbops.yaml", "The configuration, looked for first."),
      ("$XDG_CONFIG_HOME/dbops/dbops.yaml", "The user's configuration; `~/.config` stands for the variable."),
      ("/etc/dbops/dbops.yaml", "The system's configuration, looked for last."),
    ])

  static let act: Command.Act = { invocation, context in
    if invocation[version] { return VersionCommand.print(context) }
    return StatusCommand.show(try StatusCommand.overview(invocation, context), context)
  }
}
