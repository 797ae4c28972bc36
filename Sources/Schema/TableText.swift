/// What in a definition's text may differ though the table is the same.
package enum TableText {
  /// The text without `AUTO_INCREMENT=N` among the table's options, which moves with every insert.
  package static func withoutCounter(_ text: [UInt8]) -> [UInt8] {
    guard let range = counterRange(text) else { return text }
    return Array(text[..<range.lowerBound] + text[range.upperBound...])
  }

  /// Where ` AUTO_INCREMENT=N` stands among the options, which begin behind the closing parenthesis.
  private static func counterRange(_ text: [UInt8]) -> Range<Int>? {
    var lexer = SQLLexer(text)
    var depth = 0
    var isBehindColumns = false
    while let token = lexer.next() {
      if token.isSymbol("(", in: text) { depth += 1 }
      if token.isSymbol(")", in: text) {
        depth -= 1
        isBehindColumns = isBehindColumns || depth == 0
      }
      guard isBehindColumns, token.keyword(in: text) == "AUTO_INCREMENT" else { continue }
      guard let equals = lexer.next(), equals.isSymbol("=", in: text), let number = lexer.next() else {
        return nil
      }
      // The blank in front goes too, or two would be left behind.
      let start = text[..<token.range.lowerBound].last == UInt8(ascii: " ") ? 1 : 0
      return token.range.lowerBound - start..<number.range.upperBound
    }
    return nil
  }
}
