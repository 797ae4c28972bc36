/// How many workers may copy at a time: one more while the server has room, half of them when it has not.
package struct WorkerAllowance: Sendable, Equatable {
  /// How the server bears the work.
  package enum Pressure: Int, Sendable, Comparable {
    case low, even, high

    package static func < (left: Pressure, right: Pressure) -> Bool { left.rawValue < right.rawValue }
  }

  /// Rounds after a change in which nothing changes, so that its effect can be seen: chunks under way go on to their
  /// end.
  package static let settling = 3

  package let cap: Int
  package private(set) var workers: Int
  private var pause = 0

  /// - Parameter cap: Workers at most, and at first; at least one.
  package init(cap: Int) {
    self.cap = max(1, cap)
    workers = self.cap
  }

  /// Takes the pressure of one round, a quarter of a second.
  package mutating func learn(_ pressure: Pressure) {
    if pause > 0 {
      pause -= 1
      return
    }
    let before = workers
    switch pressure {
    case .low: workers = min(cap, workers + 1)
    case .even: break
    case .high: workers = max(1, workers / 2)
    }
    if workers != before { pause = Self.settling }
  }

  /// High above `limit`, low below half of it.
  package static func pressure(of value: Double, limit: Double) -> Pressure {
    if value > limit { return .high }
    return value < limit / 2 ? .low : .even
  }
}
