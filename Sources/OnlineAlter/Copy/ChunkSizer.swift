import Basics

/// How many rows a chunk has: as many as take about the wanted time.
package struct ChunkSizer: Sendable, Equatable {
  package private(set) var rows: Int
  private let target: Duration
  private let limits: ClosedRange<Int>
  private let isFixed: Bool

  /// - Parameters:
  ///   - fixed: The user's `--chunk-size`; nil lets time decide.
  ///   - first: Rows of the first chunk where time decides; 1000 by default.
  ///   - target: Time a chunk should take; 500 ms by default.
  ///   - limits: Bounds for a size that time decides; 100 to 100,000 by default.
  package init(
    fixed: Int? = nil, first: Int = 1000, target: Duration = .milliseconds(500),
    limits: ClosedRange<Int> = 100...100_000
  ) {
    isFixed = fixed != nil
    rows = fixed ?? first
    self.target = target
    self.limits = limits
  }

  /// Rows of a chunk that may have only a share of them; a size that the user gave stays.
  package func rows(share: Double) -> Int {
    isFixed ? rows : max(limits.lowerBound, Int(Double(rows) * share))
  }

  /// Learns from a chunk of `rows` rows; at most doubles or halves.
  package mutating func learn(rows count: Int, took time: Duration) {
    guard !isFixed, count > 0, time > .zero else { return }
    let wanted = Double(count) * (target / time)
    let next = min(max(wanted, Double(rows) / 2), Double(rows) * 2)
    rows = min(max(Int(next), limits.lowerBound), limits.upperBound)
  }
}
