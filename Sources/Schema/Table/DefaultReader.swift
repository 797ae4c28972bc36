/// Reads the value behind `DEFAULT`.
enum DefaultReader {
  static func read(_ reader: inout SQLReader) -> ColumnSchema.Default {
    if reader.accept("NULL") { return .null }
    if let range = reader.parenthesised() { return .expression("(\(reader.text(range)))") }
    let first = reader.position
    if reader.accept("NEXT", "VALUE", "FOR") {
      _ = reader.name()
      if reader.acceptSymbol(".") { _ = reader.name() }
      return .expression(reader.text(since: first))
    }
    _ = reader.acceptSymbol("-") || reader.acceptSymbol("+")
    guard let token = reader.token() else { return .unwritten }
    switch token.kind {
    case .string:
      readStrings(&reader)
      return .literal(reader.text(since: first))
    case .word where Self.isNumber(token, reader), .symbol:
      readNumber(&reader)
      return .literal(reader.text(since: first))
    case .word, .quotedName: return readWord(&reader, since: first)
    }
  }

  private static func isNumber(_ token: SQLToken, _ reader: SQLReader) -> Bool {
    reader.text[token.range].first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
  }

  /// Strings side by side are one.
  private static func readStrings(_ reader: inout SQLReader) {
    while reader.token()?.kind == .string { reader.advance() }
  }

  /// `1`, `1.5`, `.5`, `1.5e-10`: the lexer takes the point and the sign for tokens of their own.
  private static func readNumber(_ reader: inout SQLReader) {
    var end = reader.token()?.range.lowerBound
    while let token = reader.token(), token.range.lowerBound == end {
      let isSign = token.isSymbol("-", in: reader.text) || token.isSymbol("+", in: reader.text)
      if isSign {
        guard reader.position > 0,
          reader.text[reader.tokens[reader.position - 1].range].last.map({ $0 | 0x20 }) == UInt8(ascii: "e")
        else { return }
      }
      guard token.kind == .word || isSign || token.isSymbol(".", in: reader.text) else { return }
      end = token.range.upperBound
      reader.advance()
    }
  }

  private static func readWord(_ reader: inout SQLReader, since first: Int) -> ColumnSchema.Default {
    let word = reader.word()
    reader.advance()
    if reader.token()?.kind == .string, word.hasPrefix("_") || ["B", "X", "N"].contains(word) {
      readStrings(&reader)
      return .literal(reader.text(since: first))
    }
    if ["DATE", "TIME", "TIMESTAMP"].contains(word), reader.token()?.kind == .string {
      readStrings(&reader)
      return .literal(reader.text(since: first))
    }
    if ["TRUE", "FALSE"].contains(word) { return .literal(word) }
    while reader.acceptSymbol(".") { _ = reader.name() }
    _ = reader.parenthesised()
    return .expression(reader.text(since: first))
  }
}
