import Basics
import MySQL

/// This machine's time as it was at one moment, counted on from there by a clock that does not step: two servers that are
/// asked one after the other are compared with the same clock.
package struct SteadyClock: Sendable {
  /// The one that all servers are compared with.
  package static let shared = SteadyClock(at: .now, .now())

  private let began: ContinuousClock.Instant
  private let origin: Timestamp

  /// - Parameter origin: The time at `began`.
  package init(at began: ContinuousClock.Instant, _ origin: Timestamp) {
    self.began = began
    self.origin = origin
  }

  package func time(at instant: ContinuousClock.Instant) -> Timestamp {
    let elapsed = (instant - began).components
    return Timestamp(
      microseconds: origin.microseconds + elapsed.seconds * 1_000_000
        + elapsed.attoseconds / 1_000_000_000_000)
  }
}

/// How a server's clock stands to `SteadyClock.shared`, within the bounds that the round trip of the question leaves.
package struct ServerClock: Sendable, Equatable {
  /// The server's clock less the steady one, in the middle of what is possible.
  package let offset: Duration
  /// The offset may be off by so much: half of the round trip.
  package let uncertainty: Duration

  package init(offset: Duration, uncertainty: Duration) {
    self.offset = offset
    self.uncertainty = uncertainty
  }

  /// - Parameters:
  ///   - there: What the server answered, at some moment of the round trip.
  ///   - sent: The steady clock when it was asked.
  ///   - roundTrip: By a clock that does not step.
  package init(there: Timestamp, sent: Timestamp, roundTrip: Duration) {
    uncertainty = roundTrip / 2
    offset = .microseconds(there.microseconds - sent.microseconds) - uncertainty
  }

  /// How far this clock is ahead of another server's; negative when it is behind.
  package func skew(against other: ServerClock) -> ClockSkew {
    ClockSkew(ahead: offset - other.offset, uncertainty: uncertainty + other.uncertainty)
  }

  /// Asks a server, twice: the shorter round trip tells more.
  static func read(_ connection: isolated Connection) throws -> ServerClock {
    let attempts = try (0..<2).map { _ in
      let begin = ContinuousClock.now
      let sent = SteadyClock.shared.time(at: begin)
      let text = try connection.query("SELECT UTC_TIMESTAMP(6) AS n").first?["n"].string ?? ""
      let roundTrip = ContinuousClock.now - begin
      guard let there = Timestamp(serverText: text) else {
        throw OpsError(
          .failed, "cannot read the clock of \(connection.options.address)", why: "it says '\(text)'")
      }
      return ServerClock(there: there, sent: sent, roundTrip: roundTrip)
    }
    return attempts.min { $0.uncertainty < $1.uncertainty } ?? attempts[0]
  }
}

/// The difference between a replica's clock and its primary's.
package struct ClockSkew: Sendable, Equatable {
  /// How far the replica's clock is ahead; negative when it is behind.
  package let ahead: Duration
  package let uncertainty: Duration

  package init(ahead: Duration, uncertainty: Duration) {
    self.ahead = ahead
    self.uncertainty = uncertainty
  }

  /// Whether the clocks differ by more than the round trips leave open.
  package var isCertain: Bool { ahead.magnitude > uncertainty }

  /// What must be taken off an age that compares the two clocks; zero where they may well agree.
  package var correction: Duration { isCertain ? ahead : .zero }

  /// A difference that people should hear of: clocks that are kept by NTP agree to a few milliseconds.
  package var isNotable: Bool { ahead.magnitude - uncertainty > .milliseconds(100) }
}

extension Duration {
  /// Without its sign.
  package var magnitude: Duration { self < .zero ? .zero - self : self }

  /// `text` with a sign, for differences: `-1.5s`.
  package var signedText: String { self < .zero ? "-\(magnitude.text)" : text }
}

extension Timestamp {
  /// A moment as servers write it, in UTC: `2026-11-30 07:02:20.001230`, with a blank or a `T`, with or without a
  /// fraction and a `Z`.
  package init?(serverText text: String) {
    var text = text.replacing(" ", with: "T")
    if !text.hasSuffix("Z") { text += "Z" }
    guard let moment = Timestamp(text: text) else { return nil }
    self = moment
  }
}
