import MySQL

/// Accounts in whose name views and programs run that the target has not got.
///
/// Servers make the programs all the same, where the restoring account may, and refuse to run them.
struct AbsentDefiners: Sendable {
  private let definers: Set<String>

  init(_ definers: Set<String>) { self.definers = definers }

  init(of programs: [RestorePlan.Program]) {
    self.init(Set(programs.compactMap { DefinerPrivileges.definer(of: $0.program) }))
  }

  /// Those that are missing, sorted; none where the list of accounts may not be read.
  func names(_ connection: isolated Connection) throws -> [String] {
    let there = try Self.accounts("SELECT User AS u, Host AS h FROM mysql.user", connection)
    guard let there else { return [] }
    return definers.filter { !there.contains(Self.stored($0)) }.sorted()
  }

  /// Those that only an account that is a system user itself may act for; none where that may not be read.
  static func systemUsers(
    among definers: Set<String>, _ connection: isolated Connection
  ) throws -> [String] {
    let sql: SQLText = "SELECT USER AS u, HOST AS h FROM mysql.global_grants WHERE PRIV = 'SYSTEM_USER'"
    guard let there = try accounts(sql, connection) else { return [] }
    return definers.filter { there.contains(stored($0)) }.sorted()
  }

  private static func accounts(_ sql: SQLText, _ connection: isolated Connection) throws -> Set<String>? {
    do {
      let rows = try connection.query(sql)
      return Set(rows.map { "\($0["u"].string ?? "")@\(($0["h"].string ?? "").lowercased())" })
    } catch let failure as SQLFailure where failure.kind == .privilege {
      return nil
    }
  }

  /// Servers keep names of hosts in lower case.
  private static func stored(_ definer: String) -> String {
    guard let at = definer.lastIndex(of: "@") else { return definer }
    return definer[..<at] + definer[at...].lowercased()
  }
}
