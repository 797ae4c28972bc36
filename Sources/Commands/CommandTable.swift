import Basics
import CommandKit

/// Every command of dbops.
package struct CommandTable: Sendable {
  package let root: Command

  package init(root: Command) { self.root = root }

  /// The table of the program.
  package static let dbops = CommandTable(
    root: Command(RootCommand.spec, subcommands: commands, act: RootCommand.act))

  private static let commands: [Command] = [
    InitCommand.command,
    DoctorCommand.command,
    ConfigCommand.command,
    BackupCommand.command,
    BackupsCommand.command,
    VerifyCommand.command,
    RestoreCommand.command,
    AlterCommand.command,
    MigrationsCommand.command,
    LagCommand.command,
    HeartbeatCommand.command,
    TopologyCommand.command,
    FlagsCommand.command,
    SwitchoverCommand.command,
    StatusCommand.command,
    KeyCommand.command,
    CompletionCommand.command,
    ManCommand.command,
    VersionCommand.command,
    HelpCommand.command,
  ]

  /// The specs that `words` lead to, beginning with the root.
  ///
  /// - Throws: `OpsError` `usage` when there is no such command.
  package func path(of words: [String]) throws(OpsError) -> [CommandSpec] {
    try CommandParser(root.spec).path(of: words)
  }
}
