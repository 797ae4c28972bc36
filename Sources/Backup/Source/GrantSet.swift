import MySQL
import Schema

/// What an account may do, read from `SHOW GRANTS`.
package struct GrantSet: Sendable, Equatable {
  private var global: Set<String> = []
  private var databases: [String: Set<String>] = [:]

  /// - Parameter lines: What `SHOW GRANTS` printed, roles in use included.
  package init(lines: [[UInt8]]) {
    for line in lines { add(line) }
  }

  /// Whether the account has `privilege` on the whole server.
  package func allows(_ privilege: String) -> Bool {
    global.contains(privilege) || global.contains("ALL PRIVILEGES")
  }

  /// Whether the account has `privilege` on every object of `database`.
  package func allows(_ privilege: String, on database: String) -> Bool {
    if allows(privilege) { return true }
    return databases.contains { pattern, privileges in
      Self.matches(pattern, database)
        && (privileges.contains(privilege) || privileges.contains("ALL PRIVILEGES"))
    }
  }

  private mutating func add(_ line: [UInt8]) {
    let tokens = SQLLexer.tokens(of: line)
    guard tokens.first?.keyword(in: line) == "GRANT",
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
    // `*.*`, `db`.*, or one table, which is no privilege on all of a database.
    guard tokens[on + 2].isSymbol(".", in: line), tokens[on + 3].isSymbol("*", in: line) else { return }
    if tokens[on + 1].isSymbol("*", in: line) {
      global.formUnion(privileges)
    } else {
      databases[tokens[on + 1].name(in: line), default: []].formUnion(privileges)
    }
  }

  /// `_` and `%` are wildcards in a database's name in GRANT unless a backslash stands before them.
  static func matches(_ pattern: String, _ name: String) -> Bool {
    matches(Array(pattern)[...], Array(name)[...])
  }

  private static func matches(_ pattern: ArraySlice<Character>, _ name: ArraySlice<Character>) -> Bool {
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
