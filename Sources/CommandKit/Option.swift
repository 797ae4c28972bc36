/// An option, declared once and read by ``Invocation`` with its type.
///
/// `Value` is what reading it gives: `Int` when there is a default, `Int?` when there is none,
/// `[Int]` when it may be repeated, `Bool` for a flag.
package struct Option<Value: Sendable>: OptionDeclaration {
  package private(set) var definition: OptionDefinition
  /// Turns the texts given, already accepted, into the value.
  let value: @Sendable ([String]) -> Value

  private init(_ definition: OptionDefinition, value: @escaping @Sendable ([String]) -> Value) {
    self.definition = definition
    self.value = value
  }
}

extension Option {
  /// An option that has a value even when it is not given.
  package init(_ name: String, value kind: ValueKind<Value>, default fallback: Value, help: String) {
    var definition = OptionDefinition(name, .single, kind, help)
    definition.defaultText = kind.show(fallback)
    self.init(definition) { $0.last.flatMap(kind.read) ?? fallback }
  }

  /// An option that is nil when it is not given.
  package init<Given>(_ name: String, value kind: ValueKind<Given>, help: String) where Value == Given? {
    self.init(OptionDefinition(name, .single, kind, help)) { $0.last.flatMap(kind.read) }
  }

  /// An option that may be given several times; every value is kept, in order.
  package init<Given>(_ name: String, repeating kind: ValueKind<Given>, help: String)
  where Value == [Given] {
    self.init(OptionDefinition(name, .repeated, kind, help)) { $0.compactMap(kind.read) }
  }

  /// An option that may be given several times, each time with values separated by commas.
  ///
  /// A comma inside a value is written `\,`.
  package init<Given>(_ name: String, list kind: ValueKind<Given>, help: String) where Value == [Given] {
    self.init(OptionDefinition(name, .list, kind, help)) { $0.compactMap(kind.read) }
  }
}

extension Option where Value == Bool {
  /// A flag: false until it is given.
  package init(flag name: String, help: String) {
    self.init(OptionDefinition(flag: name, help)) { $0.last == "true" }
  }

  /// A flag that `--no-NAME` turns off again, with the value it has when neither is given.
  package init(reversible name: String, default fallback: Bool, help: String) {
    var definition = OptionDefinition(flag: name, help, reversible: true)
    definition.defaultText = fallback ? "on" : "off"
    self.init(definition) { $0.last.map { $0 == "true" } ?? fallback }
  }
}

extension Option where Value == Int {
  /// A flag that counts how often it was given.
  package init(counting name: String, help: String) {
    self.init(OptionDefinition(flag: name, help)) { $0.filter { $0 == "true" }.count }
  }
}

extension Option {
  /// The same option with a single letter.
  package func short(_ letter: Character) -> Option { with { $0.short = letter } }

  /// The same option under further long names, which help does not show.
  package func aliases(_ names: String...) -> Option { with { $0.aliases = names } }

  /// The same option, accepted but not shown.
  package func hidden() -> Option { with { $0.visibility = .hidden } }

  private func with(_ change: (inout OptionDefinition) -> Void) -> Option {
    var copy = self
    change(&copy.definition)
    return copy
  }
}

extension OptionDefinition {
  fileprivate init<Given>(_ name: String, _ arity: Arity, _ kind: ValueKind<Given>, _ help: String) {
    self.init(name: name, help: help, arity: arity, shape: kind.shape) { kind.read($0) != nil }
  }

  fileprivate init(flag name: String, _ help: String, reversible: Bool = false) {
    let shape = ValueShape("", expected: "true or false", completion: .nothing)
    self.init(name: name, help: help, arity: .flag(reversible: reversible), shape: shape) {
      $0 == "true" || $0 == "false"
    }
  }
}
