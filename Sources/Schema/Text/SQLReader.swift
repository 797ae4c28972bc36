/// Reads the tokens of a SQL text one after the other.
struct SQLReader {
  let text: [UInt8]
  let tokens: [SQLToken]
  /// The token that is read next.
  var position = 0

  init(_ text: [UInt8], _ tokens: [SQLToken]) {
    self.text = text
    self.tokens = tokens
  }

  /// Reads a text as servers print it.
  init(_ text: [UInt8]) { self.init(text, SQLLexer.tokens(of: text)) }

  var isAtEnd: Bool { position >= tokens.count }

  /// The token `offset` behind the next one; nil beyond the end.
  func token(_ offset: Int = 0) -> SQLToken? {
    tokens.indices.contains(position + offset) ? tokens[position + offset] : nil
  }

  /// The upper-case text of a bare word `offset` behind the next token; empty for anything else.
  func word(_ offset: Int = 0) -> String { token(offset)?.keyword(in: text) ?? "" }

  func isSymbol(_ character: Unicode.Scalar, at offset: Int = 0) -> Bool {
    token(offset)?.isSymbol(character, in: text) ?? false
  }

  /// Whether these bare words come next.
  func sees(_ words: String...) -> Bool { words.indices.allSatisfy { word($0) == words[$0] } }

  /// Whether the next token is one of these bare words.
  func seesOne(of words: Set<String>) -> Bool { words.contains(word()) }

  /// Passes over these bare words if all of them come next.
  mutating func accept(_ words: String...) -> Bool {
    guard words.indices.allSatisfy({ word($0) == words[$0] }) else { return false }
    position += words.count
    return true
  }

  /// Passes over one of these bare words if it comes next.
  mutating func acceptOne(of words: Set<String>) -> Bool {
    guard words.contains(word()) else { return false }
    position += 1
    return true
  }

  mutating func acceptSymbol(_ character: Unicode.Scalar) -> Bool {
    guard isSymbol(character) else { return false }
    position += 1
    return true
  }

  mutating func advance() { position = min(position + 1, tokens.count) }

  /// The name that comes next, quoted or not.
  mutating func name() -> String? {
    guard let token = token(), token.kind == .quotedName || token.kind == .word else { return nil }
    position += 1
    return token.name(in: text)
  }

  /// A word, name or string as the value of an option: what it stands for, without quotes.
  mutating func value() -> String? {
    guard let token = token() else { return nil }
    if token.kind == .string { return string().map { String(decoding: $0, as: UTF8.self) } }
    return name()
  }

  /// The string that comes next, its quotes and escapes taken away.
  mutating func string() -> [UInt8]? {
    guard let token = token(), token.kind == .string else { return nil }
    position += 1
    return token.string(in: text)
  }

  /// The whole number that comes next.
  mutating func number() -> UInt64? {
    guard let number = UInt64(word()) else { return nil }
    position += 1
    return number
  }

  /// Passes over a parenthesis with all that is in it, and gives the tokens between; nil when none comes next.
  mutating func parenthesised() -> Range<Int>? {
    guard isSymbol("(") else { return nil }
    let first = position + 1
    var depth = 0
    while !isAtEnd {
      if isSymbol("(") { depth += 1 }
      if isSymbol(")") { depth -= 1 }
      position += 1
      if depth == 0 { return first..<position - 1 }
    }
    return first..<max(first, position)
  }

  /// The names in a list in parentheses: `(a, b)`; nil when none comes next.
  mutating func nameList() -> [String]? {
    guard let range = parenthesised() else { return nil }
    return tokens[range].filter { $0.kind == .quotedName || $0.kind == .word }.map { $0.name(in: text) }
  }

  /// Passes over everything up to the next comma outside of parentheses.
  mutating func skipToComma() {
    while !isAtEnd, !isSymbol(",") {
      if isSymbol("(") { _ = parenthesised() } else { position += 1 }
    }
  }

  /// The tokens in one normal layout: one blank wherever anything stood between two of them, comments gone.
  func text(_ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    for index in range.clamped(to: tokens.indices) {
      let token = tokens[index]
      if index > range.lowerBound, tokens[index - 1].range.upperBound < token.range.lowerBound {
        bytes.append(UInt8(ascii: " "))
      }
      bytes += token.bytes(in: text)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text from token `first` up to the next one.
  func text(since first: Int) -> String { text(first..<max(first, position)) }
}
