/// One piece of a SQL text, with the place it stands at.
package struct SQLToken: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// A bare word: a keyword, a name without quotes, a number.
    case word
    /// A name in backticks, or in double quotes under ANSI_QUOTES.
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

/// What quotes mean in a SQL text; decided by the `sql_mode` it was written under.
package struct SQLQuoting: Sendable, Equatable {
  /// What stands in double quotes.
  package var doubleQuoted: SQLToken.Kind = .string
  /// Whether a backslash in a string takes the next byte with it.
  package var backslash: Backslash = .escapes

  package enum Backslash: Sendable { case escapes, isPlain }

  /// The servers' default.
  package static let standard = SQLQuoting()

  private init() {}

  /// - Parameter sqlMode: The value of `sql_mode`: names between commas.
  package init(sqlMode: String) {
    let modes = sqlMode.split(separator: ",")
    if modes.contains("ANSI_QUOTES") { doubleQuoted = .quotedName }
    if modes.contains("NO_BACKSLASH_ESCAPES") { backslash = .isPlain }
  }
}

/// Cuts SQL text into tokens; comments and white space are passed over.
///
/// Works on bytes, because a server prints names and literals in whatever encoding they were given in. The
/// encodings that servers accept from clients keep quotes and backticks out of the tail of a character when
/// the text is UTF-8, which is how definitions of tables and views are printed.
package struct SQLLexer: Sendable {
  private let text: [UInt8]
  private let quoting: SQLQuoting
  private var position = 0
  private var isInVersionedComment = false

  package init(_ text: [UInt8], quoting: SQLQuoting = .standard) {
    self.text = text
    self.quoting = quoting
  }

  /// All tokens of `text`, in order.
  package static func tokens(of text: [UInt8], quoting: SQLQuoting = .standard) -> [SQLToken] {
    var lexer = SQLLexer(text, quoting: quoting)
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
    case UInt8(ascii: "'"):
      skipQuoted(by: text[position], backslashEscapes: quoting.backslash == .escapes)
      return SQLToken(kind: .string, range: start..<position)
    case UInt8(ascii: "\""):
      let isString = quoting.doubleQuoted == .string
      skipQuoted(by: text[position], backslashEscapes: isString && quoting.backslash == .escapes)
      return SQLToken(kind: quoting.doubleQuoted, range: start..<position)
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

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
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
      } else if byte == UInt8(ascii: "#") || startsLineComment {
        while position < text.count, text[position] != UInt8(ascii: "\n") { position += 1 }
      } else if starts(with: "/*!") || starts(with: "/*M!") {
        // The server runs what stands in a versioned comment, so only its opening is passed over.
        position += starts(with: "/*!") ? 3 : 4
        while position < text.count, Self.isDigit(text[position]) { position += 1 }
        isInVersionedComment = true
      } else if starts(with: "/*") {
        skipComment()
      } else if isInVersionedComment, starts(with: "*/") {
        position += 2
        isInVersionedComment = false
      } else {
        return
      }
    }
  }

  /// Two minus signs begin a comment only before a blank, a control character or the end: `5--3` is 8.
  private var startsLineComment: Bool {
    starts(with: "--") && (position + 2 == text.count || text[position + 2] <= UInt8(ascii: " "))
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
    let quote = text[range.lowerBound]
    var inner = text[range].dropFirst()
    // An odd number of quotes at the end closes the name; an unterminated one has none to take off.
    if !inner.reversed().prefix(while: { $0 == quote }).count.isMultiple(of: 2) { inner = inner.dropLast() }
    // Bytes, not characters: a combining mark behind a quote would hide it.
    var bytes: [UInt8] = []
    var isFirst = false
    for byte in inner {
      isFirst = byte == quote && !isFirst
      if byte != quote || isFirst { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
