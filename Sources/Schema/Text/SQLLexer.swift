/// Cuts SQL text into tokens; comments and white space are passed over.
///
/// Works on bytes, because a server prints names and literals in whatever encoding they were given in. The
/// encodings that servers accept from clients keep quotes and backticks out of the tail of a character when
/// the text is UTF-8, which is how definitions of tables and views are printed.
package struct SQLLexer: Sendable {
  private let text: [UInt8]
  private let quoting: SQLQuoting
  private let server: SQLServer?
  private var position = 0
  private var isInVersionedComment = false
  /// What was open when the text ended; nil while everything that began has ended.
  package private(set) var unfinished: Unfinished?

  /// Something that must be closed and was not.
  package enum Unfinished: Sendable, Equatable {
    /// A quote at this place in the text.
    case quote(at: Int)
    case comment(at: Int)
  }

  /// - Parameters:
  ///   - quoting: What quotes mean; the servers' default if not given.
  ///   - server: Decides which versioned comments are run. Without it all of them are.
  package init(_ text: [UInt8], quoting: SQLQuoting = .standard, server: SQLServer? = nil) {
    self.text = text
    self.quoting = quoting
    self.server = server
  }

  /// All tokens of `text`, in order.
  package static func tokens(
    of text: [UInt8], quoting: SQLQuoting = .standard, server: SQLServer? = nil
  ) -> [SQLToken] {
    var lexer = SQLLexer(text, quoting: quoting, server: server)
    var tokens: [SQLToken] = []
    while let token = lexer.next() { tokens.append(token) }
    return tokens
  }

  /// The next token; nil at the end. An unterminated quote reaches to the end.
  package mutating func next() -> SQLToken? {
    skipBlanksAndComments()
    guard position < text.count else {
      if isInVersionedComment, unfinished == nil { unfinished = .comment(at: text.count) }
      return nil
    }
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
    let start = position
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
    unfinished = .quote(at: start)
  }

  private mutating func skipBlanksAndComments() {
    while position < text.count {
      let byte = text[position]
      if byte <= UInt8(ascii: " ") {
        position += 1
      } else if byte == UInt8(ascii: "#") || startsLineComment {
        while position < text.count, text[position] != UInt8(ascii: "\n") { position += 1 }
      } else if starts(with: "/*!") || starts(with: "/*M!") {
        openVersionedComment()
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

  /// The server runs what stands in a versioned comment, so only its opening is passed over.
  private mutating func openVersionedComment() {
    let start = position
    let flavour: SQLServer.Flavour? = starts(with: "/*!") ? nil : .mariadb
    position += flavour == nil ? 3 : 4
    let first = position
    while position < text.count, Self.isDigit(text[position]) { position += 1 }
    let number = Int(String(decoding: text[first..<position], as: UTF8.self))
    if let server, !server.runsComment(for: flavour, from: number) {
      position = start
      skipComment(nested: true)
    } else {
      isInVersionedComment = true
    }
  }

  /// - Parameter nested: Whether comments within are passed over as a whole, as servers do in versioned ones.
  private mutating func skipComment(nested: Bool = false) {
    let start = position
    position += 2
    while position < text.count, !starts(with: "*/") {
      if nested, starts(with: "/*") { skipComment() } else { position += 1 }
    }
    if position == text.count { unfinished = .comment(at: start) }
    position = min(text.count, position + 2)
  }

  private func starts(with prefix: StaticString) -> Bool {
    let bytes = Array(prefix.description.utf8)
    guard position + bytes.count <= text.count else { return false }
    return text[position..<position + bytes.count].elementsEqual(bytes)
  }
}
