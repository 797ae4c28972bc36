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

  /// What a string literal stands for, where a backslash escapes; the bytes themselves for other tokens.
  package func string(in text: [UInt8]) -> [UInt8] {
    guard kind == .string, let quote = text[range].first else { return Array(text[range]) }
    var inner = text[range].dropFirst()
    if inner.last == quote { inner = inner.dropLast() }
    var result: [UInt8] = []
    var rest = inner[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() {
        result += Self.unescaped(escaped)
      } else {
        if byte == quote, rest.first == quote { _ = rest.popFirst() }
        result.append(byte)
      }
    }
    return result
  }

  private static func unescaped(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case UInt8(ascii: "n"): [0x0A]
    case UInt8(ascii: "t"): [0x09]
    case UInt8(ascii: "r"): [0x0D]
    case UInt8(ascii: "b"): [0x08]
    case UInt8(ascii: "0"): [0x00]
    case UInt8(ascii: "Z"): [0x1A]
    // These two keep their backslash, for patterns of LIKE.
    case UInt8(ascii: "%"), UInt8(ascii: "_"): [UInt8(ascii: "\\"), byte]
    default: [byte]
    }
  }
}
