/// The members of an ENUM or SET as the catalog writes them.
package struct MemberList: Sendable, Equatable {
  /// Each with its quotes, as it can stand in a statement.
  package let literals: [String]

  /// - Parameter columnType: `enum('a','it''s')`.
  package init(of columnType: String) {
    var literals: [String] = []
    var current = ""
    var isInside = false
    var isEscaped = false
    for character in columnType.unicodeScalars {
      if isInside {
        current.unicodeScalars.append(character)
        // A quote that is written twice ends the literal and goes on with it.
        if character == "'", !isEscaped { isInside = false }
        isEscaped = character == "\\" && !isEscaped
      } else if character == "'" {
        current.unicodeScalars.append(character)
        isInside = true
      } else if !current.isEmpty {
        literals.append(current)
        current = ""
      }
    }
    self.literals = literals
  }
}
