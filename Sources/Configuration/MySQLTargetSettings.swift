/// A MySQL or MariaDB primary with its replicas.
package struct MySQLTargetSettings: Sendable, Equatable {
  package var primary = ServerEndpoint.socket(path: "")
  package var replicas: [ServerEndpoint] = []
  package var user = "dbops"
  /// Nil for accounts that the server knows by their socket or certificate.
  package var password: SecretReference?
  /// Nil takes that of `defaults`.
  package var tls: TLSSettings?
  /// Empty means all but the server's own.
  package var databases: [String] = []
  package var backup = BackupSettings()
  package var alter = AlterSettings()
  package var heartbeat = HeartbeatSettings()
  package var flags = FlagSettings()
  package var replication = ReplicationSettings()

  init() {}
}

extension MySQLTargetSettings {
  static let section = Section(
    initial: MySQLTargetSettings(),
    fields: [
      Field(
        "primary", \.primary, .endpoint(defaultPort: 3306),
        "The server that takes writes: host:port (3306 if none is written) or socket:/path."
      )
      .example("db-p.internal:3306").required,
      Field("replicas", \.replicas, .set(of: .endpoint(defaultPort: 3306)), "Its replicas, written alike.")
        .example("[db-r1.internal:3306]").standard("none"),
      Field("user", \.user, .text("the name of an account"), "The account dbops uses on all of them.")
        .example("dbops"),
      Field("password", \.password, .secret, "Its password. Left out for accounts known by their socket.")
        .example("{file: /etc/dbops/secrets/shop}").standard("none"),
      Field("tls", \.tls, TLSSettings.shape, "How connections are protected; a mode alone, or a mapping.")
        .example("verify-identity").standard("that of `defaults`"),
      Field("databases", \.databases, .set(of: .database), "The databases dbops looks after.")
        .example("[shop]").standard("all but the server's own"),
      Field("backup", \.backup, BackupSettings.section.shape, "How the target is backed up.").example(
        "{threads: 8}"),
      Field("alter", \.alter, AlterSettings.section.shape, "Limits of online schema changes.")
        .example("{max-lag-millis: 1500}"),
      Field(
        "heartbeat", \.heartbeat, HeartbeatSettings.section.shape, "The row that measures replication lag."
      )
      .example("{interval: 500ms}"),
      Field("flags", \.flags, FlagSettings.section.shape, "Server variables wanted on each role.")
        .example("{primary: {read_only: \"OFF\"}}"),
      Field(
        "replication", \.replication, ReplicationSettings.section.shape,
        "The account of replicas, with which a switchover makes the old primary one of them."
      )
      .example("{user: replication, password: {file: /etc/dbops/secrets/replication}}"),
    ],
    rules: { target, node, reading in
      target.checkHosts(node, &reading)
      target.checkSelection(node, &reading)
    })

  private func checkHosts(_ node: YAMLNode, _ reading: inout Reading) {
    if let again = replicas.first(where: { $0 == primary }) {
      reading.report(
        "\(again) is both primary and replica", at: node.member("replicas")?.position ?? node.position)
    }
    guard let from = node.member("backup")?.value.member("from") else { return }
    reading.within("backup.from") { reading in
      switch backup.source {
      case .replica where replicas.isEmpty:
        reading.report(
          "the target has no replicas", at: from.value.position, hint: "list them under replicas")
      case .host(let host) where host != primary && !replicas.contains(host):
        let hosts = ([primary] + replicas).map(\.description).joined(separator: ", ")
        reading.report(
          "\(host) is not a host of the target", at: from.value.position, hint: "it has \(hosts)")
      default: break
      }
    }
  }

  private func checkSelection(_ node: YAMLNode, _ reading: inout Reading) {
    guard let excluded = backup.exclude.databases.first(where: { databases.contains($0) }) else { return }
    reading.report(
      "backup.exclude leaves out \(quoted(excluded)), which databases names",
      at: node.member("backup")?.position ?? node.position, hint: "name it in one place")
  }
}
