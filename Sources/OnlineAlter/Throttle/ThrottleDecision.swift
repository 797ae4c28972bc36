import Basics
import Replication

/// What a throttle says to those who want to go on.
package enum ThrottleDecision: Sendable, Equatable {
  case proceed
  /// For these reasons, in gh-ost's words where it has any.
  case hold([String])
  /// The migration must end.
  case abort(OpsError)
}

/// What a throttle tells the status line.
package struct ThrottleReading: Sendable, Equatable {
  package struct ReplicaLag: Sendable, Equatable {
    package let replica: Replica
    /// Nil when it is not known.
    package let lag: Duration?
    /// Why the lag is not known.
    package let problem: String?
  }

  /// Why nothing is copied, such as `max-load Threads_running=50 >= 40`; empty when it is.
  package var reasons: [String] = []
  /// Since when nothing is copied.
  package var since: Timestamp?
  package var replicas: [ReplicaLag] = []
  /// How far the reading of the log is behind; nil before the first heartbeat was read.
  package var logLag: Duration?
  /// How long the server takes to acknowledge a commit, smoothed; nil before the first heartbeat.
  package var commitLatency: Duration?
  /// Until when nothing is done because the load was critical.
  package var hibernatingUntil: Timestamp?
  /// How many workers may copy at a time.
  package var workers = 0
  /// Why fewer workers may copy than there are; empty when all may.
  package var slowdowns: [String] = []

  package init() {}

  package var isThrottled: Bool { !reasons.isEmpty }
  /// Nil when there are no replicas, or the lag of one is not known.
  package var largestLag: Duration? {
    replicas.contains { $0.lag == nil } ? nil : replicas.compactMap(\.lag).max()
  }
}

extension Duration {
  /// `2.34s`, as gh-ost's users know it.
  var hundredths: String { fixed(inSeconds, 2) + "s" }
}
