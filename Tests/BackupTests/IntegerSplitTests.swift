import Backup
import TestKit
import Testing

@Suite struct IntegerSplitTests {
  private func range(_ lower: Int128, _ upper: Int128) -> IntegerSplit.Range {
    IntegerSplit.Range(lower: lower, upper: upper)
  }

  private func pieces(
    _ range: IntegerSplit.Range, rows: Int64, target: Int64, estimate: (IntegerSplit.Range) -> Int64
  ) -> [IntegerSplit.Range] {
    var split = IntegerSplit(range: range, rows: rows, target: target)
    var pieces: [IntegerSplit.Range] = []
    while let piece = split.next(estimate: estimate) { pieces.append(piece) }
    return pieces
  }

  /// Whether the pieces follow each other without gap or overlap and make up the whole.
  private func cover(_ pieces: [IntegerSplit.Range], _ whole: IntegerSplit.Range) -> Bool {
    pieces.first?.lower == whole.lower && pieces.last?.upper == whole.upper
      && zip(pieces, pieces.dropFirst()).allSatisfy { $0.upper == $1.lower }
      && pieces.allSatisfy { $0.lower < $0.upper }
  }

  @Test func `good estimates give pieces of about the same size`() {
    let whole = range(0, 1_000_000)
    let found = pieces(whole, rows: 1_000_000, target: 10_000) { Int64($0.upper - $0.lower) }
    #expect(cover(found, whole))
    #expect(found.allSatisfy { (5_000...15_000).contains($0.upper - $0.lower) })
  }

  @Test func `an empty stretch costs no piece of its own`() {
    // A thousand rows at each end of all 64-bit numbers.
    let whole = range(Int128(Int64.min) - 1, Int128(UInt64.max))
    let found = pieces(whole, rows: 2000, target: 500) { part in
      let low = min(part.upper, whole.lower + 1000) - part.lower
      let high = part.upper - max(part.lower, whole.upper - 1000)
      return Int64(max(0, low) + max(0, high))
    }
    #expect(cover(found, whole))
    #expect((3...8).contains(found.count), "\(found.count)")
  }

  @Test func `a small table is one piece, whose rows nobody asks about`() {
    let found = pieces(range(4, 9), rows: 100, target: 1000) { _ in
      Issue.record("asked")
      return 0
    }
    #expect(found == [range(4, 9)])
  }

  @Test(arguments: [
    Int64.min, -1, 0, 1, 1 << 40, Int64.max - 1, Int64.max,
  ])
  func `an estimate that never changes neither loses rows nor cuts for ever`(estimate: Int64) {
    let whole = range(Int128(Int64.min) - 1, Int128(UInt64.max))
    let found = pieces(whole, rows: 1 << 31, target: 1 << 30) { _ in estimate }
    #expect(cover(found, whole))
    #expect(found.count < 11_000)
  }

  @Test(arguments: 0..<200)
  func `whatever the server estimates, the pieces are the whole`(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let lower = Int128(Int64.random(in: .min ... .max, using: &generator))
    let width = Int128(
      UInt64.random(in: 1...(.max), using: &generator) >> UInt64.random(in: 0...63, using: &generator))
    let whole = range(lower, lower + max(1, width))
    let target = Int64.random(in: -5...100_000, using: &generator)
    let rows = max(1, target) * Int64.random(in: -10...200, using: &generator)
    let found = pieces(whole, rows: rows, target: target) { _ in
      Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0...63, using: &generator)
    }
    #expect(cover(found, whole))
  }
}
