import Basics
import MySQL

/// The privileges a job needs, checked before it begins.
///
/// A server does not refuse to list what an account may not see: it leaves it out. A backup made without the
/// privileges would silently lack views, triggers or routines.
package struct PrivilegeCheck: Sendable {
  private let perDatabase: [String]
  private let forPrograms: [String]
  private let needsRoutineText: Bool
  /// Whether there is a moment at which nothing may commit.
  private let holdsCommits: Bool
  /// What the job needs on the database in which dbops keeps its own tables.
  private let forItself: [String]
  /// Programs that the job makes: who makes one in another's name needs to be allowed to.
  private var programs: [StoredProgram] = []

  private init(
    perDatabase: [String], forPrograms: [String], needsRoutineText: Bool, holdsCommits: Bool,
    forItself: [String]
  ) {
    self.perDatabase = perDatabase
    self.forPrograms = forPrograms
    self.needsRoutineText = needsRoutineText
    self.holdsCommits = holdsCommits
    self.forItself = forItself
  }

  /// What a logical backup needs.
  package static let backup = PrivilegeCheck(
    perDatabase: ["SELECT", "SHOW VIEW", "TRIGGER"], forPrograms: ["EVENT"], needsRoutineText: true,
    holdsCommits: true, forItself: [])

  /// What a restore needs on the databases it writes to.
  ///
  /// - Parameter programs: What it makes besides tables.
  package static func restore(making programs: [StoredProgram]) -> PrivilegeCheck {
    var check = restore
    check.programs = programs
    return check
  }

  private static let restore = PrivilegeCheck(
    perDatabase: [
      "SELECT", "INSERT", "CREATE", "DROP", "ALTER", "INDEX", "REFERENCES", "TRIGGER", "CREATE VIEW",
      "SHOW VIEW",
      "LOCK TABLES",
    ], forPrograms: ["CREATE ROUTINE", "ALTER ROUTINE", "EVENT"], needsRoutineText: true,
    holdsCommits: false,
    forItself: ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP"])

  /// - Parameter accounts: Users and grants are part of the job.
  /// - Throws: `OpsError` `privilege` whose hint is the GRANT statement that is missing.
  package func verify(_ connection: Connection, selection: Selection, accounts: Bool) async throws {
    let missing = try await missing(connection, selection: selection, accounts: accounts)
    guard !missing.isEmpty else { return }
    let account = try await connection.query("SELECT CURRENT_USER() AS a").first?["a"].string ?? ""
    let parts = account.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name: SQLText =
      "\(quoted: parts.first ?? "")@\(quoted: parts.count > 1 ? parts[1] : "%")"
    let grants = missing.map { "GRANT \($0.privileges.joined(separator: ", ")) ON \($0.scope) TO \(name)" }
    throw OpsError(
      .privilege, "account \(account) lacks privileges",
      why: missing.flatMap { item in item.privileges.map { "\($0) on \(item.scope)" } }.joined(
        separator: ", "),
      hint: grants.joined(separator: "; ")
        + (accounts && missing.contains { $0.scope == "`mysql`.*" }
          ? "; or leave users out with --no-accounts" : ""))
  }

  /// What is missing, by scope.
  package func missing(
    _ connection: Connection, selection: Selection, accounts: Bool
  ) async throws -> [(scope: String, privileges: [String])] {
    let grants = try await Self.grants(connection)
    var missing: [(scope: String, privileges: [String])] = []
    var perDatabase = perDatabase
    if holdsCommits, !Self.globalLockPrivileges.contains(where: { grants.allows($0) }) {
      perDatabase.append("LOCK TABLES")
    }
    let named = selection.databases.union(selection.tables.map { ExactText($0.database) }).sorted().map(
      \.text)
    if named.isEmpty {
      // Without names the job is about everything, which only privileges on everything show.
      let lacking = (perDatabase + forPrograms).filter { !grants.allows($0) }
      if !lacking.isEmpty { missing.append(("*.*", lacking)) }
    }
    for database in named {
      let wanted = perDatabase + (selection.includesPrograms(of: database) ? forPrograms : [])
      let lacking = wanted.filter { !grants.allows($0, on: database) }
      if !lacking.isEmpty { missing.append(("\(SQLText.quoted(database)).*", lacking)) }
    }
    let own = forItself.filter { !grants.allows($0, on: RestoreLedger.database) }
    if !own.isEmpty { missing.append(("\(SQLText.quoted(RestoreLedger.database)).*", own)) }
    if holdsCommits, !Self.logPrivileges.contains(where: { grants.allows($0) }) {
      missing.append(
        ("*.*", [connection.server.flavour == .mariadb ? "BINLOG MONITOR" : "REPLICATION CLIENT"]))
    }
    if needsRoutineText, !Self.readsRoutines(grants, connection.server) {
      let mysql = connection.server.flavour == .mysql && connection.server.hasBackupLock
      missing.append(mysql ? ("*.*", ["SHOW_ROUTINE"]) : ("`mysql`.*", ["SELECT"]))
    }
    let forDefiners = try await DefinerPrivileges(programs).missing(grants, connection)
    if !forDefiners.isEmpty { missing.append(("*.*", forDefiners)) }
    if accounts, !grants.allows("SELECT", on: "mysql") { missing.append(("`mysql`.*", ["SELECT"])) }
    return missing
  }

  /// With one of these the whole server's commits can be held; without, the tables are locked instead.
  private static let globalLockPrivileges = ["RELOAD", "FLUSH_TABLES"]

  /// Any of these shows where the binary log stands; SUPER does on old servers.
  private static let logPrivileges = ["REPLICATION CLIENT", "BINLOG MONITOR", "SUPER"]

  private static func readsRoutines(_ grants: GrantSet, _ server: ServerInfo) -> Bool {
    grants.allows("SHOW_ROUTINE") || grants.allows("SHOW CREATE ROUTINE")
      || grants.allows("SELECT") || grants.allows("SELECT", on: "mysql")
  }

  private static func grants(_ connection: Connection) async throws -> GrantSet {
    try await connection.perform { connection in
      var statement: SQLText = "SHOW GRANTS"
      if connection.server.flavour == .mysql, connection.server.hasRoles {
        let role = try connection.query("SELECT CURRENT_ROLE() AS r").first?["r"].string ?? "NONE"
        // The server prints the roles the way the statement wants them.
        if role != "NONE", !role.isEmpty { statement = "SHOW GRANTS FOR CURRENT_USER() USING \(raw: role)" }
      }
      return GrantSet(lines: try connection.query(statement).compactMap { $0[0].bytes })
    }
  }
}
