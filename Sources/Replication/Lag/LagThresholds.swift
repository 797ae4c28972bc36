import Basics

/// How bad a lag is.
package enum LagState: String, Sendable, CaseIterable {
  case ok, warning, critical, unknown
}

/// From when on a lag is bad.
package struct LagThresholds: Sendable, Equatable {
  package let warning: Duration
  package let critical: Duration

  /// - Throws: `OpsError` `usage` when `critical` is below `warning`, or one is negative.
  package init(warning: Duration, critical: Duration) throws {
    guard warning >= .zero, critical >= warning else {
      throw OpsError(
        .usage, "cannot judge lag",
        why: "--crit (\(critical.text)) is below --warn (\(warning.text))",
        hint: "give the larger one as --crit")
    }
    self.warning = warning
    self.critical = critical
  }

  /// What a lag beyond the delay that is wanted amounts to.
  package func state(of reading: LagReading) -> LagState {
    guard let excess = reading.excess.duration else { return .unknown }
    if excess >= critical { return .critical }
    return excess >= warning ? .warning : .ok
  }

  /// The worst of all: critical before unknown before warning. Unknown for none.
  package func worst(of readings: [LagReading]) -> LagState {
    let states = Set(readings.map { state(of: $0) })
    return [.critical, .unknown, .warning, .ok].first { states.contains($0) } ?? .unknown
  }
}
