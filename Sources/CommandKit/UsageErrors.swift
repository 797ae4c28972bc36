import Basics

/// Says what is wrong with a command line, and what was probably meant.
struct UsageErrors {
  let path: [CommandSpec]

  var commandLine: String { path.map(\.name).joined(separator: " ") }
  private var help: String { "see `\(commandLine) --help`" }

  /// Options that may be given where the line has got to.
  var visibleOptions: [OptionDefinition] {
    (path.last?.ownOptions ?? []) + path.flatMap(\.inheritedOptions)
  }

  func unknownCommand(_ word: String) -> OpsError {
    let command = path[path.count - 1]
    let names = command.shownSubcommands.map(\.name)
    let what =
      path.count == 1
      ? "unknown command \(quoted(word))" : "\(commandLine) has no subcommand \(quoted(word))"
    if let near = suggestion(for: word, among: names) {
      return OpsError(.usage, what, hint: "did you mean `\(commandLine) \(near)`?")
    }
    return OpsError(.usage, what, hint: help)
  }

  func unknownOption(_ typed: String, in bundle: String? = nil) -> OpsError {
    let place = bundle.flatMap { $0 == typed ? nil : " in \($0)" } ?? ""
    let what = "unknown option \(quoted(typed))\(place)"
    let bare = String(typed.drop { $0 == "-" })
    // One letter is near every other letter; only words are worth a guess.
    if bare.count > 1 {
      let shown = visibleOptions.filter { $0.visibility == .shown }
      let names = shown.map(\.name) + shown.filter(\.isReversible).map { "no-\($0.name)" } + ["help"]
      if names.contains(bare) { return OpsError(.usage, what, hint: "did you mean `--\(bare)`?") }
      if let owner = owner(of: bare) { return OpsError(.usage, what, hint: hint(for: bare, owner: owner)) }
      if let near = suggestion(for: bare, among: names) {
        return OpsError(.usage, what, hint: "did you mean `--\(near)`?")
      }
    }
    return OpsError(.usage, what, hint: help)
  }

  func misplaced(_ name: String) -> OpsError {
    OpsError(.usage, "--\(name) does not belong to `\(commandLine)`", hint: help)
  }

  func missingSubcommand() -> OpsError {
    let names = path[path.count - 1].shownSubcommands.map(\.name)
    return OpsError(
      .usage, "\(commandLine) needs a subcommand", hint: "add \(listed(names, last: "or")), \(help)")
  }

  func unexpectedArgument(_ word: String) -> OpsError {
    OpsError(.usage, "unexpected argument \(quoted(word))", hint: help)
  }

  func missingArgument(_ argument: ArgumentDefinition) -> OpsError {
    OpsError(.usage, "\(commandLine) needs \(argument.name): \(argument.help)", hint: help)
  }

  func missingValue(of typed: String, shape: ValueShape, next: String?) -> OpsError {
    let form = "\(typed)\(typed.hasPrefix("--") ? "=" : " ")\(shape.placeholder)"
    let why = next.map { "\(quoted($0)) looks like an option" } ?? "the line ends there"
    let hint =
      next == nil
      ? "write `\(form)`, \(help)"
      : "write `\(typed)=…` when the value begins with a dash, \(help)"
    return OpsError(.usage, "\(typed) needs a value", why: why, hint: hint)
  }

  func badValue(_ text: String, of name: String, shape: ValueShape) -> OpsError {
    let shown = shape.disclosure == .secret ? "this value" : quoted(text)
    var hint = help
    if case .words(let words) = shape.completion, let near = suggestion(for: text, among: words) {
      hint = "did you mean \(near)?"
    }
    return OpsError(.usage, "\(name) cannot be \(shown)", why: "expected \(shape.expected)", hint: hint)
  }

  func givenTwice(_ typed: String, _ values: [String], shape: ValueShape) -> OpsError {
    let why = shape.disclosure == .secret ? "" : listed(values.map(quoted), last: "and")
    return OpsError(.usage, "\(typed) was given twice", why: why, hint: "keep one of them")
  }
}

extension UsageErrors {
  /// The first command, other than the one at hand, that has an option of this name.
  private func owner(of option: String) -> [CommandSpec]? {
    func search(_ path: [CommandSpec]) -> [CommandSpec]? {
      guard let command = path.last else { return nil }
      if command.ownOptions.contains(where: { $0.visibility == .shown && $0.names.contains(option) }) {
        return path
      }
      return command.shownSubcommands.lazy.compactMap { search(path + [$0]) }.first
    }
    return path.first.flatMap { search([$0]) }
  }

  private func hint(for option: String, owner: [CommandSpec]) -> String {
    let line = owner.map(\.name).joined(separator: " ")
    if path.count < owner.count, owner.prefix(path.count).map(\.name) == path.map(\.name) {
      return "--\(option) belongs to `\(line)`: write it after that command"
    }
    return "`\(line)` has --\(option), \(help)"
  }
}

/// A word as the user typed it, cut and made harmless for a terminal.
func quoted(_ word: String) -> String {
  let text = DisplayText.harmless(word)
  return text.count > 60 ? "\"\(text.prefix(57))…\"" : "\"\(text)\""
}
