import Basics

/// The last readings of each member, for a small chart beside it.
package struct LagHistory: Sendable {
  private let capacity: Int
  private var lags: [String: [Lag]] = [:]

  /// - Parameter capacity: Older readings than so many are dropped.
  package init(capacity: Int) { self.capacity = capacity }

  package mutating func add(_ readings: [LagReading]) {
    for reading in readings {
      lags[reading.key, default: []].append(reading.lag)
      if lags[reading.key, default: []].count > capacity { lags[reading.key]?.removeFirst() }
    }
  }

  /// The oldest first.
  package func lags(of key: String) -> [Lag] { lags[key] ?? [] }
}

/// Chooses what is kept of a measurement that goes on for long: for each member the worst reading of a span of time.
package struct LagSampler: Sendable {
  private let span: Duration
  private var begin: Duration?
  private var worst: [String: LagReading] = [:]

  /// - Parameter span: 10 s by default.
  package init(span: Duration = .seconds(10)) { self.span = span }

  /// Takes the readings of one round; returns what is to be kept when a span has ended, else nothing.
  ///
  /// - Parameter elapsed: By a clock that does not step.
  package mutating func take(_ readings: [LagReading], at elapsed: Duration) -> [LagReading] {
    for reading in readings {
      let known = worst[reading.key]
      if known.map({ Self.isWorse(reading.lag, than: $0.lag) }) ?? true { worst[reading.key] = reading }
    }
    guard let begin else {
      self.begin = elapsed
      return []
    }
    guard elapsed - begin >= span else { return [] }
    self.begin = elapsed
    return finish()
  }

  /// What the span that has begun holds so far.
  package mutating func finish() -> [LagReading] {
    defer { worst = [:] }
    return worst.values.sorted { $0.key < $1.key }
  }

  private static func isWorse(_ lag: Lag, than other: Lag) -> Bool {
    switch (lag, other) {
    case (.unknown, .known): true
    case (.known(let left), .known(let right)): left > right
    case (_, .unknown): false
    }
  }
}
