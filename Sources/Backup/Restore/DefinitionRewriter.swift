import Basics
import MySQL
import Schema

/// Puts new names into definitions, touching nothing else.
package struct DefinitionRewriter: Sendable {
  private let mapping: NameMapping

  package init(_ mapping: NameMapping) {
    self.mapping = mapping
  }

  /// `CREATE TABLE` or `CREATE DATABASE`-like text whose first name is replaced.
  package func replacingFirstName(in text: [UInt8], by name: String) -> [UInt8] {
    guard let token = SQLLexer.tokens(of: text).first(where: { $0.kind == .quotedName }) else { return text }
    return replace([(token.range, Array(SQLText.quoted(name).description.utf8))], in: text)
  }

  /// A table's whole definition under its new name, its foreign keys pointing at new names.
  package func table(_ create: [UInt8], of name: TableName) throws -> CreateTable {
    let target = mapping.table(name)
    let renamed =
      target.name == name.name ? create : replacingFirstName(in: create, by: target.name)
    guard !mapping.isIdentity else { return try CreateTable(parsing: renamed) }
    return try CreateTable(parsing: replaceReferences(in: renamed, of: name))
  }

  /// Rewrites what stands behind REFERENCES.
  private func replaceReferences(in text: [UInt8], of name: TableName) -> [UInt8] {
    let tokens = SQLLexer.tokens(of: text)
    var edits: [(Range<Int>, [UInt8])] = []
    for (index, token) in tokens.enumerated() where token.keyword(in: text) == "REFERENCES" {
      guard index + 3 < tokens.count, tokens[index + 1].kind == .quotedName else { continue }
      let first = tokens[index + 1]
      let qualified = tokens[index + 2].isSymbol(".", in: text)
      let last = qualified ? tokens[index + 3] : first
      let parent = TableName(qualified ? first.name(in: text) : name.database, last.name(in: text))
      let target = mapping.table(parent)
      let sameDatabase = target.database == mapping.table(name).database
      let sql = sameDatabase ? SQLText.quoted(target.name) : target.sql
      edits.append((first.range.lowerBound..<last.range.upperBound, Array(sql.description.utf8)))
    }
    return replace(edits, in: text)
  }

  /// A view's definition with the qualifiers of renamed databases replaced.
  ///
  /// - Parameter known: Tables and views that exist, so that an alias of a database's name is left alone.
  package func view(_ create: [UInt8], known: Set<TableName>) -> [UInt8] {
    let tokens = SQLLexer.tokens(of: create)
    var edits: [(Range<Int>, [UInt8])] = []
    for (index, token) in tokens.enumerated() where token.kind == .quotedName && index + 2 < tokens.count {
      let database = token.name(in: create)
      guard mapping.renames(database: database), tokens[index + 1].isSymbol(".", in: create),
        index == 0 || !tokens[index - 1].isSymbol(".", in: create),
        known.contains(TableName(database, tokens[index + 2].name(in: create)))
      else { continue }
      edits.append((token.range, Array(SQLText.quoted(mapping.database(database)).description.utf8)))
    }
    return replace(edits, in: create)
  }

  /// A trigger's, routine's or event's definition: only the qualifier of its own name and of its table.
  package func program(_ create: [UInt8]) -> [UInt8] {
    let tokens = SQLLexer.tokens(of: create)
    var edits: [(Range<Int>, [UInt8])] = []
    for (index, token) in tokens.enumerated().prefix(30) where index + 2 < tokens.count {
      guard ["TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "ON"].contains(token.keyword(in: create)),
        tokens[index + 2].isSymbol(".", in: create)
      else { continue }
      let database = tokens[index + 1].name(in: create)
      guard mapping.renames(database: database) else { continue }
      edits.append(
        (tokens[index + 1].range, Array(SQLText.quoted(mapping.database(database)).description.utf8)))
    }
    return replace(edits, in: create)
  }

  /// Databases with a new name that the body of a program still mentions by the old one.
  package func mentions(in create: [UInt8]) -> [String] {
    let tokens = SQLLexer.tokens(of: create)
    let names = tokens.enumerated().compactMap { index, token -> String? in
      guard index + 1 < tokens.count, tokens[index + 1].isSymbol(".", in: create) else { return nil }
      let name = token.name(in: create)
      return mapping.renames(database: name) ? name : nil
    }
    return Set(names).sorted()
  }

  private func replace(_ edits: [(Range<Int>, [UInt8])], in text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for (range, replacement) in edits {
      result += text[position..<range.lowerBound]
      result += replacement
      position = range.upperBound
    }
    return result + text[position...]
  }
}
