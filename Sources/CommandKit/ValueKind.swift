/// How the text given for an option or argument is read, shown and completed.
package struct ValueKind<Value: Sendable>: Sendable {
  /// What help, man pages and completion need to know; it has no type of its own.
  package let shape: ValueShape
  /// Reads a text; nil when it is not such a value.
  let read: @Sendable (String) -> Value?
  /// Shows a default the way it would be typed.
  let show: @Sendable (Value) -> String

  /// A kind of the caller's own.
  package init(
    _ shape: ValueShape, read: @escaping @Sendable (String) -> Value?,
    show: @escaping @Sendable (Value) -> String = { "\($0)" }
  ) {
    self.shape = shape
    self.read = read
    self.show = show
  }

  /// The same values, with words offered by `hint` when a shell completes them.
  package func completed(by hint: CompletionHint) -> ValueKind {
    var shape = shape
    shape.completion = hint
    return ValueKind(shape, read: read, show: show)
  }
}

/// The untyped side of a ``ValueKind``.
package struct ValueShape: Sendable, Equatable {
  /// Stands for the value in help texts: `NAME`.
  package var placeholder: String
  /// What is accepted, to follow the word "expected": `a whole number from 1 to 64`.
  package var expected: String
  package var completion: CompletionHint = .nothing
  package var disclosure: Disclosure = .shown

  package init(_ placeholder: String, expected: String, completion: CompletionHint = .nothing) {
    self.placeholder = placeholder
    self.expected = expected
    self.completion = completion
  }

  /// Whether messages may repeat the value.
  package enum Disclosure: Sendable, Equatable {
    case shown, secret
  }
}

/// What a shell offers where the value stands.
package enum CompletionHint: Sendable, Equatable {
  case nothing
  case words([String])
  case files
  case directories
  /// Words that dbops prints when asked by this name, such as the targets of the configuration.
  case dynamic(String)
}
