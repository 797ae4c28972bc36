import MySQL

/// One variable as a server has it.
package struct ActualFlag: Sendable, Equatable {
  /// In lower case, as this server calls it.
  package let name: String
  /// What is in force.
  package let value: FlagValue
  package var source = Source.unknown
  package var afterRestart = AfterRestart.unknown
  package var change = Change.unknown
  /// What an option file may say of it; nil where the server does not tell.
  var form: OptionForm?

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = FlagValue(value)
  }

  /// Where the value in force came from.
  package enum Source: Sendable, Equatable {
    case compiled
    /// An option file; empty where the server does not say which.
    case file(String)
    case commandLine
    /// `mysqld-auto.cnf`, by SET PERSIST.
    case persisted
    /// Set since the server started.
    case runtime
    /// Chosen by the server when it started.
    case automatic
    case unknown
  }

  /// What the variable will be when the server starts again.
  package enum AfterRestart: Sendable, Equatable {
    /// What it is now.
    case same
    /// What is stored for the next start.
    case stored(FlagValue)
    /// It was set while the server ran, and what the option files say is not known.
    case unknown
  }

  package enum Change: Sendable, Equatable {
    case running
    /// Only a restart changes it.
    case restart
    case unknown
  }

  /// Whether the server will have what is wanted when it starts again; nil when that is not known.
  func keeps(_ wanted: FlagValue) -> Bool? {
    switch afterRestart {
    case .same: meets(wanted)
    case .stored(let stored): ActualFlag.meets(name, stored, wanted)
    case .unknown: nil
    }
  }

  /// Whether what is in force is what is wanted.
  func meets(_ wanted: FlagValue) -> Bool { ActualFlag.meets(name, value, wanted) }

  private static func meets(_ name: String, _ value: FlagValue, _ wanted: FlagValue) -> Bool {
    // A scheduler that was disabled at the start runs no events either.
    if name == "event_scheduler", wanted.truth == false, value.text.uppercased() == "DISABLED" { return true }
    return value.satisfies(wanted)
  }
}

/// What a value in an option file must be like for a server to start with it.
struct OptionForm: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case truth
    case number(ClosedRange<Double>)
    case word(of: [String])
    case text
    /// There is no such option.
    case none
  }

  let kind: Kind

  /// The value as it goes into a file; nil when the server would not start with it.
  func text(of value: FlagValue) -> String? {
    switch kind {
    case .truth: value.truth.map { $0 ? "ON" : "OFF" }
    case .number(let range):
      value.number.flatMap { range.contains($0.approximate) ? $0.text : nil }
    case .word(let words):
      words.first { $0.lowercased() == value.text.lowercased() }
        ?? value.truth.flatMap { truth in words.first { FlagValue($0).truth == truth } }
    case .text: value.text.unicodeScalars.contains { $0.value < 32 } ? nil : value.text
    case .none: nil
    }
  }
}

/// What one server says of itself.
package struct ServerFlags: Sendable {
  package let server: ServerInfo
  /// Tells one server from another, whatever it is reached by.
  package let identity: String
  package let replication: ReplicationState
  /// By name in lower case.
  package var flags: [String: ActualFlag]

  package init(
    server: ServerInfo, identity: String, replication: ReplicationState, flags: [ActualFlag]
  ) {
    self.server = server
    self.identity = identity
    self.replication = replication
    self.flags = Dictionary(flags.map { ($0.name, $0) }) { first, _ in first }
  }

  package subscript(name: String) -> ActualFlag? { flags[name] }

  /// Whether ordinary accounts may write here; unknown counts as yes.
  package var takesWrites: Bool {
    Self.takesWrites(readOnly: flags["read_only"]?.value)
  }

  /// Newer MariaDB has `NO_LOCK` and `NO_LOCK_NO_ADMIN` besides ON and OFF: they are read-only, too.
  package static func takesWrites(readOnly value: FlagValue?) -> Bool {
    value.map { $0.truth == false } ?? true
  }
}

/// Whether a server replicates, as it says itself.
package enum ReplicationState: Sendable, Equatable {
  /// It is set up as nobody's replica.
  case none
  /// It is set up to replicate from these, `host:port` each.
  case replica(sources: [String], Threads)
  /// The account may not ask; the server's words.
  case hidden(SQLFailure)

  package enum Threads: Sendable, Equatable { case running, stopped }

  /// What a server is as far as it can tell: one that replicates is a replica.
  var role: FlagRole {
    if case .replica = self { return .replica }
    return .primary
  }

  /// The disagreement with the role that the configuration gives the server; nil when there is none.
  func contradiction(of role: FlagRole) -> (what: String, remedy: String)? {
    switch (role, self) {
    case (.primary, .replica(let sources, let threads)):
      let from = sources.joined(separator: " and ")
      return threads == .running
        ? (
          "it replicates from \(from)",
          "if it is a replica, correct primary and replicas of the target in the configuration"
        )
        : (
          "it is set up to replicate from \(from), though that is stopped",
          "if it is the primary now, run RESET REPLICA ALL there; else correct the target in the configuration"
        )
    case (.replica, .none):
      return (
        "it replicates from nowhere",
        "set replication up there first; if it is the primary now, correct the target in the configuration"
      )
    default: return nil
    }
  }
}
