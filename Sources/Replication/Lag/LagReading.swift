import Basics

/// How far one member of a target is behind one of its sources, at one moment.
package struct LagReading: Sendable, Equatable {
  /// The member, as it is addressed.
  package let host: String
  /// What it replicates: an address; empty where that is not known.
  package var source = ""
  /// The channel's or connection's name; empty for most.
  package var channel = ""
  /// When it was read, by this machine's clock.
  package var measured: Timestamp
  /// What thresholds go by.
  package var lag: Lag
  /// How long the member is meant to stay behind.
  package var delay = Duration.zero
  /// What MySQL and MariaDB tell besides; nil for others, and where nothing could be read.
  package var replication: ReplicationReading?

  package init(host: String, measured: Timestamp, lag: Lag) {
    self.host = host
    self.measured = measured
    self.lag = lag
  }

  /// How far it is behind where it should be: the lag without the delay that it is meant to have.
  package var excess: Lag {
    guard case .known(let duration) = lag else { return lag }
    return .known(max(duration - delay, .zero))
  }

  /// Distinguishes the readings of one round.
  package var key: String { channel.isEmpty ? host : "\(host) \(channel)" }
}

/// What a replica of MySQL or MariaDB tells of one channel.
package struct ReplicationReading: Sendable, Equatable {
  package let channel: ReplicationChannel
  /// The lag by heartbeats, also where `lag` is unknown because a thread is stopped.
  package var heartbeat: Lag
  /// The replica's clock against the primary's; nil where one of them was not read.
  package var skew: ClockSkew?
  /// Transactions of the primary that are missing; nil where identifiers do not tell.
  package var missing: Int64?

  package init(channel: ReplicationChannel, heartbeat: Lag) {
    self.channel = channel
    self.heartbeat = heartbeat
  }
}

/// Looks at one member of a target and tells how far it is behind.
///
/// One for each kind of server. A probe keeps its session from one reading to the next.
package protocol LagProbe: Sendable {
  /// The member, as it is addressed.
  var host: String { get }

  /// One reading for each source; at least one. Never throws: what cannot be read is unknown, and says why.
  func read() async -> [LagReading]

  /// Ends the sessions.
  func close() async
}
