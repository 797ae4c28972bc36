import Basics

/// One command, told once: parsing, help, completion and the man page are all made from this.
package struct CommandSpec: Sendable {
  /// The word typed.
  package let name: String
  /// One line, a sentence without its full stop.
  package let summary: String
  /// Paragraphs separated by empty lines; lines that begin with two blanks are kept as they are.
  package var discussion: String
  package var examples: [CommandExample]
  package var arguments: [any ArgumentDeclaration]
  package var sections: [OptionSection]
  /// Options that every command below accepts too.
  package var inherited: [OptionSection]
  package var rules: [OptionRule]
  package var subcommands: [CommandSpec]
  /// Exit codes beyond 0, 1 and 2 that this command gives.
  package var exits: [ExitCode]
  /// Further sections of the man page: environment, files.
  package var facts: [FactList] = []
  package var role: Role = .command
  package var dialect: Dialect = .standard
  package var visibility: OptionDefinition.Visibility = .shown

  /// - Parameter options: Shown first, under "Options"; `sections` follow with their own titles.
  package init(
    _ name: String, summary: String, discussion: String = "", examples: [CommandExample] = [],
    arguments: [any ArgumentDeclaration] = [], options: [any OptionDeclaration] = [],
    sections: [OptionSection] = [], inherited: [OptionSection] = [], rules: [OptionRule] = [],
    exits: [ExitCode] = [], subcommands: [CommandSpec] = []
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.examples = examples
    self.arguments = arguments
    self.sections = (options.isEmpty ? [] : [OptionSection("Options", options)]) + sections
    self.inherited = inherited
    self.rules = rules
    self.exits = exits
    self.subcommands = subcommands
  }

  /// What happens when no subcommand follows.
  package enum Role: Sendable {
    /// The command runs.
    case command
    /// Nothing: it only holds subcommands.
    case group
  }

  /// How options may be written.
  package enum Dialect: Sendable {
    /// `--long` and `-s`; giving an option with one value twice is refused.
    case standard
    /// `-long` as well, and of several values the last one counts.
    case singleDash
  }
}

extension CommandSpec {
  var ownOptions: [OptionDefinition] { sections.flatMap(\.definitions) }
  var inheritedOptions: [OptionDefinition] { inherited.flatMap(\.definitions) }
  var argumentDefinitions: [ArgumentDefinition] { arguments.map(\.definition) }
  var shownSubcommands: [CommandSpec] { subcommands.filter { $0.visibility == .shown } }

  func subcommand(_ name: String) -> CommandSpec? { subcommands.first { $0.name == name } }

  /// The long names whose values are secrets, here and below, to be blanked in the process list.
  package var secretOptionNames: Set<String> {
    let own = (ownOptions + inheritedOptions).filter { $0.shape.disclosure == .secret }.flatMap(\.names)
    return subcommands.reduce(into: Set(own)) { $0.formUnion($1.secretOptionNames) }
  }
}

/// A command line worth copying, with what it does.
package struct CommandExample: Sendable {
  package let line: String
  package let purpose: String

  /// - Parameters:
  ///   - line: The whole line, beginning with `dbops`.
  ///   - purpose: What it does, as a sentence without a full stop.
  package init(_ line: String, _ purpose: String) {
    self.line = line
    self.purpose = purpose
  }
}

/// Terms explained under a heading of the man page.
package struct FactList: Sendable {
  package let title: String
  package let items: [(term: String, text: String)]

  package init(_ title: String, _ items: [(term: String, text: String)]) {
    self.title = title
    self.items = items
  }
}

/// What must hold between the options given.
package enum OptionRule: Sendable {
  /// Of these, one at most.
  case exclusive([any OptionDeclaration])
  /// The first only together with the second.
  case requires(any OptionDeclaration, any OptionDeclaration)
  /// Of these, at least one.
  case oneOf([any OptionDeclaration])
}
