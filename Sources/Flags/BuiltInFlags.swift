import MySQL

/// What dbops wants of a role without being told, and what it only shows.
///
/// Wanted is what makes a server a primary or a replica, and no more: a default must not change how a server performs
/// or what runs on it. `docs/guide/flags.md` gives the reasons.
package enum BuiltInFlags {
  /// Wanted unless the configuration says otherwise; left out where the server has no such variable.
  static func wanted(of role: FlagRole) -> [(name: String, value: FlagValue)] {
    let value = FlagValue(role == .primary ? "OFF" : "ON")
    return [("read_only", value), ("super_read_only", value)]
  }

  /// One variable that `show` lists whether it is wanted or not.
  struct Watched: Sendable {
    let name: String
    let roles: [FlagRole]
    /// What is safest, and what comes of another value; nil where it depends.
    let advice: Advice?

    struct Advice: Sendable {
      let value: FlagValue
      let otherwise: String
    }

    init(
      _ name: String, _ roles: [FlagRole] = FlagRole.allCases, _ value: String? = nil,
      _ otherwise: String = ""
    ) {
      self.name = name
      self.roles = roles
      advice = value.map { Advice(value: FlagValue($0), otherwise: otherwise) }
    }
  }

  static let watched: [Watched] = [
    Watched("event_scheduler"),
    Watched("log_bin", FlagRole.allCases, "ON", "a server without a binary log can have no replicas"),
    Watched("binlog_format", FlagRole.allCases, "ROW", "statements may do something else on a replica"),
    Watched("binlog_row_image"),
    Watched(
      "sync_binlog", FlagRole.allCases, "1", "a crash of the machine may lose what replicas already have"),
    Watched(
      "innodb_flush_log_at_trx_commit", FlagRole.allCases, "1",
      "a crash may lose transactions that were committed"),
    Watched(
      "log_replica_updates", FlagRole.allCases, "ON",
      "a server that does not log what it replicates cannot feed others"
    ),
    Watched("gtid_mode"), Watched("enforce_gtid_consistency"), Watched("gtid_strict_mode"),
    Watched(
      "relay_log_recovery", [.replica], "ON",
      "a crash of the machine may leave a relay log that cannot be read"),
    Watched("replica_parallel_workers", [.replica]), Watched("slave_parallel_threads", [.replica]),
    Watched("replica_preserve_commit_order", [.replica]), Watched("skip_replica_start", [.replica]),
    Watched("binlog_expire_logs_seconds"), Watched("expire_logs_days"),
  ]
}
