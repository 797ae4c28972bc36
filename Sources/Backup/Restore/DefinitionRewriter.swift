import Basics
import MySQL
import Pipeline
import Schema

/// Puts new names into definitions, touching nothing else.
package struct DefinitionRewriter: Sendable {
  private let mapping: NameMapping
  /// Everything that definitions may name together with its database.
  private let known: Set<TableName>

  /// - Parameter known: Tables, views, sequences and functions of the backup. What is not among them is left
  ///   alone, so that an alias that looks like a database's name stays as it is.
  package init(_ mapping: NameMapping, known: Set<TableName> = []) {
    self.mapping = mapping
    self.known = known
  }

  /// `CREATE TABLE` or `CREATE DATABASE`-like text whose first name is replaced.
  package func replacingFirstName(in text: [UInt8], by name: String) -> [UInt8] {
    guard let token = SQLLexer.tokens(of: text).first(where: { $0.kind == .quotedName }) else { return text }
    return Edits([.init(token.range, .quoted(name))]).applied(to: text)
  }

  /// A table's whole definition under its new name: foreign keys and defaults name what they stand on by its
  /// new name, and constraints whose names would collide with those of the original get names of their own.
  package func table(_ create: [UInt8], of name: TableName) throws -> CreateTable {
    let target = mapping.table(name)
    guard !mapping.isIdentity else { return try CreateTable(parsing: create) }
    let tokens = SQLLexer.tokens(of: create)
    var edits: [Edits.Edit] = []
    if target.name != name.name, let first = tokens.first(where: { $0.kind == .quotedName }) {
      edits.append(.init(first.range, .quoted(target.name)))
    }
    for (index, token) in tokens.enumerated() {
      switch token.keyword(in: create) {
      case "REFERENCES":
        if let edit = reference(at: index + 1, tokens, in: create, of: name) { edits.append(edit) }
      case "CONSTRAINT" where target.name != name.name && index + 1 < tokens.count:
        let old = tokens[index + 1]
        let new = try Self.constraintName(old.name(in: create), of: name.name, for: target.name)
        edits.append(.init(old.range, .quoted(new)))
      default:
        if let edit = qualifier(at: index, tokens, in: create) { edits.append(edit) }
      }
    }
    return try CreateTable(parsing: Edits(edits).applied(to: create))
  }

  /// The parent named behind REFERENCES, under its new name.
  private func reference(
    at index: Int, _ tokens: [SQLToken], in text: [UInt8], of name: TableName
  ) -> Edits.Edit? {
    guard index + 2 < tokens.count, tokens[index].kind == .quotedName else { return nil }
    let first = tokens[index]
    let isQualified = tokens[index + 1].isSymbol(".", in: text)
    let last = isQualified ? tokens[index + 2] : first
    let parent = TableName(isQualified ? first.name(in: text) : name.database, last.name(in: text))
    let target = mapping.table(parent)
    let isNear = target.database == mapping.table(name).database
    return .init(
      first.range.lowerBound..<last.range.upperBound, isNear ? .quoted(target.name) : target.sql)
  }

  /// Names of constraints are unique in a database, so a table restored beside its original cannot keep them.
  private static func constraintName(_ old: String, of table: String, for target: String) throws -> String {
    let new = old.hasPrefix(table) ? target + old.dropFirst(table.count) : "\(target)_\(old)"
    guard new.unicodeScalars.count > 64 else { return new }
    let digest = try blake2b(Array(new.utf8).span).prefix(8)
    return String(String.UnicodeScalarView(new.unicodeScalars.prefix(55))) + "_" + digest
  }

  /// A view's definition with the qualifiers of renamed databases replaced.
  package func view(_ create: [UInt8]) -> [UInt8] {
    let tokens = SQLLexer.tokens(of: create)
    return Edits(tokens.indices.compactMap { qualifier(at: $0, tokens, in: create) }).applied(to: create)
  }

  /// The name of a renamed database in front of something known.
  private func qualifier(at index: Int, _ tokens: [SQLToken], in text: [UInt8]) -> Edits.Edit? {
    guard index + 2 < tokens.count, tokens[index].kind == .quotedName,
      tokens[index + 1].isSymbol(".", in: text), index == 0 || !tokens[index - 1].isSymbol(".", in: text)
    else { return nil }
    let database = tokens[index].name(in: text)
    guard mapping.renames(database: database),
      known.contains(TableName(database, tokens[index + 2].name(in: text)))
    else { return nil }
    return .init(tokens[index].range, .quoted(mapping.database(database)))
  }

  /// A trigger's, routine's or event's definition: only the qualifier of its own name and of its table.
  package func program(_ program: StoredProgram) -> [UInt8] {
    let create = program.create
    let tokens = SQLLexer.tokens(of: create, quoting: SQLQuoting(sqlMode: program.sqlMode))
    func words(_ index: Int) -> String { index < tokens.count ? tokens[index].keyword(in: create) : "" }
    let kinds = ["TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE"]
    guard let kind = tokens.indices.first(where: { kinds.contains(words($0)) }) else { return create }
    var name = kind + 1
    if words(kind) == "PACKAGE", words(name) == "BODY" { name += 1 }
    if words(name) == "IF", words(name + 1) == "NOT", words(name + 2) == "EXISTS" { name += 3 }
    var places = [name]
    if words(kind) == "TRIGGER", let on = tokens.indices.first(where: { $0 > name && words($0) == "ON" }) {
      places.append(on + 1)
    }
    let edits = places.compactMap { place -> Edits.Edit? in
      guard place + 1 < tokens.count, tokens[place + 1].isSymbol(".", in: create) else { return nil }
      let database = tokens[place].name(in: create)
      guard mapping.renames(database: database) else { return nil }
      return .init(tokens[place].range, .quoted(mapping.database(database)))
    }
    return Edits(edits).applied(to: create)
  }

  /// Databases with a new name that the body of a program still mentions by the old one.
  package func mentions(in create: [UInt8], sqlMode: String) -> [String] {
    let tokens = SQLLexer.tokens(of: create, quoting: SQLQuoting(sqlMode: sqlMode))
    let names = tokens.enumerated().compactMap { index, token -> String? in
      guard index + 1 < tokens.count, tokens[index + 1].isSymbol(".", in: create) else { return nil }
      let name = token.name(in: create)
      return mapping.renames(database: name) ? name : nil
    }
    return Set(names).sorted()
  }
}

/// Replacements in a text, none of which overlap, in the order of their places.
private struct Edits {
  struct Edit {
    let range: Range<Int>
    let replacement: [UInt8]

    init(_ range: Range<Int>, _ replacement: SQLText) {
      self.range = range
      self.replacement = Array(replacement.description.utf8)
    }
  }

  private let edits: [Edit]

  init(_ edits: [Edit]) { self.edits = edits }

  func applied(to text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for edit in edits where edit.range.lowerBound >= position {
      result += text[position..<edit.range.lowerBound]
      result += edit.replacement
      position = edit.range.upperBound
    }
    return result + text[position...]
  }
}
