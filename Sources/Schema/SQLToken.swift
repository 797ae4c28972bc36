/// One piece of a SQL text, with the place it stands at.
package struct SQLToken: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// A bare word: a keyword, a name without quotes, a number.
    case word
    /// A name in backticks (or in double quotes under ANSI_QUOTES).
    case quotedName
    /// A string literal in single or double quotes.
    case string
    /// Any other single byte: `(`, `,`, `=`.
    case symbol
  }

  package let kind: Kind
  /// Where the token stands in the bytes that were read.
  package let range: Range<Int>
}

/// Cuts SQL text into tokens; comments and white space are passed over.
///
/// Works on bytes, because a server prints names and literals in whatever encoding they were given in. The
/// encodings that servers accept from clients keep quotes and backticks out of the tail of a character when
/// the text is UTF-8, which is how definitions of tables and views are printed.
package struct SQLLexer: Sendable {
  private let text: [UInt8]
  private var position = 0

  package init(_ text: [UInt8]) {
    self.text = text
  }

  /// All tokens of `text`, in order.
  package static func tokens(of text: [UInt8]) -> [SQLToken] {
    var lexer = SQLLexer(text)
    var tokens: [SQLToken] = []
    while let token = lexer.next() { tokens.append(token) }
    return tokens
  }

  /// The next token; nil at the end. An unterminated quote reaches to the end.
  package mutating func next() -> SQLToken? {
    skipBlanksAndComments()
    guard position < text.count else { return nil }
    let start = position
    switch text[position] {
    case UInt8(ascii: "`"):
      skipQuoted(by: UInt8(ascii: "`"), backslashEscapes: false)
      return SQLToken(kind: .quotedName, range: start..<position)
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      skipQuoted(by: text[position], backslashEscapes: true)
      return SQLToken(kind: .string, range: start..<position)
    case let byte where Self.isWordByte(byte):
      while position < text.count, Self.isWordByte(text[position]) { position += 1 }
      return SQLToken(kind: .word, range: start..<position)
    default:
      position += 1
      return SQLToken(kind: .symbol, range: start..<position)
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...0xFF:
      true
    default: false
    }
  }

  private mutating func skipQuoted(by quote: UInt8, backslashEscapes: Bool) {
    position += 1
    while position < text.count {
      if backslashEscapes, text[position] == UInt8(ascii: "\\") {
        position = min(text.count, position + 2)
      } else if text[position] == quote {
        position += 1
        // A doubled quote stands for itself and does not end the text.
        guard position < text.count, text[position] == quote else { return }
        position += 1
      } else {
        position += 1
      }
    }
  }

  private mutating func skipBlanksAndComments() {
    while position < text.count {
      let byte = text[position]
      if byte <= UInt8(ascii: " ") {
        position += 1
      } else if starts(with: "#") || starts(with: "-- ") {
        while position < text.count, text[position] != UInt8(ascii: "\n") { position += 1 }
      } else if starts(with: "/*!") || starts(with: "/*M!") {
        // The server runs what stands in a versioned comment, so only its opening is passed over.
        position += 3
        while position < text.count, !(text[position] <= UInt8(ascii: " ")) { position += 1 }
      } else if starts(with: "/*") {
        skipComment()
      } else if starts(with: "*/") {
        position += 2
      } else {
        return
      }
    }
  }

  private mutating func skipComment() {
    position += 2
    while position < text.count, !starts(with: "*/") { position += 1 }
    position = min(text.count, position + 2)
  }

  private func starts(with prefix: StaticString) -> Bool {
    let bytes = Array(prefix.description.utf8)
    guard position + bytes.count <= text.count else { return false }
    return text[position..<position + bytes.count].elementsEqual(bytes)
  }
}

extension SQLToken {
  /// The token's bytes.
  package func bytes(in text: [UInt8]) -> ArraySlice<UInt8> { text[range] }

  /// The upper-case text of a bare word; empty for other tokens.
  package func keyword(in text: [UInt8]) -> String {
    kind == .word ? String(decoding: text[range], as: UTF8.self).uppercased() : ""
  }

  /// Whether this is the symbol `character`.
  package func isSymbol(_ character: Unicode.Scalar, in text: [UInt8]) -> Bool {
    kind == .symbol && text[range.lowerBound] == UInt8(ascii: character)
  }

  /// The name that a bare word or a quoted name stands for.
  package func name(in text: [UInt8]) -> String {
    guard kind == .quotedName else { return String(decoding: text[range], as: UTF8.self) }
    let inner = text[range].dropFirst().dropLast()
    return String(decoding: inner, as: UTF8.self).replacing("``", with: "`")
  }
}
