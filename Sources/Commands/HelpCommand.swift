import CommandKit

/// `dbops help`
enum HelpCommand {
  private static let words = Argument(
    repeating: "COMMAND", value: .string("COMMAND").completed(by: .dynamic("commands")),
    help: "The command to explain.")

  static let command = Command(
    CommandSpec(
      "help", summary: "explains a command",
      examples: [CommandExample("dbops help backups show", "Explain `dbops backups show`")],
      arguments: [words])
  ) { invocation, context in
    let words = try invocation[words]
    let text = HelpText(try context.table.path(of: words), width: context.console.dataWidth ?? 80).text
    context.console.show(text)
    return .ok(["text": .string(text)])
  }
}
