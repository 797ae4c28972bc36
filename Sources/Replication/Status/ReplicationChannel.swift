import MySQL

/// What a replica tells of one of its sources: a channel of MySQL, a named connection of MariaDB.
package struct ReplicationChannel: Sendable, Equatable {
  /// A thread of replication.
  package enum ThreadState: Sendable, Equatable {
    case running
    /// It tries to reach the source.
    case connecting
    case stopped
  }

  /// Why a thread does not go on.
  package struct Failure: Sendable, Equatable, CustomStringConvertible {
    package let number: Int
    package let text: String

    package init(number: Int, text: String) {
      self.number = number
      self.text = text
    }

    package var description: String { "\(text) (error \(number))" }
  }

  /// A place in a log of the source.
  package struct Place: Sendable, Equatable {
    package let file: String
    package let offset: UInt64

    package init(file: String, offset: UInt64) {
      self.file = file
      self.offset = offset
    }
  }

  /// Its name; empty for the only or first one.
  package var name = ""
  package var sourceHost = ""
  package var sourcePort = ServerAddress.defaultPort
  /// How it logs in to its source.
  package var access = SourceAccess()
  /// Zero until the source was reached once.
  package var sourceServerID: UInt32 = 0
  /// In lower case; nil on MariaDB, and until the source was reached once.
  package var sourceUUID: String?
  /// The thread that fetches the source's log.
  package var io = ThreadState.stopped
  package var ioFailure: Failure?
  /// The threads that apply it.
  package var sql = ThreadState.stopped
  package var sqlFailure: Failure?
  /// What the applying thread does, in the server's words.
  package var sqlActivity = ""
  /// The server's own figure; nil where it tells none.
  package var secondsBehind: Int64?
  /// How long the replica is to stay behind; zero for most.
  package var delay = Duration.zero
  /// Until the next event may be applied; nil where none waits.
  package var remainingDelay: Duration?
  /// How far the source's log was fetched.
  package var fetched: Place?
  /// How far it was applied.
  package var applied: Place?
  /// The replica asks for what it lacks by identifiers, not by a place in a file.
  package var usesGTID = false
  /// MySQL: all that was fetched over this channel since it was set up.
  package var retrieved: GTIDSet?
  /// What is not replicated or is alone, by the names of the options.
  package var filters: [Filter] = []
  /// MariaDB: some domains are left out, so that what is missing cannot be told by numbers.
  package var leavesOutDomains = false

  /// A limit to what is replicated.
  package struct Filter: Sendable, Equatable, CustomStringConvertible {
    package let option: String
    package let value: String

    package init(_ option: String, _ value: String) {
      self.option = option
      self.value = value
    }

    package var description: String { "\(option)=\(value)" }
  }

  package init() {}

  package var source: ServerAddress { .tcp(host: sourceHost, port: sourcePort) }

  /// `host:port`, with the channel's name where it has one.
  package var title: String { name.isEmpty ? "\(source)" : "\(source) (\(name))" }

  /// Why nothing, or nothing more, is replicated over this channel, as a clause; nil while all its threads run.
  package var fault: String? {
    switch (io, sql) {
    case (_, .stopped) where sqlFailure != nil: "the SQL thread is stopped\(Self.reason(sqlFailure))"
    case (.stopped, .stopped): "replication is stopped\(Self.reason(ioFailure))"
    case (_, .stopped): "the SQL thread is stopped"
    case (.stopped, _): "the IO thread is stopped\(Self.reason(ioFailure))"
    case (.connecting, _): "the IO thread does not reach \(source)\(Self.reason(ioFailure))"
    default: nil
    }
  }

  private static func reason(_ failure: Failure?) -> String { failure.map { ": \($0)" } ?? "" }
}
