/// What the parser, help, completion and man pages know of an option.
package struct OptionDefinition: Sendable {
  /// The long name without its dashes; also the key of its values.
  package let name: String
  package var short: Character?
  /// Other long names, accepted and not shown.
  package var aliases: [String] = []
  /// One sentence or two, without the default.
  package let help: String
  package let arity: Arity
  package let shape: ValueShape
  /// The default as it would be typed; nil when there is none.
  package var defaultText: String?
  package var visibility: Visibility = .shown
  /// Whether a text is a value of this option.
  let accepts: @Sendable (String) -> Bool

  package enum Arity: Sendable, Equatable {
    /// No value; `--no-NAME` too when it is reversible.
    case flag(reversible: Bool)
    case single
    case repeated
    /// Repeated, and each value may hold several separated by commas.
    case list
  }

  package enum Visibility: Sendable, Equatable {
    case shown, hidden
  }

  var isFlag: Bool {
    if case .flag = arity { return true }
    return false
  }

  var isReversible: Bool { arity == .flag(reversible: true) }

  /// Every long name that selects this option.
  var names: [String] { [name] + aliases }
}

/// Anything that can stand in a list of options: ``Option`` of any type.
package protocol OptionDeclaration: Sendable {
  var definition: OptionDefinition { get }
}

/// Options under one heading of the help text.
package struct OptionSection: Sendable {
  package let title: String
  package let options: [any OptionDeclaration]

  package init(_ title: String, _ options: [any OptionDeclaration]) {
    self.title = title
    self.options = options
  }

  var definitions: [OptionDefinition] { options.map(\.definition) }
  var shown: [OptionDefinition] { definitions.filter { $0.visibility == .shown } }
}
