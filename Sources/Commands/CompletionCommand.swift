import Basics
import CommandKit

/// `dbops completion`
enum CompletionCommand {
  /// Names that a completion script asks for.
  enum List: String, Sendable, CaseIterable {
    case commands, storage, targets
  }

  private static let shell = Argument(
    optional: "SHELL", value: .choice(of: Shell.self), help: "bash, zsh or fish; that of $SHELL by default.")
  private static let list = Option("list", value: .choice(of: List.self), help: "Print names, one a line.")
    .hidden()

  static let command = Command(
    CommandSpec(
      "completion", summary: "prints the completion script of a shell",
      discussion: """
        The script completes commands, options, their values, and the names of the configuration.

        bash: source the output, or save it as ~/.local/share/bash-completion/completions/dbops

        zsh: save the output as _dbops in a folder of $fpath

        fish: save the output as ~/.config/fish/completions/dbops.fish
        """,
      examples: [
        CommandExample("source <(dbops completion bash)", "Complete in the shell at hand"),
        CommandExample(
          "dbops completion fish > ~/.config/fish/completions/dbops.fish", "Complete in every fish"),
      ],
      arguments: [shell], options: [list])
  ) { invocation, context in
    if let list = invocation[list] {
      let names = names(list, context)
      for name in names { context.console.show(name) }
      return .ok(["names": .array(names.map { .string($0) })])
    }
    let script = CompletionScript(context.table.root.spec)
      .text(for: try invocation[shell] ?? userShell(context.environment))
    context.console.show(script)
    return .ok(["text": .string(script)])
  }

  private static func userShell(_ environment: [String: String]) throws(OpsError) -> Shell {
    let name = (environment["SHELL"] ?? "").split(separator: "/").last.map(String.init) ?? ""
    if let shell = Shell(rawValue: name) { return shell }
    throw OpsError(
      .usage, "cannot tell which shell to complete in",
      why: name.isEmpty ? "$SHELL is not set" : "there is no completion for \(DisplayText.harmless(name))",
      hint: "name it: `dbops completion bash`, zsh or fish")
  }

  private static func names(_ list: List, _ context: CommandContext) -> [String] {
    switch list {
    case .commands: context.table.root.spec.subcommands.filter { $0.visibility == .shown }.map(\.name)
    // While a line is being typed, a wrong configuration is no reason to speak up.
    case .targets: (try? context.settings())?.targets.names ?? []
    case .storage: (try? context.settings())?.storage.names ?? []
    }
  }
}
