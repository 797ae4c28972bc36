import FoundationEssentials
import Glibc

/// A moment in UTC, to the microsecond.
package struct Timestamp: Sendable, Hashable, Comparable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  package let microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  /// Now, by the system's clock, which may step: never subtract two of these to measure time.
  package static func now() -> Timestamp {
    Timestamp(microseconds: Int64((Date().timeIntervalSince1970 * 1e6).rounded()))
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }

  /// The moment without its fraction of a second.
  package var toTheSecond: Timestamp {
    let fraction = ((microseconds % 1_000_000) + 1_000_000) % 1_000_000
    return Timestamp(microseconds: microseconds - fraction)
  }

  /// Seconds since the epoch with their fraction.
  package var seconds: Double { Double(microseconds) / 1e6 }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 with a `Z`: `2026-11-21T02:09:04.123456Z`; the fraction is left out when it is zero.
  package var description: String {
    let whole = toTheSecond.microseconds / 1_000_000
    let fraction = microseconds - toTheSecond.microseconds
    let date = Date(timeIntervalSince1970: Double(whole))
    let text = date.formatted(Date.ISO8601FormatStyle())
    guard fraction != 0 else { return text }
    let digits = String(fraction)
    return text.dropLast() + "." + String(repeating: "0", count: 6 - digits.count) + digits + "Z"
  }

  /// Reads RFC 3339 with `Z` or an explicit offset, with up to six digits of a second's fraction.
  package init?(text: String) {
    var body = text
    var fraction: Int64 = 0
    if let point = body.firstIndex(of: ".") {
      let digits = body[body.index(after: point)...].prefix { $0.isNumber }
      guard !digits.isEmpty, digits.count <= 6, let value = Int64(digits) else { return nil }
      fraction = value
      for _ in digits.count..<6 { fraction *= 10 }
      body.removeSubrange(point..<digits.endIndex)
    }
    guard let date = try? Date(body, strategy: Date.ISO8601FormatStyle()) else { return nil }
    self.init(microseconds: Int64(date.timeIntervalSince1970) * 1_000_000 + fraction)
  }
}
