import Basics

/// The man page of one command, in roff.
package struct ManPage: Sendable {
  private let path: [CommandSpec]
  private let version: String

  /// - Parameter path: From the root to the command.
  package init(_ path: [CommandSpec], version: String) {
    self.path = path
    self.version = version
  }

  /// The page's name without its section: `dbops-backups-show`.
  package var name: String { path.map(\.name).joined(separator: "-") }

  /// The name of its file: `dbops-backups-show.1`.
  package var fileName: String { "\(name).1" }

  package var text: String {
    guard let command = path.last, let root = path.first else { return "" }
    var roff = Roff(title: name, source: "\(root.name) \(version)", manual: "\(root.name) manual")
    roff.section("Name")
    roff.prose("\(name) - \(command.summary)")
    synopsis(&roff)
    description(of: command, &roff)
    commands(of: command, &roff)
    items("Arguments", command.argumentDefinitions.map { (Roff.italic($0.name), $0.help) }, &roff)
    for section in command.sections + path.flatMap(\.inherited) {
      items(section.title, section.shown.map { (term($0), HelpText.described($0)) }, &roff)
    }
    examples(of: command, &roff)
    let codes = path.count == 1 ? ExitCode.allCases : [.ok, .failed, .usage] + command.exits
    items(
      "Exit status",
      Set(codes).sorted { $0.rawValue < $1.rawValue }.map { (Roff.bold("\($0.rawValue)"), $0.meaning) },
      &roff)
    for facts in command.facts {
      items(facts.title, facts.items.map { (Roff.bold($0.term), $0.text) }, &roff)
    }
    related(to: command, &roff)
    return roff.text
  }

  private func synopsis(_ roff: inout Roff) {
    roff.section("Synopsis")
    for (index, line) in HelpText.synopses(path).enumerated() {
      if index > 0 { roff.breakLine() }
      roff.prose("`\(line)`")
    }
  }

  private func description(of command: CommandSpec, _ roff: inout Roff) {
    guard !command.discussion.isEmpty else { return }
    roff.section("Description")
    for paragraph in TextWrap.paragraphs(command.discussion) {
      switch paragraph {
      case .prose(let text): roff.paragraph(text)
      case .kept(let lines): roff.verbatim(lines.map { String($0.dropFirst(2)) })
      }
    }
  }

  private func commands(of command: CommandSpec, _ roff: inout Roff) {
    items(
      "Commands",
      command.shownSubcommands.map { (reference("\(name)-\($0.name)"), "\($0.summary.capitalisedFirst).") },
      &roff)
  }

  private func examples(of command: CommandSpec, _ roff: inout Roff) {
    guard !command.examples.isEmpty else { return }
    roff.section("Examples")
    for example in command.examples {
      roff.paragraph("\(example.purpose):")
      roff.verbatim([example.line])
    }
  }

  private func related(to command: CommandSpec, _ roff: inout Roff) {
    let above = path.count > 1 ? [path.dropLast().map(\.name).joined(separator: "-")] : []
    let root = path.count > 2 ? [path[0].name] : []
    let pages = root + above + (path.count > 1 ? command.shownSubcommands.map { "\(name)-\($0.name)" } : [])
    guard !pages.isEmpty else { return }
    roff.section("See also")
    roff.raw(pages.map(reference).joined(separator: ", "))
  }

  private func items(_ title: String, _ items: [(String, String)], _ roff: inout Roff) {
    guard !items.isEmpty else { return }
    roff.section(title)
    for (term, text) in items { roff.item(term, text) }
  }

  private func reference(_ page: String) -> String { Roff.bold(page) + "(1)" }

  private func term(_ option: OptionDefinition) -> String {
    let value = option.isFlag ? "" : " " + Roff.italic(option.shape.placeholder)
    let letter = option.short.map { Roff.bold("-\($0)") + ", " } ?? ""
    return letter + Roff.bold("--\(option.isReversible ? "[no-]" : "")\(option.name)") + value
  }
}

extension String {
  fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
