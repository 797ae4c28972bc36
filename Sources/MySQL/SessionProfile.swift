/// What a session is for; decides the variables set when it is opened.
///
/// Every session has UTF-8 names and texts, UTC, autocommit, a bounded wait for metadata locks, no
/// inherited sql_mode, and no statement time limit inherited from the server's defaults.
package enum SessionProfile: Sendable, Hashable {
  /// Strict mode; for everything that is neither of the others.
  case plain
  /// Reads: values arrive as the bytes that are stored, repeatable reads, and a server that waits for a
  /// slow reader.
  case export
  /// Writes of restored data: foreign keys unchecked, zero in an AUTO_INCREMENT column and
  /// odd dates kept, and LOAD DATA LOCAL possible through `Connection.load`.
  case load
  /// Copies of rows from one table to another on the server: READ COMMITTED, so that the table read is not locked,
  /// with the oddities of old rows kept. Values arrive as the bytes that are stored.
  case refresh
}

extension SessionProfile {
  /// The statements that bring a fresh session of `server` into this profile.
  func statements(for server: ServerInfo, lockWait: Duration, rowLockWait: Duration? = nil) -> [SQLText] {
    let lockSeconds = max(1, Int(lockWait.components.seconds))
    var settings: [(name: String, value: SQLText)] = [
      ("autocommit", "1"), ("time_zone", "'+00:00'"), ("sql_mode", sqlMode),
      ("lock_wait_timeout", "\(lockSeconds)"),
      // A snapshot or a lock must survive for as long as other sessions of the run work.
      ("wait_timeout", "604800"),
      ("sql_quote_show_create", "1"), ("sql_select_limit", "DEFAULT"), ("sql_big_selects", "1"),
      ("net_write_timeout", "\(networkSeconds)"), ("net_read_timeout", "\(networkSeconds)"),
    ]
    if let name = server.statementTimeoutVariable { settings.append((name, "0")) }
    if server.cachesTableStatistics { settings.append(("information_schema_stats_expiry", "0")) }
    if server.canShowHashesAsHex { settings.append(("print_identified_with_as_hex", "1")) }
    switch self {
    case .plain: break
    case .export:
      settings.append(("character_set_results", "NULL"))
    case .refresh:
      settings.append(("character_set_results", "NULL"))
      // A stuck transaction of ours is tried again; nothing waits long for a row.
      settings.append(("innodb_lock_wait_timeout", "10"))
    case .load:
      settings.append(("foreign_key_checks", "0"))
      // Off, it saves nothing where indexes come after the rows, but sends MariaDB down a path for empty tables
      // that locks the whole table and takes twice the time.
      settings.append(("unique_checks", "1"))
    }
    if let rowLockWait {
      settings.append(("innodb_lock_wait_timeout", "\(max(1, Int(rowLockWait.components.seconds)))"))
    }
    let assignments = settings.map { "SESSION \(raw: $0.name) = \($0.value)" as SQLText }
    var statements: [SQLText] = ["SET NAMES utf8mb4", "SET \(assignments.joined(separator: ", "))"]
    if self == .export { statements.append("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ") }
    if self == .refresh { statements.append("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED") }
    return statements
  }

  /// Variables that must have these values, but that only privileged accounts may set: they are set where
  /// they differ, and the session fails when that is not allowed.
  var corrections: [String: String] {
    guard self == .load else { return [:] }
    // Tables get the columns and the keys they are created with, no more.
    return [
      "explicit_defaults_for_timestamp": "ON", "sql_require_primary_key": "OFF",
      "sql_generate_invisible_primary_key": "OFF",
    ]
  }

  /// Like `corrections`, but what is not allowed is left: a table that it matters to then fails by itself.
  var wishes: [String: String] {
    guard self == .load else { return [:] }
    // What the origin once allowed: wide rows, and foreign keys to columns that are not unique.
    return ["innodb_strict_mode": "OFF", "restrict_fk_on_non_standard_key": "OFF"]
  }

  private var sqlMode: SQLText {
    switch self {
    case .plain: "'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"
    // Keys are compared with dates such as 31 February, which MySQL refuses as literals otherwise.
    case .export: "'ALLOW_INVALID_DATES,NO_ENGINE_SUBSTITUTION'"
    case .load, .refresh:
      "'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"
    }
  }

  private var networkSeconds: Int { self == .plain ? 600 : 86_400 }
}
