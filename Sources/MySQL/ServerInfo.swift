/// Which server this is and what it can do.
///
/// Decisions ask for an ability, never for a version.
package struct ServerInfo: Sendable, Hashable {
  package enum Flavour: String, Sendable { case mysql, mariadb }

  package struct Version: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let major: Int
    package let minor: Int
    package let patch: Int

    package init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
      self.major = major
      self.minor = minor
      self.patch = patch
    }

    package static func < (left: Version, right: Version) -> Bool {
      (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }

    package var description: String { "\(major).\(minor).\(patch)" }
  }

  package let flavour: Flavour
  package let version: Version
  package let isPercona: Bool
  /// The server's own words: `8.0.36-28`, `10.11.19-MariaDB-log`.
  package let text: String

  /// - Parameters:
  ///   - text: `SELECT VERSION()`.
  ///   - comment: `@@version_comment`.
  package init(text: String, comment: String) {
    self.text = text
    isPercona = comment.lowercased().contains("percona")
    // Old MariaDB servers put a 5.5.5- before their version for old clients' sake.
    let plain = text.hasPrefix("5.5.5-") ? String(text.dropFirst(6)) : text
    flavour =
      text.lowercased().contains("mariadb") || comment.lowercased().contains("mariadb") ? .mariadb : .mysql
    let numbers = plain.prefix { $0.isNumber || $0 == "." }.split(separator: ".").map { Int($0) ?? 0 }
    func part(_ index: Int) -> Int { index < numbers.count ? numbers[index] : 0 }
    version = Version(part(0), part(1), part(2))
  }

  /// True when this is MySQL or MariaDB of at least the version given for it; nil stands for never.
  private func since(mysql: Version?, mariadb: Version?) -> Bool {
    guard let first = flavour == .mysql ? mysql : mariadb else { return false }
    return version >= first
  }
}

extension ServerInfo: CustomStringConvertible {
  /// `MySQL 9.7.4`, `MariaDB 10.11.19`, `Percona Server 8.0.36`.
  package var description: String {
    let name = flavour == .mariadb ? "MariaDB" : isPercona ? "Percona Server" : "MySQL"
    return "\(name) \(version)"
  }
}

// Locks, snapshots and the log.
extension ServerInfo {
  /// `LOCK INSTANCE FOR BACKUP`.
  package var hasBackupLock: Bool { since(mysql: Version(8, 0), mariadb: nil) }
  /// `BACKUP STAGE …`.
  package var hasBackupStage: Bool { since(mysql: nil, mariadb: Version(10, 4, 1)) }
  /// A session that holds `LOCK TABLES` may rename those tables; elsewhere it gets error 1192.
  package var canRenameLockedTables: Bool { since(mysql: Version(8, 0, 13), mariadb: nil) }
  /// `START TRANSACTION WITH CONSISTENT SNAPSHOT FROM SESSION n`.
  package var canCloneSnapshot: Bool { flavour == .mysql && isPercona }
  /// Status variables `Binlog_snapshot_file` and `Binlog_snapshot_position` tell a snapshot's place.
  package var tellsSnapshotPosition: Bool { flavour == .mariadb }
  /// `@@transaction_isolation` or `@@tx_isolation`.
  package var transactionIsolationVariable: String {
    since(mysql: Version(5, 7, 20), mariadb: Version(11, 1, 1)) ? "transaction_isolation" : "tx_isolation"
  }
  /// The variable that limits how long a statement runs; nil when there is none.
  package var statementTimeoutVariable: String? {
    guard since(mysql: Version(5, 7, 8), mariadb: Version(10, 1, 1)) else { return nil }
    return flavour == .mysql ? "max_execution_time" : "max_statement_time"
  }
  /// The statement that tells the binary log's file and position.
  package var binaryLogStatusStatement: SQLText {
    since(mysql: Version(8, 2), mariadb: nil) ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS"
  }
  /// The statement that tells a replica's state, one row a channel or connection.
  package var replicaStatusStatement: SQLText {
    if flavour == .mariadb { return "SHOW ALL SLAVES STATUS" }
    return speaksOfReplicas ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS"
  }
  /// `STOP REPLICA SQL_THREAD` and its like instead of the words used before.
  package var speaksOfReplicas: Bool { since(mysql: Version(8, 0, 22), mariadb: Version(10, 5, 1)) }
  /// `CHANGE REPLICATION SOURCE TO SOURCE_HOST…` instead of the words used before.
  package var speaksOfSources: Bool { since(mysql: Version(8, 0, 23), mariadb: nil) }
  /// `SOURCE_POS_WAIT` instead of `MASTER_POS_WAIT`.
  package var waitsForSources: Bool { since(mysql: Version(8, 0, 26), mariadb: nil) }
  /// `SET PERSIST`, and tables that tell where a variable's value came from.
  package var hasPersistedVariables: Bool { since(mysql: Version(8, 0), mariadb: nil) }
  /// `information_schema_stats_expiry`: sizes may be a day old unless it is zero.
  package var cachesTableStatistics: Bool { since(mysql: Version(8, 0), mariadb: nil) }
  /// `performance_schema.processlist`, which finds a session by its id at once: the other list costs MySQL 20 ms of processor time
  /// for each look. Empty where the performance schema is switched off.
  package var findsSessionsByID: Bool { since(mysql: Version(8, 0, 22), mariadb: nil) }
  /// Takes many rows with one execution of an INSERT. Servers before that, which get no more corrections, say so, too.
  package var insertsManyRows: Bool { since(mysql: nil, mariadb: Version(10, 6)) }
  /// `ALGORITHM=INSTANT`, and on MariaDB `NOCOPY`, too.
  package var hasInstantAlter: Bool { since(mysql: Version(8, 0, 12), mariadb: Version(10, 3, 2)) }
  /// How often the columns of a table may be changed instantly before it must be rebuilt; nil without a limit.
  package var instantVersionLimit: Int64? {
    guard since(mysql: Version(8, 0, 29), mariadb: nil) else { return nil }
    return since(mysql: Version(9, 1), mariadb: nil) ? 255 : 64
  }
  /// `SELECT … FOR SHARE`.
  package var hasForShare: Bool { since(mysql: Version(8, 0, 1), mariadb: nil) }
}

