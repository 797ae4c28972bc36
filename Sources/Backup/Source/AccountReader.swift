import Basics
import MySQL

/// Reads users, roles and grants as statements.
package struct AccountReader: Sendable {
  package init() {}

  /// Accounts that come with every server.
  private static let own: Set<String> = [
    "mysql.sys", "mysql.session", "mysql.infoschema", "mariadb.sys", "PUBLIC",
  ]

  /// All accounts but the server's own.
  ///
  /// - Throws: `OpsError` `privilege` when the account may not read `mysql.user`.
  package func read(_ connection: Connection) async throws -> [Account] {
    try await connection.perform { connection in
      if connection.server.canShowHashesAsHex {
        _ = try connection.execute("SET SESSION print_identified_with_as_hex = ON")
      }
      return connection.server.flavour == .mariadb
        ? try Self.mariaDBAccounts(connection) : try Self.mySQLAccounts(connection)
    }
  }

  private static func mySQLAccounts(_ connection: isolated Connection) throws -> [Account] {
    let rows = try connection.query("SELECT User AS u, Host AS h FROM mysql.user ORDER BY User, Host")
    return try rows.compactMap { row in
      let (user, host) = (row["u"].string ?? "", row["h"].string ?? "")
      guard !own.contains(user) else { return nil }
      let name: SQLText = "\(quoted: user)@\(quoted: host)"
      // Nil when it was dropped since the list was read.
      guard let create = try createUser(name, connection) else { return nil }
      return Account(
        user: user, host: host, isRole: false, create: create,
        grants: try all("SHOW GRANTS FOR \(name)", connection))
    }
  }

  private static func mariaDBAccounts(_ connection: isolated Connection) throws -> [Account] {
    let rows = try connection.query(
      "SELECT User AS u, Host AS h, is_role AS r, default_role AS d FROM mysql.user ORDER BY is_role DESC, User, Host"
    )
    return try rows.compactMap { row in
      let (user, host) = (row["u"].string ?? "", row["h"].string ?? "")
      guard !own.contains(user) else { return nil }
      if row["r"].isOn {
        return Account(
          user: user, host: "", isRole: true,
          create: Array("CREATE ROLE \(SQLText.quoted(user).description)".utf8),
          grants: try all("SHOW GRANTS FOR \(quoted: user)", connection))
      }
      let name: SQLText = "\(quoted: user)@\(quoted: host)"
      guard let create = try createUser(name, connection) else { return nil }
      var grants = try all("SHOW GRANTS FOR \(name)", connection)
      if let role = row["d"].string, !role.isEmpty {
        let already = grants.contains { String(decoding: $0, as: UTF8.self).hasPrefix("SET DEFAULT ROLE") }
        let statement: SQLText = "SET DEFAULT ROLE \(quoted: role) FOR \(name)"
        if !already { grants.append(Array(statement.description.utf8)) }
      }
      return Account(
        user: user, host: host, isRole: false, create: create, grants: grants)
    }
  }

  /// The statement that makes the account; nil for one that is gone meanwhile, and for one that the server lists but
  /// does not let in, as MariaDB does with names of hosts under skip_name_resolve.
  private static func createUser(_ name: SQLText, _ connection: isolated Connection) throws -> [UInt8]? {
    do {
      return try first("SHOW CREATE USER \(name)", connection)
    } catch let failure as SQLFailure where failure.number == 1133 || failure.number == 1396 {
      return nil
    }
  }

  private static func first(_ sql: SQLText, _ connection: isolated Connection) throws -> [UInt8] {
    try connection.query(sql).first?[0].bytes ?? []
  }

  private static func all(_ sql: SQLText, _ connection: isolated Connection) throws -> [[UInt8]] {
    do {
      return try connection.query(sql).compactMap { $0[0].bytes }
    } catch let failure as SQLFailure where failure.number == 1141 {
      // MariaDB's way of saying that an account has no grants at all.
      return []
    }
  }
}
