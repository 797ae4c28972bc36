import Basics
import MySQL
import Schema

/// The account has the privileges that a migration needs; those that are missing are named, all of them.
struct GrantCheck: Check {
  func run(_ subject: CheckSubject, _ connection: isolated Connection) throws {
    let settings = subject.settings
    var switchesFormat = false
    if settings.logFormat == .switched {
      let format = try connection.query("SELECT @@GLOBAL.binlog_format AS f").first?["f"].string
      switchesFormat = format?.uppercased() != "ROW"
    }
    let work = MigrationPrivileges.Work.rebuild(
      findsReplicas: settings.replicaSearch == .made, switchesFormat: switchesFormat)
    let missing = try missing(for: work, subject.request.table, connection)
    guard missing.isEmpty else { throw Self.refusal(missing, subject.request.table, connection) }
  }

  /// Lets through an account that may let the server alter the table by itself; one that may not gets told all that a
  /// rebuild would need.
  func runForNative(_ subject: CheckSubject, _ connection: isolated Connection) throws {
    guard try !missing(for: .native, subject.request.table, connection).isEmpty else { return }
    try run(subject, connection)
  }

  private func missing(
    for work: MigrationPrivileges.Work, _ table: TableName, _ connection: isolated Connection
  ) throws -> MissingGrants {
    let names = MigrationNames(table, connection.server.canRenameLockedTables ? .known : .behind)
    let grants = try grants(connection)
    let probe = PrivilegeProbe(table)
    var denied: [String: Bool] = [:]
    var missing = MissingGrants()
    for need in MigrationPrivileges(connection.server, names).needs(for: work)
    where grants?.allows(need, table.database) != true {
      let key = "\(need.privilege) \(need.place == .table(table))"
      let isDenied = try denied[key] ?? probe.isDenied(need, connection) ?? (grants != nil)
      denied[key] = isDenied
      guard isDenied else { continue }
      missing.add([need.privilege], on: need.place == .server ? "*.*" : "\(quoted: table.database).*")
    }
    return missing
  }

  /// Nil where the server does not tell.
  private func grants(_ connection: isolated Connection) throws -> GrantSet? {
    do {
      return GrantSet(lines: try connection.grantLines())
    } catch let failure as SQLFailure where failure.kind != .connectionLost {
      return nil
    }
  }

  private static func refusal(
    _ missing: MissingGrants, _ table: TableName, _ connection: isolated Connection
  ) -> OpsError {
    let known = missing.error(for: connection.account)
    return OpsError(
      .privilege, "cannot migrate \(table)", why: "account \(connection.account) lacks \(missing.text)",
      hint: known.hint)
  }
}

extension GrantSet {
  fileprivate func allows(_ need: PrivilegeNeed, _ database: String) -> Bool {
    ([need.privilege] + need.others).contains { privilege in
      switch need.place {
      case .server: allows(privilege)
      case .database: allows(privilege, on: database)
      case .table(let table): allows(privilege, on: database, table: table.name)
      }
    }
  }
}
