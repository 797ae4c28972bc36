import Basics

/// What an account may do, read from `SHOW GRANTS`.
package struct GrantSet: Sendable, Equatable {
  private var global: Set<String> = []
  private var databases: [ExactText: Set<String>] = [:]
  private var tables: [Table: Set<String>] = [:]
  /// MySQL with `partial_revokes`: what is taken away again from a grant on everything, by database.
  private var revoked: [ExactText: Set<String>] = [:]

  private struct Table: Hashable {
    let database: ExactText
    let name: ExactText
  }

  /// - Parameter lines: What `SHOW GRANTS` printed, roles in use included.
  package init(lines: [[UInt8]]) {
    for line in lines { add(line) }
  }

  /// Whether the account has `privilege` on the whole server, not a single database excepted.
  package func allows(_ privilege: String) -> Bool {
    Self.contains(global, privilege) && !revoked.values.contains { Self.contains($0, privilege) }
  }

  /// Whether the account has `privilege` on every object of `database`.
  package func allows(_ privilege: String, on database: String) -> Bool {
    let isRevoked = Self.contains(revoked[ExactText(database)] ?? [], privilege)
    if Self.contains(global, privilege), !isRevoked { return true }
    // Of several patterns that match the server takes the most exact one alone.
    let matching = databases.filter { Self.matches($0.key.text, database) }
    let best = matching.keys.map { Self.exactness($0.text) }.max()
    return matching.contains { Self.exactness($0.key.text) == best && Self.contains($0.value, privilege) }
  }

  /// A name without wildcards is most exact, else how long it is up to the first.
  private static func exactness(_ pattern: String) -> Int {
    var length = 0
    var isEscaped = false
    for scalar in pattern.unicodeScalars {
      if !isEscaped, scalar == "%" || scalar == "_" { return length }
      isEscaped = !isEscaped && scalar == "\\"
      if !isEscaped { length += 1 }
    }
    return Int.max
  }

  /// Whether the account has `privilege` on a table of `database`, be it on some of its columns only.
  package func allows(_ privilege: String, on database: String, table: String) -> Bool {
    if allows(privilege, on: database) { return true }
    let granted = tables[Table(database: ExactText(database), name: ExactText(table))] ?? []
    return Self.contains(granted, privilege)
  }

  private static func contains(_ privileges: Set<String>, _ privilege: String) -> Bool {
    privileges.contains(privilege) || privileges.contains("ALL PRIVILEGES")
  }

  private mutating func add(_ line: [UInt8]) {
    let tokens = SQLLexer.tokens(of: line)
    let verb = tokens.first?.keyword(in: line)
    guard verb == "GRANT" || verb == "REVOKE",
      let on = tokens.firstIndex(where: { $0.keyword(in: line) == "ON" }), on + 3 < tokens.count
    else { return }
    var privileges: Set<String> = []
    var words: [String] = []
    var depth = 0
    for token in tokens[1..<on] {
      if token.isSymbol("(", in: line) { depth += 1 }
      if token.isSymbol(")", in: line) { depth -= 1 }
      if token.isSymbol(",", in: line), depth == 0 {
        privileges.insert(words.joined(separator: " "))
        words = []
      } else if depth == 0, token.kind == .word {
        words.append(token.keyword(in: line))
      }
    }
    privileges.insert(words.joined(separator: " "))
    // `*.*`, `db`.*, or one table, which is no privilege on all of a database. A routine is told as such.
    guard tokens[on + 2].isSymbol(".", in: line) else { return }
    guard tokens[on + 3].isSymbol("*", in: line) else {
      guard verb == "GRANT" else { return }
      let table = Table(
        database: ExactText(tokens[on + 1].name(in: line)), name: ExactText(tokens[on + 3].name(in: line)))
      tables[table, default: []].formUnion(privileges)
      return
    }
    if verb == "REVOKE" {
      revoked[ExactText(tokens[on + 1].name(in: line)), default: []].formUnion(privileges)
    } else if tokens[on + 1].isSymbol("*", in: line) {
      global.formUnion(privileges)
    } else {
      databases[ExactText(tokens[on + 1].name(in: line)), default: []].formUnion(privileges)
    }
  }

  /// `_` and `%` are wildcards in a database's name in GRANT unless a backslash stands before them.
  static func matches(_ pattern: String, _ name: String) -> Bool {
    matches(Array(pattern.unicodeScalars)[...], Array(name.unicodeScalars)[...])
  }

  private static func matches(_ pattern: ArraySlice<Unicode.Scalar>, _ name: ArraySlice<Unicode.Scalar>)
    -> Bool
  {
    guard let first = pattern.first else { return name.isEmpty }
    let rest = pattern.dropFirst()
    switch first {
    case "%":
      return matches(rest, name) || (!name.isEmpty && matches(pattern, name.dropFirst()))
    case "_": return !name.isEmpty && matches(rest, name.dropFirst())
    case "\\":
      guard let literal = rest.first else { return false }
      return name.first == literal && matches(rest.dropFirst(), name.dropFirst())
    default: return name.first == first && matches(rest, name.dropFirst())
    }
  }
}
