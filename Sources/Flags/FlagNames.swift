import Basics
import MySQL

/// What server variables are called on which servers: the one table of renamed, removed and foreign ones.
package enum FlagNames {
  /// Pairs of names for one and the same variable, the older first. A server that has lost one of them has the other.
  static let twins: [(older: String, newer: String)] =
    [
      ("log_slave_updates", "log_replica_updates"), ("skip_slave_start", "skip_replica_start"),
      ("sql_slave_skip_counter", "sql_replica_skip_counter"), ("init_slave", "init_replica"),
      ("rpl_stop_slave_timeout", "rpl_stop_replica_timeout"), ("sync_master_info", "sync_source_info"),
      ("master_verify_checksum", "source_verify_checksum"), ("tx_isolation", "transaction_isolation"),
      ("tx_read_only", "transaction_read_only"),
    ] + suffixes.map { ("slave_\($0)", "replica_\($0)") }
    + semiSynchronous.map { ("rpl_semi_sync_\($0.0)", "rpl_semi_sync_\($0.1)") }

  private static let suffixes = [
    "allow_batching", "checkpoint_group", "checkpoint_period", "compressed_protocol", "exec_mode",
    "load_tmpdir", "max_allowed_packet", "net_timeout", "parallel_type", "parallel_workers",
    "pending_jobs_size_max", "preserve_commit_order", "skip_errors", "sql_verify_checksum",
    "transaction_retries", "type_conversions",
  ]

  private static let semiSynchronous = [
    ("master_enabled", "source_enabled"), ("master_timeout", "source_timeout"),
    ("master_trace_level", "source_trace_level"),
    ("master_wait_for_slave_count", "source_wait_for_replica_count"),
    ("master_wait_no_slave", "source_wait_no_replica"), ("master_wait_point", "source_wait_point"),
    ("slave_enabled", "replica_enabled"), ("slave_trace_level", "replica_trace_level"),
  ]

  /// Variables that have gone, or that only the other flavour has, and what to write instead. Names of variables with
  /// another unit or meaning are never taken by themselves.
  private static let instead: [(name: String, flavour: ServerInfo.Flavour?, remedy: String)] = [
    ("super_read_only", .mariadb, "MariaDB has read_only alone: take the line out"),
    ("gtid_mode", .mariadb, "MariaDB always writes GTIDs; gtid_strict_mode says how strictly"),
    ("enforce_gtid_consistency", .mariadb, "MariaDB has gtid_strict_mode"),
    ("binlog_row_value_options", .mariadb, "MariaDB logs JSON columns whole: take the line out"),
    ("replica_parallel_workers", .mariadb, "MariaDB has slave_parallel_threads"),
    ("slave_parallel_workers", .mariadb, "MariaDB has slave_parallel_threads"),
    ("slave_parallel_type", .mariadb, "MariaDB has slave_parallel_mode"),
    ("replica_parallel_type", .mariadb, "MariaDB has slave_parallel_mode"),
    ("binlog_expire_logs_seconds", nil, "older servers have expire_logs_days, in days"),
    ("slave_parallel_threads", .mysql, "MySQL has replica_parallel_workers"),
    ("slave_parallel_mode", .mysql, "MySQL has replica_parallel_type"),
    ("gtid_strict_mode", .mysql, "MySQL has gtid_mode and enforce_gtid_consistency"),
    ("expire_logs_days", .mysql, "newer servers have binlog_expire_logs_seconds, in seconds"),
    ("log_warnings", .mysql, "newer servers have log_error_verbosity, from 1 to 3"),
    ("innodb_log_file_size", .mysql, "newer servers have innodb_redo_log_capacity, for all files together"),
    ("innodb_log_files_in_group", .mysql, "newer servers have innodb_redo_log_capacity"),
    ("master_info_repository", .mysql, "newer servers always use tables: take the line out"),
    ("relay_log_info_repository", .mysql, "newer servers always use tables: take the line out"),
    ("query_cache_size", .mysql, "newer servers have no query cache: take the line out"),
    ("query_cache_type", .mysql, "newer servers have no query cache: take the line out"),
    ("innodb_file_format", nil, "newer servers have one format: take the line out"),
    ("innodb_large_prefix", nil, "newer servers always allow it: take the line out"),
    ("sync_frm", .mysql, "newer servers have no .frm files: take the line out"),
  ]

  /// Variables that name one server, or that are its state: no value of theirs belongs to a role.
  private static let personal: Set<String> = [
    "server_id", "server_uuid", "server_uid", "report_host", "report_port", "report_user", "report_password",
    "port", "socket", "datadir", "hostname", "bind_address", "pid_file", "gtid_purged", "gtid_executed",
    "gtid_slave_pos", "gtid_binlog_pos", "gtid_binlog_state", "gtid_current_pos", "gtid_owned",
    "sql_slave_skip_counter", "sql_replica_skip_counter", "default_master_connection", "timestamp",
    "lower_case_table_names",
  ]

  /// Variables that only a restart changes and that MySQL refuses to store with SET PERSIST_ONLY. It cannot be asked
  /// without harm.
  private static let neverStored: Set<String> = [
    "admin_address", "admin_port", "auto_generate_certs", "basedir", "bind_address",
    "caching_sha2_password_auto_generate_rsa_keys", "caching_sha2_password_private_key_path",
    "caching_sha2_password_public_key_path", "character_set_system", "character_sets_dir",
    "container_aware", "core_file", "create_admin_listener_thread", "datadir", "ft_stopword_file",
    "init_file", "innodb_buffer_pool_load_at_startup", "innodb_data_file_path", "innodb_data_home_dir",
    "innodb_dedicated_server", "innodb_directories", "innodb_doublewrite", "innodb_force_load_corrupted",
    "innodb_log_group_home_dir", "innodb_page_size", "innodb_read_only", "innodb_temp_data_file_path",
    "innodb_temp_tablespaces_dir", "innodb_undo_directory", "keyring_operations", "large_files_support",
    "large_page_size", "lc_messages_dir", "locked_in_memory", "log_bin", "log_bin_basename",
    "log_bin_index", "log_error", "lower_case_file_system", "persist_only_admin_x509_subject",
    "persist_sensitive_variables_in_plaintext", "persisted_globals_load", "pid_file", "plugin_dir", "port",
    "protocol_version", "relay_log", "relay_log_basename", "relay_log_index", "replica_load_tmpdir",
    "restrict_fk_on_non_standard_key", "secure_file_priv", "server_memory", "skip_external_locking",
    "skip_networking", "slave_load_tmpdir", "socket", "system_time_zone",
    "tls_certificates_enforced_validation", "tmpdir",
  ]

  static func isNeverStored(_ name: String) -> Bool { neverStored.contains(name) }

  /// What a name of the configuration stands for on a server.
  enum Resolved: Sendable, Equatable {
    case known(String)
    /// The server has no such variable; what to write instead, empty when nothing is near.
    case unknown(remedy: String)
  }

  /// - Parameter known: All variables of the server, in lower case.
  static func resolve(_ name: String, on server: ServerInfo, known: some Collection<String>) -> Resolved {
    let name = name.lowercased()
    if known.contains(name) { return .known(name) }
    for pair in twins {
      if pair.older == name, known.contains(pair.newer) { return .known(pair.newer) }
      if pair.newer == name, known.contains(pair.older) { return .known(pair.older) }
    }
    let rows = instead.filter { $0.name == name && ($0.flavour == nil || $0.flavour == server.flavour) }
    if let remedy = rows.first?.remedy { return .unknown(remedy: remedy) }
    return .unknown(
      remedy: suggestion(for: name, among: Array(known)).map { "did you mean \($0)?" } ?? "")
  }

  /// Whether both are names of one variable.
  static func areTwins(_ one: String, _ other: String) -> Bool {
    twins.contains { ($0.older == one && $0.newer == other) || ($0.older == other && $0.newer == one) }
  }

  /// Whether a variable tells one server from the next, so that no role can have a value for it.
  package static func isPersonal(_ name: String) -> Bool { personal.contains(name.lowercased()) }

  /// `gtid_mode` from one end to the other: servers go one step at a time.
  static let gtidModes = ["OFF", "OFF_PERMISSIVE", "ON_PERMISSIVE", "ON"]

  /// The value that comes next on the way; nil when it is reached with one step or less, or is not on the way.
  static func gtidStep(from shown: FlagValue, to wanted: FlagValue) -> String? {
    func place(_ value: FlagValue) -> Int? {
      let word = value.truth.map { $0 ? "ON" : "OFF" } ?? value.text.uppercased()
      return gtidModes.firstIndex(of: word)
    }
    guard let from = place(shown), let to = place(wanted), abs(from - to) > 1 else { return nil }
    return gtidModes[from < to ? from + 1 : from - 1]
  }
}
