import Basics
import MySQL

/// What databases hold, told by the server's own functions alone: the judge of a restored copy.
///
/// Nothing of the code that backs up or restores takes part, so that both cannot be wrong together.
package struct Portrait: Sendable, Equatable {
  /// What is said about each thing: `rows of shop.orders`, `view shop.totals`.
  package private(set) var facts: [String: String]

  package init(facts: [String: String] = [:]) { self.facts = facts }

  /// Takes the portrait of whole databases.
  ///
  /// - Parameters:
  ///   - ignored: Tables of which nothing is said, as `database.table`.
  package static func of(
    databases: [String], on server: TestServer, _ role: TestServer.Role = .primary,
    ignoring ignored: Set<String> = []
  ) async throws -> Portrait {
    try await withSession(server, role) { connection in
      var facts: [String: String] = [:]
      for database in databases {
        let painter = DatabasePainter(database: database, ignored: ignored)
        facts.merge(try painter.facts(connection)) { first, _ in first }
      }
      return Portrait(facts: facts)
    }
  }

  /// Takes the portrait of accounts whose name begins with `prefix`, and of their grants.
  package static func accounts(
    named prefix: String, on server: TestServer, _ role: TestServer.Role = .primary
  ) async throws -> Portrait {
    try await withSession(server, role) { Portrait(facts: try AccountPainter(prefix: prefix).facts($0)) }
  }

  /// The same with a database under another name, wherever it is named.
  package func renaming(_ old: String, to new: String) -> Portrait {
    Portrait(
      facts: Dictionary(
        uniqueKeysWithValues: facts.map { ($0.replacing(old, with: new), $1.replacing(old, with: new)) }))
  }

  package func merging(_ other: Portrait) -> Portrait {
    Portrait(facts: facts.merging(other.facts) { first, _ in first })
  }

  /// One line for each thing that is not the same in `copy`; empty when both are equal.
  package func differences(in copy: Portrait) -> [String] {
    Set(facts.keys).union(copy.facts.keys).sorted().compactMap { name in
      let (mine, other) = (facts[name], copy.facts[name])
      guard mine != other else { return nil }
      return "\(name)\n    was: \(mine ?? "nothing")\n    is:  \(other ?? "nothing")"
    }
  }

  /// Values arrive as the bytes that the server keeps.
  private static func withSession(
    _ server: TestServer, _ role: TestServer.Role,
    _ body: @Sendable (isolated Connection) throws -> Portrait
  ) async throws -> Portrait {
    let options = try server.options(role).with(profile: .export, phase: "portrait")
    let connection = try await Connection.open(options)
    do {
      let portrait = try await connection.perform(body)
      await connection.close()
      return portrait
    } catch {
      await connection.close()
      throw error
    }
  }
}

extension Rows.Row {
  /// Every value of the row in one line, NULL told from text; bytes that are no UTF-8 as hexadecimal digits.
  func line(of columns: [String], without unwanted: Set<String> = []) -> String {
    columns.indices.filter { !unwanted.contains(columns[$0]) }.map { index in
      guard let bytes = self[index].bytes else { return "NULL" }
      return String(validating: bytes, as: UTF8.self)
        ?? bytes.map { $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16) }.joined()
    }.joined(separator: " | ")
  }
}

/// Tells about users and roles.
private struct AccountPainter {
  let prefix: String

  func facts(_ connection: isolated Connection) throws -> [String: String] {
    let isMariaDB = connection.server.flavour == .mariadb
    let role: SQLText = isMariaDB ? "is_role" : "'N'"
    let accounts = try connection.query(
      """
      SELECT User AS u, Host AS h, \(role) AS r FROM mysql.user
      WHERE LEFT(User, \(prefix.count)) = \(literal: .string(prefix))
      """)
    var facts: [String: String] = [:]
    for account in accounts {
      let (user, host) = (account["u"].string ?? "", account["h"].string ?? "")
      let isRole = account["r"].isOn
      let name: SQLText = isRole ? .quoted(user) : "\(quoted: user)@\(quoted: host)"
      let create = isRole ? nil : try connection.query("SHOW CREATE USER \(name)").first?[0].string
      facts["account \(user)@\(host)"] = create ?? "role"
      let grants = try connection.query("SHOW GRANTS FOR \(name)").map { $0[0].string ?? "" }
      facts["grants of \(user)@\(host)"] = grants.sorted().joined(separator: "; ")
      if isMariaDB, !isRole {
        let standard = try connection.query(
          """
          SELECT default_role AS d FROM mysql.user WHERE User = \(literal: .string(user))
          AND Host = \(literal: .string(host))
          """)
        facts["default role of \(user)@\(host)"] = standard.first?["d"].string ?? ""
      }
    }
    return facts
  }
}
