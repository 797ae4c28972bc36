import CommandKit

/// `dbops completion`
enum CompletionCommand {
  static let command = Command(
    CommandSpec("completion", summary: "prints the completion script of a shell")
  ) { _, _ in .ok }
}
