import Basics

/// The help of one command, in plain text.
package struct HelpText: Sendable {
  private let path: [CommandSpec]
  private let width: Int

  /// - Parameters:
  ///   - path: From the root to the command.
  ///   - width: Columns of the terminal; lines are kept between 40 and 100 columns.
  package init(_ path: [CommandSpec], width: Int) {
    self.path = path
    self.width = min(100, max(40, width))
  }

  private var commandLine: String { path.map(\.name).joined(separator: " ") }

  /// The whole text, ending with a line feed.
  package var text: String {
    guard let command = path.last else { return "" }
    var blocks = [TextWrap.lines("\(commandLine): \(command.summary).", width: width)]
    blocks.append(usage(of: command))
    blocks += TextWrap.paragraphs(command.discussion).map { paragraph in
      switch paragraph {
      case .prose(let text): TextWrap.lines(text, width: width)
      case .kept(let lines): lines
      }
    }
    blocks.append(list("Commands:", command.shownSubcommands.map { ($0.name, $0.summary) }))
    blocks.append(list("Arguments:", command.argumentDefinitions.map { ($0.usage, $0.help) }))
    blocks += command.sections.map(section)
    blocks += path.flatMap(\.inherited).map(section)
    blocks.append(examples(of: command))
    blocks.append(exits(of: command))
    blocks.append(footer(of: command))
    return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private func usage(of command: CommandSpec) -> [String] {
    HelpText.synopses(path).enumerated().flatMap { index, line in
      hanging(index == 0 ? "Usage: " : "       ", line)
    }
  }

  /// The usage lines of the last command of `path`.
  static func synopses(_ path: [CommandSpec]) -> [String] {
    guard let command = path.last else { return [] }
    let commandLine = path.map(\.name).joined(separator: " ")
    var lines: [String] = []
    if command.role == .command {
      lines.append(
        ([commandLine, "[options]"] + command.argumentDefinitions.map(\.usage)).joined(separator: " "))
    }
    if !command.shownSubcommands.isEmpty { lines.append("\(commandLine) COMMAND [options]") }
    return lines
  }

  private func section(_ section: OptionSection) -> [String] {
    list("\(section.title):", section.shown.map { (HelpText.left($0), HelpText.described($0)) })
  }

  private func examples(of command: CommandSpec) -> [String] {
    guard !command.examples.isEmpty else { return [] }
    return ["Examples:"]
      + command.examples.flatMap { example in
        TextWrap.lines("\(example.purpose):", width: width - 2).map { "  \($0)" } + ["    \(example.line)"]
      }
  }

  private func exits(of command: CommandSpec) -> [String] {
    guard !command.exits.isEmpty else { return [] }
    let codes = [ExitCode.ok, .failed, .usage] + command.exits.sorted { $0.rawValue < $1.rawValue }
    return list("Exit status:", codes.map { ("\($0.rawValue)", $0.meaning) })
  }

  private func footer(of command: CommandSpec) -> [String] {
    guard !command.shownSubcommands.isEmpty else { return [] }
    return TextWrap.lines("`\(commandLine) COMMAND --help` explains a command.", width: width)
  }
}

extension HelpText {
  /// How an option is typed in one form: `--threads=N`.
  static func typed(_ option: OptionDefinition) -> String {
    option.isFlag ? "--\(option.name)" : "--\(option.name)=\(option.shape.placeholder)"
  }

  /// The left column: `-t, --target NAME`.
  static func left(_ option: OptionDefinition) -> String {
    let letter = option.short.map { "-\($0), " } ?? "    "
    let name = option.isReversible ? "[no-]\(option.name)" : option.name
    let value = option.isFlag ? "" : " \(option.shape.placeholder)"
    return "\(letter)--\(name)\(value)"
  }

  /// The right column: the help with what else a user has to know.
  static func described(_ option: OptionDefinition) -> String {
    var notes: [String] = []
    if option.arity == .repeated { notes.append("may be repeated") }
    if option.arity == .list { notes.append("comma-separated, may be repeated") }
    if let text = option.defaultText { notes.append("default: \(text)") }
    return notes.isEmpty ? option.help : "\(option.help) (\(notes.joined(separator: "; ")))"
  }

  private func list(_ title: String, _ items: [(String, String)]) -> [String] {
    guard !items.isEmpty else { return [] }
    let limit = max(12, width * 2 / 5)
    let widths = items.map { DisplayText.width(of: $0.0) }.filter { $0 <= limit }
    let column = (widths.max() ?? limit) + 4
    return [title]
      + items.flatMap { left, right -> [String] in
        let lines = TextWrap.lines(right, width: max(20, width - column))
        let fits = DisplayText.width(of: left) + 4 <= column
        let head = fits ? DisplayText.padded("  \(left)", to: column) + (lines.first ?? "") : "  \(left)"
        let indent = String(repeating: " ", count: column)
        return [head] + (fits ? lines.dropFirst() : lines[...]).map { indent + $0 }
      }
  }

  private func hanging(_ lead: String, _ text: String) -> [String] {
    let lines = TextWrap.lines(text, width: width - lead.count)
    let indent = String(repeating: " ", count: lead.count)
    return lines.enumerated().map { ($0 == 0 ? lead : indent) + $1 }
  }
}
