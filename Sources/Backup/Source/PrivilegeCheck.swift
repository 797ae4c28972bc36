import Basics
import MySQL
import Schema

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
    throw missing.error(
      for: connection.account,
      otherwise: accounts && missing.names("`mysql`.*") ? "leave users out with --no-accounts" : nil)
  }

  /// What is missing, by scope.
  package func missing(
    _ connection: Connection, selection: Selection, accounts: Bool
  ) async throws -> MissingGrants {
    let grants = GrantSet(lines: try await connection.perform { try $0.grantLines() })
    var missing = MissingGrants()
    var perDatabase = perDatabase
    if holdsCommits, !Self.globalLockPrivileges.contains(where: { grants.allows($0) }) {
      perDatabase.append("LOCK TABLES")
    }
    let named = selection.databases.union(selection.tables.map { ExactText($0.database) }).sorted().map(
      \.text)
    if named.isEmpty {
      // Without names the job is about everything, which only privileges on everything show.
      let lacking = (perDatabase + forPrograms).filter { !grants.allows($0) }
      missing.add(lacking, on: "*.*")
    }
    for database in named {
      let wanted = perDatabase + (selection.includesPrograms(of: database) ? forPrograms : [])
      let lacking = wanted.filter { !grants.allows($0, on: database) }
      missing.add(lacking, on: "\(quoted: database).*")
    }
    let own = forItself.filter { !grants.allows($0, on: RestoreLedger.database) }
    missing.add(own, on: "\(quoted: RestoreLedger.database).*")
    if holdsCommits, !Self.logPrivileges.contains(where: { grants.allows($0) }) {
      missing.add(
        [connection.server.flavour == .mariadb ? "BINLOG MONITOR" : "REPLICATION CLIENT"], on: "*.*")
    }
    if needsRoutineText, !Self.readsRoutines(grants, connection.server) {
      let mysql = connection.server.flavour == .mysql && connection.server.hasBackupLock
      missing.add([mysql ? "SHOW_ROUTINE" : "SELECT"], on: mysql ? "*.*" : "`mysql`.*")
    }
    missing.add(try await DefinerPrivileges(programs).missing(grants, connection), on: "*.*")
    if accounts, !grants.allows("SELECT", on: "mysql") { missing.add(["SELECT"], on: "`mysql`.*") }
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
}
