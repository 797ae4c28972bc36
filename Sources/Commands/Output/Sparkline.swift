import Basics

/// A row of figures as a small chart: `▁▁▂▃▅█`, with `×` for those that are not known.
package struct Sparkline: Sendable {
  private static let bars = Array("▁▂▃▄▅▆▇█")

  package let text: String

  /// - Parameters:
  ///   - values: The oldest first; nil where it is not known.
  ///   - ceiling: The figure that reaches the top, unless one of `values` is higher: so that noise stays low.
  package init(_ values: [Double?], ceiling: Double) {
    let top = max(ceiling, values.compactMap { $0 }.max() ?? 0)
    text = String(
      values.map { value in
        guard let value else { return "×" }
        guard top > 0, value > 0 else { return Self.bars[0] }
        return Self.bars[min(Self.bars.count - 1, Int(value / top * Double(Self.bars.count)))]
      })
  }
}
