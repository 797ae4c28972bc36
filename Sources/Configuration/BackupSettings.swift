import Basics

/// How a target is backed up.
package struct BackupSettings: Sendable, Equatable {
  package enum Engine: String, Sendable, CaseIterable {
    case logical, physical, snapshot
  }

  /// Which server is read.
  package enum Source: Sendable, Equatable {
    case primary
    case replica
    case host(ServerEndpoint)
  }

  /// What is left out.
  package struct Exclusion: Sendable, Equatable {
    package var databases: [String] = []
    /// `database.table` each.
    package var tables: [String] = []
  }

  package var engine = Engine.logical
  /// Nil takes a replica where there is one, else the primary.
  package var source: Source?
  package var maximumLag = Duration.seconds(30)
  /// Nil takes as many as there are processors, at most 8.
  package var threads: Int?
  package var chunkSize = ByteCount.mebibytes(32)
  package var compressionLevel = 1
  package var exclude = Exclusion()
  /// The longest that writes may be held up by a lock request that has to wait.
  package var lockWait = Duration.seconds(3)
  /// How much data of tables without snapshots may be locked against writes while it is read.
  package var lockedLimit = ByteCount.gibibytes(1)

  package init() {}
}

extension BackupSettings {
  static let section = Section(
    initial: BackupSettings(),
    fields: [
      Field(
        "engine", \.engine, .choice,
        "`logical` reads rows, `physical` copies files, `snapshot` asks the cloud's disks."
      )
      .example("logical"),
      Field(
        "from", \.source, .source, "Which server is read: `primary`, `replica`, or one of the target's hosts."
      )
      .example("replica").standard("a replica if there is one, else the primary"),
      Field(
        "max-lag", \.maximumLag, .duration(.zero ... .seconds(604_800)),
        "A replica further behind than this is not backed up."
      )
      .example("30s"),
      Field("threads", \.threads, .integer(1...256), "Connections that read at the same time.")
        .example("8").standard("the number of processors, at most 8"),
      Field(
        "chunk-size", \.chunkSize, .bytes(.mebibytes(1) ... .gibibytes(1)),
        "About how many bytes of rows one object of the backup holds."
      )
      .example("32MiB"),
      Field(
        "compression-level", \.compressionLevel, .integer(1...19),
        "zstd's level: higher is smaller and slower."
      )
      .example("1"),
      Field("exclude", \.exclude, exclusion.shape, "What is left out of the backup.").example(
        "{databases: [scratch]}"),
      Field(
        "lock-wait", \.lockWait, .duration(.seconds(1) ... .seconds(3600)),
        "How long a lock request at the consistent start may wait, and so hold up writes, before it is tried again later."
      )
      .example("3s"),
      Field(
        "locked-limit", \.lockedLimit, .bytes(ByteCount(0) ... .gibibytes(1 << 20)),
        "How much data of tables without snapshots (MyISAM and such) may be locked against writes while it is read."
      )
      .example("1GiB"),
    ])

  private static let exclusion = Section(
    initial: Exclusion(),
    fields: [
      Field("databases", \.databases, .set(of: .database), "Databases left out.").example("[scratch]")
        .standard("none"),
      Field("tables", \.tables, .set(of: .table), "Tables left out, as database.table.")
        .example("[shop.sessions]").standard("none"),
    ])
}

extension Shape where Value == BackupSettings.Source {
  static let source: Shape = {
    let host = Shape<ServerEndpoint>.endpoint(defaultPort: 3306)
    return Shape(
      outline: .scalar(
        expected: "primary, replica, or one of the target's hosts",
        schema: [ShownMember("type", .text("string"))]),
      read: { node, reading in
        if case .scalar("primary", _) = node.content { return .primary }
        if case .scalar("replica", _) = node.content { return .replica }
        return host.read(node, &reading).map { .host($0) }
      },
      show: { source in
        switch source {
        case .primary: .text("primary")
        case .replica: .text("replica")
        case .host(let endpoint): host.show(endpoint)
        }
      })
  }()
}
