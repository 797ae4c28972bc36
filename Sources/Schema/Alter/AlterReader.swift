import Basics

/// Reads an ALTER given by a user, and refuses what must not be run on a ghost table.
struct AlterReader {
  let context: AlterContext
  var reader: SQLReader

  init(_ text: String, in context: AlterContext) throws {
    self.context = context
    let bytes = Array(text.utf8)
    reader = SQLReader(bytes, [])
    guard !bytes.contains(0) else {
      throw refusal("the statement contains a NUL byte", hint: "remove it")
    }
    var lexer = SQLLexer(bytes, quoting: context.quoting, server: context.server)
    var tokens: [SQLToken] = []
    while let token = lexer.next() { tokens.append(token) }
    if let unfinished = lexer.unfinished { throw refusal(unfinished, in: bytes) }
    if let last = tokens.last, last.isSymbol(";", in: bytes) { tokens.removeLast() }
    reader = SQLReader(bytes, tokens)
    guard !tokens.isEmpty else {
      throw refusal("the statement is empty", hint: "say what to change, such as ADD COLUMN note TEXT")
    }
    try checkShape()
  }

  mutating func specifications() throws -> [AlterSpecification] {
    try readHead()
    var all: [AlterSpecification] = []
    var joint = AlterSpecification.Joint.comma
    while true {
      let start = reader.position
      guard !reader.isAtEnd, !reader.isSymbol(",") else {
        throw refusal(
          all.isEmpty ? "the statement changes nothing" : "a comma is not followed by a change",
          at: max(0, start - 1), hint: "say what to change, such as ADD COLUMN note TEXT")
      }
      all += try readSpecification(joint)
      if reader.isAtEnd { break }
      if reader.acceptSymbol(",") {
        joint = .comma
      } else if seesUnjoined {
        joint = .blank
      } else {
        throw refusal("a part of the statement cannot be read", at: reader.position, hint: Self.syntaxHint)
      }
    }
    guard all.contains(where: { !$0.isModifier }) else {
      throw refusal(
        "the statement changes nothing", at: 0, hint: "to rebuild the table as it is, use FORCE")
    }
    return all
  }

  static let syntaxHint = "check the spelling; names that are keywords go in backticks"

  /// Options may follow each other, and partitions follow anything, without a comma.
  private var seesUnjoined: Bool {
    var copy = reader
    return reader.sees("PARTITION", "BY") || reader.sees("REMOVE", "PARTITIONING")
      || TableOption(&copy) != nil
  }

  // MARK: The whole

  private func checkShape() throws {
    var depth = 0
    for (index, token) in reader.tokens.enumerated() {
      if token.isSymbol(";", in: reader.text) {
        throw refusal(
          "the statement is followed by another one", at: index,
          hint: "give the changes of one ALTER TABLE only; run anything else by itself")
      }
      if token.isSymbol("(", in: reader.text) { depth += 1 }
      if token.isSymbol(")", in: reader.text) { depth -= 1 }
      // No expression has these two side by side.
      if token.isSymbol("/", in: reader.text), index > 0,
        reader.tokens[index - 1].isSymbol("*", in: reader.text)
      {
        throw refusal("a comment ends that never began", at: index - 1, hint: "remove */")
      }
      if depth < 0 {
        throw refusal("a parenthesis closes that was never opened", at: index, hint: Self.syntaxHint)
      }
    }
    guard depth == 0 else {
      let last = reader.tokens.lastIndex { $0.isSymbol("(", in: reader.text) } ?? 0
      throw refusal("a parenthesis is not closed", at: last, hint: Self.syntaxHint)
    }
  }

  /// Reads `ALTER TABLE name`, if it is there.
  private mutating func readHead() throws {
    guard let words = headWords else { return }
    if words.contains("IGNORE") {
      throw refusal(
        "ALTER IGNORE drops rows that a new unique key does not allow", at: 0,
        hint: "remove the duplicates first, then leave IGNORE out")
    }
    reader.position += words.count
    _ = reader.accept("IF", "EXISTS")
    let start = reader.position
    guard var table = reader.name() else {
      throw refusal("ALTER TABLE does not name a table", at: 0, hint: Self.syntaxHint)
    }
    var database = context.database
    if reader.acceptSymbol("."), let name = reader.name() { (database, table) = (table, name) }
    guard database.isIdentical(to: context.database), table.isIdentical(to: context.table) else {
      throw refusal(
        "the statement is for another table", at: start, until: reader.position,
        hint: "leave ALTER TABLE and the name out, or name \(context.database).\(context.table)")
    }
    if reader.accept("WAIT") { _ = reader.number() } else { _ = reader.accept("NOWAIT") }
  }

  /// The words up to `TABLE`; nil when the statement does not begin with them.
  private var headWords: [String]? {
    guard reader.sees("ALTER") else { return nil }
    let words = reader.tokens.prefix(4).map { $0.keyword(in: reader.text) }
    guard let end = words.firstIndex(of: "TABLE"),
      words[1..<end].allSatisfy({ ["ONLINE", "OFFLINE", "IGNORE"].contains($0) })
    else { return nil }
    return Array(words[...end])
  }

  // MARK: Refusals

  func refusal(_ why: String, hint: String) -> OpsError {
    OpsError(.usage, "cannot alter \(context.database).\(context.table)", why: why, hint: hint)
  }

  /// - Parameters:
  ///   - start: The first of the offending tokens.
  ///   - end: The one behind the last; the next comma or parenthesis closed by default.
  func refusal(_ why: String, at start: Int, until end: Int? = nil, hint: String) -> OpsError {
    var rest = reader
    rest.position = min(start, max(0, reader.tokens.count - 1))
    let first = rest.position
    if let end { rest.position = end } else { rest.skipToComma() }
    if rest.position == first { rest.advance() }
    return refusal("\(why): \(Self.shortened(rest.text(since: first)))", hint: hint)
  }

  private func refusal(_ unfinished: SQLLexer.Unfinished, in bytes: [UInt8]) -> OpsError {
    switch unfinished {
    case .quote(let place):
      refusal(
        "a quote is not closed: \(Self.shortened(String(decoding: bytes[place...], as: UTF8.self)))",
        hint: "close it, or double it inside of a text or name")
    case .comment(let place):
      refusal(
        "a comment is not closed: \(Self.shortened(String(decoding: bytes[place...], as: UTF8.self)))",
        hint: "end it with */")
    }
  }

  private static func shortened(_ text: String) -> String {
    text.count > 120 ? text.prefix(120) + "…" : text
  }
}
