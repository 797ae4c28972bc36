/// A shell that dbops can complete itself in.
package enum Shell: String, Sendable, CaseIterable {
  case bash, zsh, fish
}

/// The completion script of a program.
///
/// Names that only dbops knows are asked for with `completion --list=KIND`, one a line.
package struct CompletionScript: Sendable {
  private let root: CommandSpec

  package init(_ root: CommandSpec) { self.root = root }

  package func text(for shell: Shell) -> String {
    let model = CompletionModel(root)
    return switch shell {
    case .bash: BashCompletion(model: model).text
    case .zsh: ZshCompletion(model: model).text
    case .fish: FishCompletion(model: model).text
    }
  }
}
