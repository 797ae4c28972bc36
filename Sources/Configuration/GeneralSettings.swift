import Basics

/// What targets and jobs take over unless they say otherwise.
package struct DefaultSettings: Sendable, Equatable {
  /// A name of the time zone database; nil is the machine's zone.
  package var timeZone: String?
  package var tls: TLSSettings?

  init() {}
}

extension DefaultSettings {
  static let section = Section(
    initial: DefaultSettings(),
    fields: [
      Field("timezone", \.timeZone, .timeZone, "The zone in which the times of jobs are meant.")
        .example("Asia/Kolkata").standard("the machine's"),
      Field(
        "tls", \.tls, TLSSettings.shape,
        "How connections to all targets are protected; a mode alone, or a mapping."
      )
      .example("verify-identity").standard("verify-identity off loopback"),
    ])
}

extension Shape where Value == String {
  static let timeZone = text(
    "a time zone such as Asia/Kolkata or UTC", matching: "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$"
  ) { name in
    guard let first = name.utf8.first, isLetter(first), name.utf8.count <= 64 else { return false }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count <= 3
      && parts.allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy { isLetter($0) || isDigit($0) || "_+-".utf8.contains($0) }
      }
  }
}

/// Where dbops keeps its own files.
package struct StateSettings: Sendable, Equatable {
  /// Absolute.
  package var directory = "/var/lib/dbops"

  init() {}
}

extension StateSettings {
  static let section = Section(
    initial: StateSettings(),
    fields: [
      Field("dir", \.directory, .path, "The folder of the catalog, the journal of runs and the sockets.")
        .example("/var/lib/dbops")
    ])
}

/// Who can read backups.
package struct EncryptionSettings: Sendable, Equatable {
  /// Files of public keys; the backup is sealed to each.
  package var recipients: [String] = []
  /// The secret key, only where backups are restored or verified.
  package var identity: SecretReference?

  init() {}
}

extension EncryptionSettings {
  static let section = Section(
    initial: EncryptionSettings(),
    fields: [
      Field(
        "recipients", \.recipients, .set(of: .path, atLeast: 1),
        "Files of public keys; each of their owners can read the backups."
      )
      .example("[/etc/dbops/backup.pub]").required,
      Field("identity", \.identity, .secret, "The secret key. Only machines that restore or verify need it.")
        .example("{file: /etc/dbops/backup.key}").standard("none: backups can be written, not read"),
    ])
}

/// How many backups are kept; a backup that any rule keeps stays.
package struct RetentionSettings: Sendable, Equatable {
  package var last = 3
  package var daily = 0
  package var weekly = 0
  package var monthly = 0
  /// Logs are kept at least this long; nil keeps what the oldest kept backup needs.
  package var logs: Duration?

  init() {}
}

extension RetentionSettings {
  static let section = Section(
    initial: RetentionSettings(),
    fields: [
      Field("last", \.last, .integer(1...10_000), "The newest so many.").example("3"),
      Field(
        "daily", \.daily, .integer(0...10_000), "The newest of each of the last so many days that have one."
      )
      .example("7"),
      Field(
        "weekly", \.weekly, .integer(0...10_000),
        "The newest of each of the last so many weeks that have one."
      )
      .example("4"),
      Field(
        "monthly", \.monthly, .integer(0...10_000),
        "The newest of each of the last so many months that have one."
      )
      .example("12"),
      Field(
        "logs", \.logs, .duration(.seconds(3600) ... .seconds(315_360_000)),
        "Archived logs are kept at least this long."
      )
      .example("14d").standard("as long as a kept backup needs them"),
    ])
}

/// The metrics and the status page.
package struct ServeSettings: Sendable, Equatable {
  package var listen = ServerEndpoint.tcp(host: "127.0.0.1", port: 9180)
  /// Asked of every client; nil asks nobody.
  package var token: SecretReference?

  init() {}
}

extension ServeSettings {
  static let section = Section(
    initial: ServeSettings(),
    fields: [
      Field("listen", \.listen, .endpoint(defaultPort: nil), "Where to listen, as host:port.").example(
        "127.0.0.1:9180"),
      Field("token", \.token, .secret, "What clients must present. Needed to listen beyond loopback.")
        .example("{file: /etc/dbops/secrets/serve}").standard("none"),
    ],
    rules: { serve, node, reading in
      guard !serve.listen.isLoopback, serve.token == nil else { return }
      reading.report(
        "listens beyond this machine without a token",
        at: node.member("listen")?.value.position ?? node.position,
        hint: "add `token: {file: …}` or listen on 127.0.0.1")
    })
}

/// The server programs with which a restore is tried out.
package struct ScratchSettings: Sendable, Equatable {
  /// Where scratch servers keep their data; nil is a folder below the state's.
  package var directory: String?
  /// Program and first arguments; nil looks in PATH.
  package var mysqld: [String]?
  package var mariadbd: [String]?

  init() {}
}

extension ScratchSettings {
  static let section = Section(
    initial: ScratchSettings(),
    fields: [
      Field("dir", \.directory, .path, "The folder in which scratch servers keep their data while they run.")
        .example("/var/tmp/dbops").standard("`scratch` in the state's folder"),
      Field(
        "mysqld", \.mysqld, .program,
        "MySQL's server: a path, or a list of the program and its first arguments."
      )
      .example("/usr/sbin/mysqld").standard("mysqld in PATH"),
      Field("mariadbd", \.mariadbd, .program, "MariaDB's server, written alike.")
        .example("/usr/sbin/mariadbd").standard("mariadbd in PATH"),
    ])
}

extension Shape where Value == [String] {
  /// A path, or a list of a program and its first arguments.
  static let program: Shape = {
    let path = Shape<String>.path
    let words = Shape.list(of: .text("a word"))
    let short = Shape(
      outline: path.outline, read: { node, reading in path.read(node, &reading).map { [$0] } },
      show: { .list($0.map { .text($0) }) })
    let long = Shape(
      outline: words.outline,
      read: { node, reading in
        guard let values = words.read(node, &reading) else { return nil }
        guard values.first?.hasPrefix("/") == true else {
          reading.report("the program's absolute path must come first", at: node.position)
          return nil
        }
        return values
      },
      show: words.show)
    return long.orScalar(short)
  }()
}
