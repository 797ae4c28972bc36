import Basics

/// Privileges that an account lacks, and the statements that give them to it.
package struct MissingGrants: Sendable, Equatable {
  package struct Item: Sendable, Equatable {
    /// What stands behind ON: `*.*` or a database's.
    package let scope: SQLText
    package fileprivate(set) var privileges: [String]
  }

  /// By scope, in the order in which they were found.
  package private(set) var items: [Item] = []

  package init() {}

  package var isEmpty: Bool { items.isEmpty }

  /// Adds those that are not there yet.
  package mutating func add(_ privileges: [String], on scope: SQLText) {
    for privilege in privileges {
      if let index = items.firstIndex(where: { $0.scope == scope }) {
        if !items[index].privileges.contains(privilege) { items[index].privileges.append(privilege) }
      } else {
        items.append(Item(scope: scope, privileges: [privilege]))
      }
    }
  }

  package func names(_ scope: SQLText) -> Bool { items.contains { $0.scope == scope } }

  /// `SELECT on *.*, …`
  package var text: String {
    items.flatMap { item in item.privileges.map { "\($0) on \(item.scope)" } }.joined(separator: ", ")
  }

  /// The GRANT statements.
  ///
  /// - Parameter account: `user@host`, as `CURRENT_USER()` tells it.
  package func statements(for account: String) -> [String] {
    // A user's name may hold an @, a host's cannot.
    let at = account.lastIndex(of: "@")
    let user = at.map { String(account[..<$0]) } ?? account
    let host = at.map { String(account[account.index(after: $0)...]) } ?? "%"
    let name: SQLText = "\(quoted: user)@\(quoted: host)"
    return items.map { "GRANT \($0.privileges.joined(separator: ", ")) ON \($0.scope) TO \(name)" }
  }

  /// - Parameter otherwise: What can be done instead.
  package func error(for account: String, otherwise: String? = nil) -> OpsError {
    OpsError(
      .privilege, "account \(account) lacks privileges", why: text,
      hint: (statements(for: account) + (otherwise.map { ["or \($0)"] } ?? [])).joined(separator: "; "))
  }
}
