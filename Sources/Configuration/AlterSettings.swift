/// Limits of online schema changes.
package struct AlterSettings: Sendable, Equatable {
  package var maximumLagMilliseconds = 1500
  /// Copying pauses while any of these is reached.
  package var maximumLoad: LoadLimits?
  /// The migration is given up when any of these is reached.
  package var criticalLoad: LoadLimits?

  package init() {}
}

extension AlterSettings {
  static let section = Section(
    initial: AlterSettings(),
    fields: [
      Field(
        "max-lag-millis", \.maximumLagMilliseconds, .integer(100...86_400_000),
        "Copying pauses while a replica is further behind than this many milliseconds."
      )
      .example("1500"),
      Field(
        "max-load", \.maximumLoad, .loadLimits,
        "Copying pauses while one of these status variables reaches its number."
      )
      .example("Threads_running=50"),
      Field(
        "critical-load", \.criticalLoad, .loadLimits,
        "The migration is given up when one of these status variables reaches its number."
      )
      .example("Threads_running=1000"),
    ])
}

/// Where the row that measures replication lag is written.
package struct HeartbeatSettings: Sendable, Equatable {
  /// `database.table`
  package var table = "dbops.heartbeat"
  package var interval = Duration.milliseconds(500)

  package init() {}
}

extension HeartbeatSettings {
  static let section = Section(
    initial: HeartbeatSettings(),
    fields: [
      Field("table", \.table, .table, "The table that holds the row.").example("dbops.heartbeat"),
      Field(
        "interval", \.interval, .duration(.milliseconds(100) ... .seconds(1)), "The time between two writes."
      )
      .example("500ms"),
    ])
}

/// The account that replicas log in to their source with.
package struct ReplicationSettings: Sendable, Equatable {
  /// Nil takes the one that replicas use already.
  package var user: String?
  package var password: SecretReference?

  package init() {}
}

extension ReplicationSettings {
  static let section = Section(
    initial: ReplicationSettings(),
    fields: [
      Field("user", \.user, .text("the name of an account"), "Its name.")
        .example("replication").standard("the one that replicas use already"),
      Field("password", \.password, .secret, "Its password.")
        .example("{file: /etc/dbops/secrets/replication}")
        .standard("what MySQL keeps of it on the replicas, where the account may read that"),
    ])
}

/// The server variables wanted on each role.
package struct FlagSettings: Sendable, Equatable {
  package var primary = NamedSettings<String>()
  package var replica = NamedSettings<String>()

  package init() {}
}

extension FlagSettings {
  static let section = Section(
    initial: FlagSettings(),
    fields: [
      Field("primary", \.primary, values, "Variables of the primary and the values they should have.")
        .example("{read_only: \"OFF\"}").standard("for type mysql, read_only and super_read_only OFF"),
      Field("replica", \.replica, values, "Variables of each replica and the values they should have.")
        .example("{read_only: \"ON\"}").standard("for type mysql, read_only and super_read_only ON"),
    ])

  private static let values = Shape<NamedSettings<String>>.named(
    .scalar(
      "the variable's value",
      schema: [ShownMember("type", .list([.text("string"), .text("number"), .text("boolean")]))],
      parse: { $0 },
      show: { .text($0) }),
    pattern: .variable)
}
