import MySQL

/// Variables of a restoring session that only some servers have or let the account set.
enum SessionTuning {
  /// Each with the value that lets definitions and rows in exactly as they were.
  private static let wanted: [(name: String, value: SQLText)] = [
    // Row formats and key lengths of older servers pass with a warning instead of an error.
    ("innodb_strict_mode", "OFF"),
    ("explicit_defaults_for_timestamp", "ON"),
    // MySQL would add a primary key of its own to a table without one, or refuse it.
    ("sql_generate_invisible_primary_key", "OFF"),
    ("sql_require_primary_key", "OFF"),
    ("restrict_fk_on_non_standard_key", "OFF"),
    // Rows that a constraint added later does not fit are in the source, too.
    ("check_constraint_checks", "OFF"),
    ("system_versioning_insert_history", "ON"),
  ]

  /// Sets what can be set. A variable that cannot be is left: what it would have spoilt shows in the comparison.
  static func apply(_ connection: isolated Connection) throws {
    for (name, value) in wanted {
      do {
        let now = try connection.query("SELECT @@SESSION.\(raw: name) AS v").first?["v"].isOn
        if now != (value == "ON") { _ = try connection.execute("SET SESSION \(raw: name) = \(value)") }
      } catch let failure as SQLFailure
        where [.unknownObject, .privilege].contains(failure.kind) || failure.number == 1238
      {
        continue
      }
    }
  }
}
