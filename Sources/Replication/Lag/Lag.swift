import Basics

/// How far something is behind. Not to know is a state of its own, and never zero.
package enum Lag: Sendable, Equatable {
  case known(Duration)
  /// It cannot be told, and why, as a clause.
  case unknown(String)

  /// Nil while it is unknown.
  package var duration: Duration? {
    guard case .known(let duration) = self else { return nil }
    return duration
  }

  /// Why it is unknown; nil when it is known.
  package var reason: String? {
    guard case .unknown(let reason) = self else { return nil }
    return reason
  }
}

extension Lag {
  /// Clocks are set by a fraction of a second now and then. More says that the age cannot be told.
  package static let clockTolerance = Duration.seconds(1)

  /// The age of a heartbeat that one clock wrote, at a moment that the same clock tells.
  ///
  /// - Parameter written: Nil before the first heartbeat.
  package static func age(written: Timestamp?, now: Timestamp) -> Lag {
    guard let written else { return .unknown("no heartbeat has arrived yet") }
    let age = Duration.microseconds(now.microseconds - written.microseconds)
    guard age > .zero - clockTolerance else {
      return .unknown("the heartbeat is younger than now: the clock was set back")
    }
    return .known(max(age, .zero))
  }
}
