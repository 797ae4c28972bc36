import Synchronization

/// Hands out stretches of a table, one behind the other, and remembers which of them were found to differ.
///
/// What was handed out and not compared to its end is handed out again: a comparison may take several snapshots. From any
/// thread.
package final class RegionFeed: Sendable {
  private struct State {
    var lower: RowKey?
    var isEnded = false
    var underway: [Int: RowRegion] = [:]
    var returned: [RowRegion] = []
    var next = 0
    var different: [RowRegion] = []
    /// Stretches of about a second: short enough to make room for others soon.
    var sizer = ChunkSizer(first: 500, target: .seconds(1), limits: 100...20_000)

    mutating func handOut(_ region: RowRegion) -> Piece {
      defer { next += 1 }
      underway[next] = region
      return Piece(number: next, region: region)
    }
  }

  /// A stretch that somebody compares.
  package struct Piece: Sendable {
    package let number: Int
    package let region: RowRegion
  }

  private let state = Mutex(State())

  package init() {}

  /// Whether every stretch has been compared.
  package var isDone: Bool {
    state.withLock { $0.isEnded && $0.underway.isEmpty && $0.returned.isEmpty }
  }

  /// Rows of the next stretch.
  package var rows: Int { state.withLock { $0.sizer.rows } }

  /// Learns from a stretch that was compared.
  package func learn(rows: Int, took time: Duration) {
    state.withLock { $0.sizer.learn(rows: rows, took: time) }
  }

  /// The stretches that differ.
  package var different: [RowRegion] { state.withLock { $0.different } }

  /// - Parameter bound: Looks up the end of the stretch behind a key; nil ends the table. Others wait meanwhile.
  package func take(_ bound: (RowKey?) throws -> RowKey?) throws -> Piece? {
    try state.withLock { state in
      if let region = state.returned.popLast() { return state.handOut(region) }
      guard !state.isEnded else { return nil }
      let upper = try bound(state.lower)
      let region = RowRegion.range(lower: state.lower, upper: upper)
      state.lower = upper
      state.isEnded = upper == nil
      return state.handOut(region)
    }
  }

  /// The whole table as one stretch.
  package func takeWhole() -> Piece? { try? take { _ in nil } }

  package func finish(_ piece: Piece, isEqual: Bool) {
    state.withLock { state in
      guard let region = state.underway.removeValue(forKey: piece.number) else { return }
      if !isEqual { state.different.append(region) }
    }
  }

  /// Takes back what nobody is going to finish.
  package func takeBack() {
    state.withLock { state in
      state.returned += state.underway.values
      state.underway = [:]
    }
  }
}
