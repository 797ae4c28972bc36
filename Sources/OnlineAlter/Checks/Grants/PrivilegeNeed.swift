import MySQL

/// A privilege without which a migration would fail, or would not see what it must not pass over.
package struct PrivilegeNeed: Sendable, Equatable {
  package enum Place: Sendable, Equatable {
    case server
    case database
    /// The table's own, where it is not granted on the whole database.
    case table(TableName)
  }

  package let privilege: String
  /// Others that allow the same.
  package let others: [String]
  package let place: Place

  package init(_ privilege: String, or others: [String] = [], _ place: Place) {
    self.privilege = privilege
    self.others = others
    self.place = place
  }
}

/// What an account needs on a server to change a table.
package struct MigrationPrivileges: Sendable {
  /// What is going to be done.
  package enum Work: Sendable, Equatable {
    /// The server alters the table by itself.
    case native
    /// The table is rebuilt; replicas are looked for or not, and the log's format is switched or not.
    case rebuild(findsReplicas: Bool, switchesFormat: Bool)
  }

  private let server: ServerInfo
  private let names: MigrationNames

  package init(_ server: ServerInfo, _ names: MigrationNames) {
    self.server = server
    self.names = names
  }

  package func needs(for work: Work) -> [PrivilegeNeed] {
    guard case .rebuild(let findsReplicas, let switchesFormat) = work else { return trying }
    return trying + rebuilding + watching(findsReplicas: findsReplicas)
      + (switchesFormat ? switching : [])
  }

  private func on(_ table: TableName, _ privileges: String...) -> [PrivilegeNeed] {
    privileges.map { PrivilegeNeed($0, .table(table)) }
  }

  /// Trying the statement on an empty copy, and altering the table in place.
  private var trying: [PrivilegeNeed] {
    on(names.source, "SELECT", "ALTER") + on(names.trial, "ALTER", "CREATE", "DROP")
  }

  /// Each was taken away in turn on MySQL 9.7 and MariaDB 10.11, and a migration failed without it; but for TRIGGER and PROCESS.
  private var rebuilding: [PrivilegeNeed] {
    // Triggers that the account may not see would stay behind with the old table.
    on(names.source, "INSERT", "CREATE", "DROP", "TRIGGER")
      + on(names.ghost, "SELECT", "INSERT", "DELETE", "CREATE", "DROP", "ALTER")
      + on(names.changelog, "INSERT", "UPDATE", "CREATE", "DROP", "SELECT")
      + on(names.checkpoint, "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP")
      + on(names.old, "INSERT", "CREATE", "DROP")
      // Where another session renames, the place of the old table is locked, too.
      + (server.canRenameLockedTables ? [] : on(names.old, "SELECT"))
      + [PrivilegeNeed("LOCK TABLES", .database)]
  }

  private func watching(findsReplicas: Bool) -> [PrivilegeNeed] {
    // Foreign keys of other databases that lead to the table would follow the old one.
    let seeing = PrivilegeNeed("PROCESS", or: Self.showingAllTables, .server)
    let reading = PrivilegeNeed("REPLICATION SLAVE", .server)
    guard server.flavour == .mariadb else {
      let client = PrivilegeNeed("REPLICATION CLIENT", or: ["SUPER"], .server)
      let prepared = server.protectsPreparedTransactions ? [PrivilegeNeed("XA_RECOVER_ADMIN", .server)] : []
      return [reading, client, seeing] + prepared
    }
    guard server.hasFineReplicationPrivileges else {
      return [reading, PrivilegeNeed("REPLICATION CLIENT", or: ["SUPER"], .server), seeing]
    }
    return [
      reading, PrivilegeNeed("BINLOG MONITOR", or: ["REPLICATION CLIENT", "SUPER"], .server),
      PrivilegeNeed(
        "SLAVE MONITOR",
        or: ["REPLICA MONITOR", "REPLICATION SLAVE ADMIN", "REPLICATION REPLICA ADMIN", "SUPER"],
        .server), seeing,
    ] + (findsReplicas ? [PrivilegeNeed("REPLICATION MASTER ADMIN", or: ["SUPER"], .server)] : [])
  }

  /// With one of these on everything, every table is seen, and the foreign keys that lead from it.
  private static let showingAllTables = [
    "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "INDEX", "REFERENCES", "TRIGGER",
    "SHOW VIEW", "CREATE VIEW",
  ]

  private var switching: [PrivilegeNeed] {
    let setting = server.narrowPrivilegeForLogFormat
    // Without PROCESS a replica that reads the log would not be seen.
    return [PrivilegeNeed(setting, or: ["SUPER"], .server), PrivilegeNeed("PROCESS", .server)]
  }
}

extension ServerInfo {
  /// `XA RECOVER` takes a privilege of its own.
  var protectsPreparedTransactions: Bool { flavour == .mysql && version >= Version(8, 0) }
  /// `BINLOG MONITOR`, `SLAVE MONITOR` and `REPLICATION MASTER ADMIN` instead of `REPLICATION CLIENT` and `SUPER`.
  var hasFineReplicationPrivileges: Bool { flavour == .mariadb && version >= Version(10, 5, 2) }
  /// What an account needs to set `binlog_format` for the server.
  var narrowPrivilegeForLogFormat: String {
    switch flavour {
    case .mysql: version >= Version(8, 0) ? "SYSTEM_VARIABLES_ADMIN" : "SUPER"
    case .mariadb: version >= Version(10, 5, 2) ? "BINLOG ADMIN" : "SUPER"
    }
  }
}
