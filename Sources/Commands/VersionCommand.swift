import CommandKit

/// What this program is.
package enum BuildInfo {
  /// The version, of which the first number changes when a script could break.
  package static let version = "0.1.0"
}

/// `dbops version`
enum VersionCommand {
  static let command = Command(
    CommandSpec(
      "version", summary: "prints the version",
      examples: [CommandExample("dbops version", "See which dbops this is")])
  ) { _, context in
    print(context)
  }

  static func print(_ context: CommandContext) -> CommandResult {
    context.console.show("dbops \(BuildInfo.version)")
    return .ok(["version": .string(BuildInfo.version)])
  }
}
