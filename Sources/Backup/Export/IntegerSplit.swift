/// Cuts a range of whole numbers into pieces of about the same number of rows, by the server's own estimates.
///
/// Halving by estimates needs no pass over the data and copes with gaps: an empty stretch costs a question, not
/// a chunk. Ranges are `(lower, upper]`.
package struct IntegerSplit: Sendable {
  package struct Range: Sendable, Equatable {
    package let lower: Int128
    package let upper: Int128

    package init(lower: Int128, upper: Int128) {
      self.lower = lower
      self.upper = upper
    }
  }

  private struct Pending: Sendable {
    let range: Range
    let rows: Int64
  }

  /// The bounds of the whole.
  package let lowest: Int128
  package let highest: Int128
  private let target: Int64
  /// Cuts that may still be made: estimates that never shrink must not cut for ever.
  private var cutsLeft: Int64
  private var pending: [Pending]
  private var collected: Pending?

  /// - Parameters:
  ///   - range: From below the smallest value to the greatest.
  ///   - rows: How many rows that is, about.
  ///   - target: How many rows a piece should have.
  package init(range: Range, rows: Int64, target: Int64) {
    lowest = range.lower
    highest = range.upper
    self.target = max(1, min(target, Self.mostRows))
    let rows = Self.sane(rows)
    cutsLeft = min(1_000_000, 10_000 + rows / self.target * 16)
    pending = [Pending(range: range, rows: rows)]
  }

  /// More rows than any table has; sums of several still fit.
  private static let mostRows: Int64 = 1 << 56

  private static func sane(_ estimate: Int64) -> Int64 { max(0, min(estimate, mostRows)) }

  /// The next piece in ascending order; nil when the range is used up.
  ///
  /// - Parameter estimate: Asks the server how many rows a range has; wrong answers cost balance, never rows.
  package mutating func next(estimate: (Range) throws -> Int64) rethrows -> Range? {
    while let top = pending.popLast() {
      // Estimates of wide ranges are rough, so a piece may be half as large again before it is cut.
      if top.rows > target + target / 2, top.range.upper - top.range.lower > 1, cutsLeft > 0 {
        cutsLeft -= 1
        let middle = top.range.lower + (top.range.upper - top.range.lower) / 2
        let left = Range(lower: top.range.lower, upper: middle)
        let right = Range(lower: middle, upper: top.range.upper)
        let leftRows = Self.sane(try estimate(left))
        pending.append(Pending(range: right, rows: Self.sane(try estimate(right))))
        pending.append(Pending(range: left, rows: leftRows))
        continue
      }
      guard let held = collected else {
        collected = top
        continue
      }
      guard held.rows + top.rows <= target else {
        collected = top
        return held.range
      }
      collected = Pending(
        range: Range(lower: held.range.lower, upper: top.range.upper), rows: held.rows + top.rows)
    }
    defer { collected = nil }
    return collected?.range
  }
}
