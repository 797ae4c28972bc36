import Basics

/// A command line that was understood: which command, and its values by declaration.
package struct Invocation: Sendable {
  /// The words that chose the command, without the program: `["backups", "show"]`; empty for none.
  package let path: [String]
  // Wrapped so that a dump of an invocation shows no password.
  private let options: [String: [Secret]]
  private let arguments: [String: [Secret]]
  private let declared: Set<String>
  /// The command as typed, without options: `dbops backups show`.
  package let commandLine: String

  init(path: [CommandSpec], options: [String: [String]], arguments: [String: [String]]) {
    self.path = path.dropFirst().map(\.name)
    commandLine = path.map(\.name).joined(separator: " ")
    self.options = options.mapValues { $0.map { Secret($0) } }
    self.arguments = arguments.mapValues { $0.map { Secret($0) } }
    let visible = path.flatMap(\.inheritedOptions) + (path.last?.ownOptions ?? [])
    declared = Set(visible.map(\.name))
  }

  /// The option's value, its default if it was not given.
  package subscript<Value>(option: Option<Value>) -> Value {
    assert(declared.contains(option.definition.name), "--\(option.definition.name) is not in the spec")
    return option.value((options[option.definition.name] ?? []).map { $0.reveal() })
  }

  /// The argument's value.
  ///
  /// - Throws: `OpsError` `usage` when it had to be given and was not.
  package subscript<Value>(argument: Argument<Value>) -> Value {
    get throws(OpsError) {
      try argument.value((arguments[argument.definition.name] ?? []).map { $0.reveal() })
    }
  }

  /// The value of an option this command cannot do without.
  ///
  /// - Throws: `OpsError` `usage` when it was not given.
  package func require<Value>(_ option: Option<Value?>) throws(OpsError) -> Value {
    if let value = self[option] { return value }
    let name = option.definition.name
    throw OpsError(
      .usage, "--\(name) is missing",
      hint: "add --\(name)=\(option.definition.shape.placeholder), see `\(commandLine) --help`")
  }

  /// Whether the option stands on the command line, as opposed to having its default.
  package func isGiven(_ option: any OptionDeclaration) -> Bool {
    options[option.definition.name] != nil
  }
}
