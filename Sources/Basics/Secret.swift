/// A password or key that must not be printed: its description is `***`.
package struct Secret: Sendable, Equatable {
  private let value: String

  package init(_ value: String) { self.value = value }

  /// The secret itself, for the one call that needs it.
  package func reveal() -> String { value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "***" }
  package var debugDescription: String { "***" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
