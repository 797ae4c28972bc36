import Basics

/// A positional argument, declared once and read by ``Invocation`` with its type.
package struct Argument<Value: Sendable>: ArgumentDeclaration {
  package let definition: ArgumentDefinition
  let value: @Sendable ([String]) throws(OpsError) -> Value
}

extension Argument {
  /// An argument that must be given.
  package init(_ name: String, value kind: ValueKind<Value>, help: String) {
    definition = ArgumentDefinition(name, .required, kind, help)
    value = { (texts: [String]) throws(OpsError) in
      guard let value = texts.first.flatMap(kind.read) else {
        throw OpsError(.usage, "\(name) is missing")
      }
      return value
    }
  }

  /// An argument that may be left out.
  package init<Given>(optional name: String, value kind: ValueKind<Given>, help: String)
  where Value == Given? {
    definition = ArgumentDefinition(name, .optional, kind, help)
    value = { $0.first.flatMap(kind.read) }
  }

  /// All remaining arguments, at least `minimum` of them. It has to be the last one.
  package init<Given>(
    repeating name: String, value kind: ValueKind<Given>, minimum: Int = 0, help: String
  ) where Value == [Given] {
    definition = ArgumentDefinition(name, .repeated(minimum: minimum), kind, help)
    value = { $0.compactMap(kind.read) }
  }
}

/// What the parser, help, completion and man pages know of an argument.
package struct ArgumentDefinition: Sendable {
  /// In capitals, as help shows it: `ID`.
  package let name: String
  package let help: String
  package let arity: Arity
  package let shape: ValueShape
  let accepts: @Sendable (String) -> Bool

  package enum Arity: Sendable, Equatable {
    case required
    case optional
    case repeated(minimum: Int)
  }

  fileprivate init<Given>(_ name: String, _ arity: Arity, _ kind: ValueKind<Given>, _ help: String) {
    self.name = name
    self.help = help
    self.arity = arity
    shape = kind.shape
    accepts = { kind.read($0) != nil }
  }

  /// As the usage line shows it: `ID`, `[ID]`, `[ID…]`.
  var usage: String {
    switch arity {
    case .required: name
    case .optional: "[\(name)]"
    case .repeated(minimum: 0): "[\(name)…]"
    case .repeated: "\(name)…"
    }
  }

  /// How many words have to be there for it.
  var minimum: Int {
    switch arity {
    case .required: 1
    case .optional: 0
    case .repeated(let minimum): minimum
    }
  }

  var isRepeated: Bool {
    if case .repeated = arity { return true }
    return false
  }
}

/// Anything that can stand in a list of arguments: ``Argument`` of any type.
package protocol ArgumentDeclaration: Sendable {
  var definition: ArgumentDefinition { get }
}
