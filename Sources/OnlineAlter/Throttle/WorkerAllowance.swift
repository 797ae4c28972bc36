/// How many workers may copy at a time: one more while the server has room, half of them when it has not.
package struct WorkerAllowance: Sendable, Equatable {
  /// How the server bears the work.
  package enum Pressure: Int, Sendable, Comparable {
    case low, even, high

    package static func < (left: Pressure, right: Pressure) -> Bool { left.rawValue < right.rawValue }
  }

  /// Rounds after a decrease in which nothing changes, so that its effect can be seen.
  private static let settling = 2

  package let cap: Int
  package private(set) var workers: Int
  private var pause = 0

  /// - Parameter cap: Workers at most, and at first; at least one.
  package init(cap: Int) {
    self.cap = max(1, cap)
    workers = self.cap
  }

  /// Takes one round's pressure.
  package mutating func learn(_ pressure: Pressure) {
    if pause > 0 {
      pause -= 1
      return
    }
    switch pressure {
    case .low: workers = min(cap, workers + 1)
    case .even: break
    case .high:
      guard workers > 1 else { return }
      workers = max(1, workers / 2)
      pause = Self.settling
    }
  }

  /// High above `limit`, low below half of it.
  package static func pressure(of value: Double, limit: Double) -> Pressure {
    if value > limit { return .high }
    return value < limit / 2 ? .low : .even
  }
}
