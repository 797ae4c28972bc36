import Basics

/// Finds what is wrong with a spec itself; a test of the program asks it.
package struct SpecCheck: Sendable {
  private let root: CommandSpec

  package init(_ root: CommandSpec) { self.root = root }

  /// One sentence a problem; empty when all is well.
  package var problems: [String] {
    CommandSpec.walk(root).flatMap { path -> [String] in
      guard let command = path.last else { return [] }
      let line = path.map(\.name).joined(separator: " ")
      return
        (names(of: command, path) + texts(of: command) + arguments(of: command) + examples(of: command, path))
        .map { "\(line): \($0)" }
    }
  }

  private func names(of command: CommandSpec, _ path: [CommandSpec]) -> [String] {
    let options = command.ownOptions + path.flatMap(\.inheritedOptions)
    let long = options.flatMap(\.names) + options.filter(\.isReversible).map { "no-\($0.name)" }
    let short = options.compactMap(\.short).map { String($0) }
    return repeats(long).map { "--\($0) is declared twice" }
      + repeats(short).map { "-\($0) is declared twice" }
      + repeats(command.subcommands.map(\.name)).map { "subcommand \($0) is declared twice" }
      + repeats(command.argumentDefinitions.map(\.name)).map { "argument \($0) is declared twice" }
  }

  private func texts(of command: CommandSpec) -> [String] {
    var problems: [String] = []
    let first = command.summary.first.map { $0.isLowercase } ?? false
    if !first || command.summary.hasSuffix(".") {
      problems.append("the summary begins with a small letter and has no full stop")
    }
    let helps = command.ownOptions.map { ("--\($0.name)", $0.help) }
    for (name, help) in helps + command.argumentDefinitions.map({ ($0.name, $0.help) })
    where !help.hasSuffix(".") || help.hasPrefix(" ") {
      problems.append("the help of \(name) is a sentence with its full stop")
    }
    return problems
  }

  private func arguments(of command: CommandSpec) -> [String] {
    let arguments = command.argumentDefinitions
    var problems: [String] = []
    if arguments.dropLast().contains(where: \.isRepeated) {
      problems.append("only the last argument repeats")
    }
    let firstOptional = arguments.firstIndex { $0.minimum == 0 } ?? arguments.endIndex
    if arguments[firstOptional...].contains(where: { $0.minimum > 0 }) {
      problems.append("an argument that is needed follows one that is not")
    }
    return problems
  }

  /// Examples are what people copy, so they have to be understood. What follows a pipe or a
  /// redirection is the shell's.
  private func examples(of command: CommandSpec, _ path: [CommandSpec]) -> [String] {
    command.examples.compactMap { example in
      let words = example.line.split(separator: " ").map(String.init)
      guard words.first == root.name else { return nil }
      guard !example.line.contains("'"), !example.line.contains("\"") else { return nil }
      let own = words.dropFirst().prefix { !["|", ">", "<", "&&", ";"].contains($0) }
      do throws(OpsError) {
        _ = try CommandParser(root).parse(Array(own))
        return nil
      } catch {
        return "`\(example.line)` is not understood: \(error.message)"
      }
    }
  }

  private func repeats(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { !seen.insert($0).inserted }
  }
}
