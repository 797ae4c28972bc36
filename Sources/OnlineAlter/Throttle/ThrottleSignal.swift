import Basics
import MySQL
import Replication

/// What a throttle listens to.
package enum ThrottleSignal: Hashable, Sendable {
  case flagFile, additionalFlagFile, panicFlagFile
  /// The status variables of `--max-load` and `--critical-load`.
  case load
  case query
  case http
  /// How far a replica is behind.
  case lag(Replica)
  /// Which replicas there are.
  case replicas
}

/// What a look at a signal brought.
package enum Finding: Sendable, Equatable {
  case absent, present
  case load(StatusVariables)
  case lag(Duration)
  case number(Double)
  /// The status of an HTTP answer; nil for no answer that may be ignored.
  case status(Int?)
  /// Replicas are known.
  case known
  /// It could not be read, and why.
  case unreadable(String)
}

/// A point in time.
package struct Moment: Sendable, Hashable {
  /// Since the throttle began; never goes back.
  package let elapsed: Duration
  /// For people.
  package let clock: Timestamp

  package init(elapsed: Duration, clock: Timestamp) {
    self.elapsed = elapsed
    self.clock = clock
  }

  func advanced(by duration: Duration) -> Moment {
    let microseconds = Int64(duration.inSeconds * 1e6)
    return Moment(
      elapsed: elapsed + duration, clock: Timestamp(microseconds: clock.microseconds + microseconds))
  }
}
