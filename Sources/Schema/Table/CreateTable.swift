import Basics

/// A `CREATE TABLE` statement as the server prints it, cut into its definitions.
///
/// Nothing is rewritten: every part is kept to the byte, so that joining all of them gives the statement back.
package struct CreateTable: Sendable, Equatable {
  /// One entry of the list between the parentheses.
  package struct Definition: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
      case column(String)
      case primaryKey
      /// A secondary index; `unique` tells whether it also is a constraint.
      case index(name: String, firstColumn: String?, unique: Bool)
      case foreignKey(name: String)
      /// `CHECK`, `PERIOD FOR` and whatever else is neither column nor index.
      case other
    }

    package let kind: Kind
    /// Without leading blanks and without the comma behind it.
    package let text: [UInt8]
    /// A column that counts up by itself; the server wants an index on it from the start.
    package let countsUp: Bool
  }

  /// `CREATE TABLE `orders` (`
  package let head: [UInt8]
  package let definitions: [Definition]
  /// `) ENGINE=InnoDB …`, partitions included.
  package let tail: [UInt8]

  /// - Throws: `OpsError` `failed` when the text is not of the form that `SHOW CREATE TABLE` prints.
  package init(parsing text: [UInt8]) throws {
    let tokens = SQLLexer.tokens(of: text)
    guard let open = tokens.firstIndex(where: { $0.isSymbol("(", in: text) }),
      tokens.first?.keyword(in: text) == "CREATE"
    else {
      throw OpsError(
        .failed, "cannot read a table's definition", why: "it does not begin with CREATE TABLE … (",
        hint: "the server printed: \(String(decoding: text.prefix(80), as: UTF8.self))")
    }
    var definitions: [Definition] = []
    var depth = 0
    var first = open + 1
    for index in open..<tokens.count {
      let token = tokens[index]
      if token.isSymbol("(", in: text) { depth += 1 }
      let closes = token.isSymbol(")", in: text)
      if closes { depth -= 1 }
      let ends = (closes && depth == 0) || (depth == 1 && token.isSymbol(",", in: text))
      guard ends else { continue }
      if first < index {
        let range = tokens[first].range.lowerBound..<tokens[index - 1].range.upperBound
        definitions.append(Self.definition(tokens[first..<index], in: text, range: range))
      }
      first = index + 1
      if closes {
        head = Array(text[..<tokens[open].range.upperBound])
        self.definitions = definitions
        tail = Array(text[token.range.lowerBound...])
        return
      }
    }
    throw OpsError(.failed, "cannot read a table's definition", why: "its closing parenthesis is missing")
  }

  private static func definition(
    _ tokens: ArraySlice<SQLToken>, in text: [UInt8], range: Range<Int>
  ) -> Definition {
    // A comment that ends the definition (`/*!80023 INVISIBLE */`) belongs to it, though it is no token.
    var end = range.upperBound
    if let next = text[end...].firstIndex(where: { $0 > UInt8(ascii: " ") }),
      text[next...].starts(with: Array("*/".utf8))
    {
      end = next + 2
    }
    let counts = tokens.contains { $0.keyword(in: text) == "AUTO_INCREMENT" }
    return Definition(
      kind: kind(of: tokens, in: text), text: Array(text[range.lowerBound..<end]), countsUp: counts)
  }

  /// What sort of definition `text` is; nil when it is empty.
  package static func kind(ofDefinition text: [UInt8]) -> Definition.Kind? {
    let tokens = SQLLexer.tokens(of: text)
    return tokens.isEmpty ? nil : kind(of: tokens[...], in: text)
  }

  private static func kind(of tokens: ArraySlice<SQLToken>, in text: [UInt8]) -> Definition.Kind {
    if let first = tokens.first, first.kind == .quotedName { return .column(first.name(in: text)) }
    var reader = SQLReader(text, Array(tokens))
    switch KeyReader.sees(reader) ? KeyReader.read(&reader) : nil {
    case .key(let key) where key.kind == .primary: return .primaryKey
    case .key(let key):
      return .index(name: key.name, firstColumn: key.parts.first?.column, unique: key.kind == .unique)
    case .foreignKey(let key): return .foreignKey(name: key.name)
    default: return .other
    }
  }
}

extension CreateTable {
  /// The statement with only the definitions that `keep` accepts.
  package func statement(keeping keep: (Definition) -> Bool) -> [UInt8] {
    var text = head
    var separator = Array("\n  ".utf8)
    for definition in definitions where keep(definition) {
      text += separator
      text += definition.text
      separator = Array(",\n  ".utf8)
    }
    text += Array("\n".utf8)
    return text + tail
  }

  /// The whole statement, in one normal layout.
  package var statement: [UInt8] { statement { _ in true } }
}
