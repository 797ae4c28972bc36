import Basics

/// How far some work has got at one moment.
package struct ProgressReading: Sendable, Equatable {
  package var done: Int64
  /// The end, as far as it is known; it may be an estimate.
  package var total: Int64?
  package var elapsed: Duration
  /// Units a second, as measured lately; nil before there is anything to measure.
  package var rate: Double?

  package init(done: Int64, total: Int64?, elapsed: Duration, rate: Double?) {
    self.done = done
    self.total = total
    self.elapsed = elapsed
    self.rate = rate
  }

  /// Whether there is anything to show but the time: some work tells no amounts, or not from the start.
  package var isCounting: Bool { done > 0 || total != nil }

  /// From 0 to 1; nil without a total.
  package var ratio: Double? {
    guard let total, total > 0 else { return nil }
    return min(1, Double(done) / Double(total))
  }

  /// Time to the end; nil under 1 % and when nothing moves, because it would be a guess.
  package var remaining: Duration? {
    guard let total, let ratio, ratio >= 0.01, ratio < 1, let rate, rate > 0 else { return nil }
    let seconds = Double(total - done) / rate
    return seconds < 1e9 ? .milliseconds(Int64(seconds * 1000)) : nil
  }
}

/// What is counted.
package enum ProgressUnit: String, Sendable {
  case bytes, rows, items

  /// An amount as a person reads it.
  package func text(_ amount: Int64) -> String {
    switch self {
    case .bytes: ByteCount(amount).description
    case .rows, .items: "\(ProgressUnit.grouped(amount)) \(rawValue)"
    }
  }

  /// A rate as a person reads it.
  package func text(perSecond rate: Double) -> String { "\(text(Int64(rate.rounded())))/s" }

  /// Digits in groups of three: `12,400,000`.
  private static func grouped(_ amount: Int64) -> String {
    let digits = Array(String(amount.magnitude))
    var text = amount < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }
}
