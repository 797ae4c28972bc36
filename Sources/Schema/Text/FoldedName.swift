/// A name in the form by which servers tell whether two are the same column or index: case does not matter.
///
/// Works on scalars, since Swift's `String` holds texts to be equal that servers tell apart: `é` in one piece
/// and `e` with an accent behind it.
package struct FoldedName: Sendable, Hashable {
  private let scalars: [UInt32]

  package init(_ name: String) {
    scalars = name.unicodeScalars.map { scalar in
      // Servers map one character to one: İ to i, without the dot that Unicode puts behind.
      (scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar).value
    }
  }

  /// `name` in backticks, its own doubled.
  package static func quoted(_ name: String) -> String {
    var text = String.UnicodeScalarView()
    text.append("`")
    for scalar in name.unicodeScalars {
      if scalar == "`" { text.append(scalar) }
      text.append(scalar)
    }
    text.append("`")
    return String(text)
  }
}

extension String {
  /// Whether `other` names the same column or index of a table.
  package func namesSame(as other: String) -> Bool { FoldedName(self) == FoldedName(other) }

  /// Whether `other` has the same bytes; `==` also holds for different ways to write an accent.
  func isIdentical(to other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
