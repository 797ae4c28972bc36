import CommandKit

/// `dbops man`
enum ManCommand {
  static let command = Command(
    CommandSpec("man", summary: "prints a man page")
  ) { _, _ in .ok }
}