// Objects and column attributes.
extension ServerInfo {
  /// What an account needs to make a view or a routine in another account's name.
  package var definerPrivilege: String {
    if since(mysql: Version(8, 2), mariadb: nil) { return "SET_ANY_DEFINER" }
    if since(mysql: Version(8, 0), mariadb: nil) { return "SET_USER_ID" }
    return since(mysql: nil, mariadb: Version(10, 5, 2)) ? "SET USER" : "SUPER"
  }
  /// Whether making a view or a routine in the name of an account that does not exist takes a privilege of its own.
  package var protectsAbsentDefiners: Bool { since(mysql: Version(8, 2), mariadb: nil) }
  /// `SYSTEM_USER`: accounts that only others of their kind may act for.
  package var hasSystemUsers: Bool { since(mysql: Version(8, 0, 16), mariadb: nil) }
  package var hasRoles: Bool { since(mysql: Version(8, 0), mariadb: Version(10, 0, 5)) }
  package var hasShowCreateUser: Bool { since(mysql: Version(5, 7, 6), mariadb: Version(10, 2)) }
  /// Password hashes that are not text can be shown as hex: `print_identified_with_as_hex`.
  package var canShowHashesAsHex: Bool { since(mysql: Version(8, 0, 17), mariadb: nil) }
  package var hasInvisibleColumns: Bool { since(mysql: Version(8, 0, 23), mariadb: Version(10, 3, 3)) }
  package var hasGeneratedColumns: Bool { since(mysql: Version(5, 7, 6), mariadb: Version(10, 2, 1)) }
  package var hasCheckConstraints: Bool { since(mysql: Version(8, 0, 16), mariadb: Version(10, 2, 1)) }
  package var hasSystemVersioning: Bool { since(mysql: nil, mariadb: Version(10, 3, 4)) }
  package var hasSequences: Bool { since(mysql: nil, mariadb: Version(10, 3, 3)) }
  /// `CREATE PACKAGE`.
  package var hasPackages: Bool { since(mysql: nil, mariadb: Version(10, 3, 5)) }
  /// A binary JSON type; elsewhere JSON is a LONGTEXT with a check.
  package var hasNativeJSON: Bool { since(mysql: Version(5, 7, 8), mariadb: nil) }
  /// Primary keys made by the server: `sql_generate_invisible_primary_key`.
  package var hasGeneratedPrimaryKeys: Bool { since(mysql: Version(8, 0, 30), mariadb: nil) }
  /// `SHOW CREATE DATABASE` and tables may say `ENCRYPTION='Y'`.
  package var hasDefaultEncryption: Bool { since(mysql: Version(8, 0, 16), mariadb: nil) }
  /// The server's default collation for utf8mb4 is `utf8mb4_0900_ai_ci`.
  package var hasCollations0900: Bool { since(mysql: Version(8, 0, 1), mariadb: nil) }
}
