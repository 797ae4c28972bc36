/// A stretch of a table in the order of its key: above `lower`, up to and including `upper`.
///
/// A bound has one value for each of the first columns of the key; a bound shorter than the key stands for all
/// rows that begin with it. Nil means open on that side.
package struct KeyRange: Sendable, Equatable {
  package let columns: [ColumnDefinition]
  package let lower: [[UInt8]]?
  package let upper: [[UInt8]]?

  package init(columns: [ColumnDefinition], lower: [[UInt8]]?, upper: [[UInt8]]?) {
    self.columns = columns
    self.lower = lower
    self.upper = upper
  }

  /// All rows.
  package static let whole = KeyRange(columns: [], lower: nil, upper: nil)

  /// The condition that picks the range; nil when it picks everything.
  package var condition: SQLText? {
    let parts = [
      lower.map { comparison($0, strict: ">", loose: ">=", last: ">") },
      upper.map { comparison($0, strict: "<", loose: "<=", last: "<=") },
    ].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " AND ")
  }

  /// `(a >= 1 AND (a > 1 OR (a = 1 AND b > 2)))`: the row comparison spelt out, because servers do not use
  /// an index for `(a,b) > (1,2)`; the leading loose comparison gives the optimizer its range.
  private func comparison(_ bound: [[UInt8]], strict: SQLText, loose: SQLText, last: SQLText) -> SQLText {
    let pairs = zip(columns, bound).map { ($0.name, KeyLiteral.sql($1, for: $0)) }
    guard let final = pairs.last, let first = pairs.first else { return "TRUE" }
    var condition: SQLText = "\(quoted: final.0) \(last) \(final.1)"
    for pair in pairs.dropLast().reversed() {
      condition = """
        (\(quoted: pair.0) \(strict) \(pair.1) OR (\(quoted: pair.0) = \(pair.1) AND \(condition)))
        """
    }
    return pairs.count == 1 ? condition : "(\(quoted: first.0) \(loose) \(first.1) AND \(condition))"
  }
}
