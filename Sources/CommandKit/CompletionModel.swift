/// What a shell has to know, one node for each command that can be typed.
struct CompletionModel {
  let program: String
  let nodes: [Node]

  struct Node {
    /// The words typed, parted by blanks: `dbops backups show`.
    let commandLine: String
    let subcommands: [CommandSpec]
    let options: [OptionDefinition]
    let arguments: [ArgumentDefinition]
  }

  init(_ root: CommandSpec) {
    program = root.name
    nodes = CommandSpec.walk(root).map { path in
      let options = (path.last?.ownOptions ?? []) + path.flatMap(\.inheritedOptions)
      return Node(
        commandLine: path.map(\.name).joined(separator: " "),
        subcommands: path.last?.shownSubcommands ?? [],
        options: options.filter { $0.visibility == .shown },
        arguments: path.last?.argumentDefinitions ?? [])
    }
  }
}

extension CommandSpec {
  /// Every command that help shows, as paths from the root, a command before those below it.
  package static func walk(_ root: CommandSpec) -> [[CommandSpec]] {
    func below(_ path: [CommandSpec]) -> [[CommandSpec]] {
      [path] + (path.last?.shownSubcommands ?? []).flatMap { below(path + [$0]) }
    }
    return below([root])
  }
}

extension OptionDefinition {
  /// Every shown form, with its dashes.
  var forms: [String] {
    (short.map { ["-\($0)"] } ?? []) + ["--\(name)"] + (isReversible ? ["--no-\(name)"] : [])
  }
}

/// Puts `text` in single quotes for a POSIX shell.
func shellQuoted(_ text: String) -> String {
  "'" + text.replacing("'", with: #"'\''"#) + "'"
}
