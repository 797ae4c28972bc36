import Basics
import CommandKit
import FoundationEssentials

/// `dbops man`
enum ManCommand {
  private static let words = Argument(
    repeating: "COMMAND", value: .string("COMMAND").completed(by: .dynamic("commands")),
    help: "The command to describe; dbops itself by default.")
  private static let output = Option(
    "output", value: .directory(), help: "Write the pages of all commands into this folder instead.")

  static let command = Command(
    CommandSpec(
      "man", summary: "prints a man page, or writes them all",
      examples: [
        CommandExample("dbops man backup | man -l -", "Read the page of `dbops backup`"),
        CommandExample("dbops man --output /usr/local/share/man/man1", "Install every page"),
      ],
      arguments: [words], options: [output])
  ) { invocation, context in
    let words = try invocation[words]
    if let folder = invocation[output] {
      guard words.isEmpty else {
        throw OpsError(
          .usage, "--output writes the pages of all commands",
          hint: "leave out \(words.joined(separator: " "))")
      }
      return try writePages(to: folder, context)
    }
    let page = ManPage(try context.table.path(of: words), version: BuildInfo.version)
    context.console.show(page.text)
    return .ok(["text": .string(page.text)])
  }

  private static func writePages(to folder: String, _ context: CommandContext) throws -> CommandResult {
    let pages = CommandSpec.walk(context.table.root.spec).map { ManPage($0, version: BuildInfo.version) }
    let place = URL(filePath: folder, directoryHint: .isDirectory)
    var written = 0
    do {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      for page in pages {
        try Data(page.text.utf8).write(to: place.appending(path: page.fileName), options: .atomic)
        written += 1
      }
    } catch {
      throw OpsError(
        .failed, "cannot write man pages to \(folder)", why: FileFailure.reason(error),
        changed: written == 0 ? "nothing" : "\(written) of \(pages.count) pages were written")
    }
    context.console.say("wrote \(pages.count) pages to \(folder)")
    return .ok(["folder": .string(folder), "pages": .int(Int64(pages.count))])
  }
}
