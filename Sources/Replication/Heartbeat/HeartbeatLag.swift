import Basics

/// Tells from heartbeats how far a replica is behind. Pure: what was seen comes in, a lag or the reason for none goes out.
///
/// While a replica is watched, the arrival of a heartbeat tells its lag exactly. Where none arrives, what is known is
/// that the newest one is there and the next one is not: the lag lies between the ages of the two.
package struct HeartbeatLag: Sendable {
  /// What was seen on the replica.
  package struct Watch: Sendable, Equatable {
    /// The newest heartbeat at the end.
    package let newest: HeartbeatSight
    /// The age of one that arrived meanwhile, when it was first seen; nil when none arrived.
    package let arrival: Duration?

    package init(newest: HeartbeatSight, arrival: Duration?) {
      self.newest = newest
      self.arrival = arrival
    }
  }

  /// What the server that writes the heartbeats has itself, seen later than the replica.
  package enum Origin: Sendable, Equatable {
    case newest(HeartbeatSight)
    /// It was not seen, and why.
    case unseen(String)
  }

  /// The time between two heartbeats.
  package let interval: Duration

  package init(interval: Duration) { self.interval = interval }

  /// Older than this, a heartbeat is not the newest of a writer that is alive.
  package var silence: Duration { interval * 3 + .seconds(1) }

  /// How long a replica is watched for the next heartbeat.
  package var patience: Duration { min(interval * 1.25 + .milliseconds(100), .milliseconds(2500)) }

  /// - Parameter skew: The replica's clock against the origin's; nil where it is not known.
  package func lag(of watch: Watch, origin: Origin, skew: ClockSkew?) -> Lag {
    let correction = skew?.correction ?? .zero
    switch origin {
    case .unseen(let reason):
      guard let arrival = watch.arrival else {
        return .unknown(
          "whether heartbeats are written cannot be told: \(reason); the newest here is \(watch.newest.age.signedText) old"
        )
      }
      return known(arrival - correction)
    case .newest(let there):
      if let doubt = doubt(there, arrival: watch.arrival) { return .unknown(doubt) }
      if let arrival = watch.arrival { return known(arrival - correction) }
      let age = watch.newest.age - correction
      if there.written > watch.newest.written {
        // The next one was written about an interval later and is not here.
        return known(age - min(interval, age.magnitude) / 2)
      }
      guard there.written == watch.newest.written else {
        return .unknown("its heartbeats do not come from the server that is taken for the primary")
      }
      // It has all there is; nothing tells of the time since.
      return known(age / 2)
    }
  }

  /// Why the origin's heartbeats say nothing.
  private func doubt(_ there: HeartbeatSight, arrival: Duration?) -> String? {
    if there.age < .zero - Lag.clockTolerance {
      return
        "the primary's newest heartbeat is \(there.age.magnitude.text) in the future: it is not written in UTC"
        + " (pt-heartbeat: --utc), or the primary's clock was set back"
    }
    guard there.age > silence else { return nil }
    return arrival == nil
      ? "no heartbeats are written: the newest is \(there.age.text) old on the primary, too"
      : "heartbeats arrive, but the newest is \(there.age.text) old on the primary itself: they are not written in UTC"
        + " (pt-heartbeat: --utc)"
  }

  private func known(_ lag: Duration) -> Lag {
    // Clocks that were compared a moment ago leave a few milliseconds; more than that is no lag.
    lag < .zero - Lag.clockTolerance
      ? .unknown("the heartbeat is \(lag.magnitude.text) younger than now: the clocks do not agree")
      : .known(max(lag, .zero))
  }
}
