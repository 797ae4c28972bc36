import Basics

/// A checksum of a set of rows that does not depend on their order, and that adds up over parts.
///
/// The number of rows and two sums, modulo 2^64, of the low and the high half of XXH3-128 (seed 0) of
/// each row's bytes. A row that occurs twice counts twice.
package struct RowChecksum: Sendable, Hashable {
  package private(set) var rows: Int64
  package private(set) var low: UInt64
  package private(set) var high: UInt64

  /// The checksum of no rows.
  package init() {
    rows = 0
    low = 0
    high = 0
  }

  /// Adds the rows of one batch.
  ///
  /// - Parameters:
  ///   - bytes: The rows one after the other, without anything between them.
  ///   - rowEnds: For each row the offset after its last byte, ascending; bytes after the last are not hashed.
  package mutating func add(_ bytes: borrowing [UInt8], rowEnds: borrowing [Int]) {
    add(bytes.span, rowEnds: rowEnds.span)
  }

  /// Adds the rows of one batch that lies in borrowed memory.
  package mutating func add(_ bytes: Span<UInt8>, rowEnds: Span<Int>) {
    let sums = sumOfHashes(bytes, rowEnds: rowEnds)
    rows += Int64(rowEnds.count)
    low &+= sums.low
    high &+= sums.high
  }

  package static func += (left: inout RowChecksum, right: RowChecksum) {
    left.rows += right.rows
    left.low &+= right.low
    left.high &+= right.high
  }

  package static func + (left: RowChecksum, right: RowChecksum) -> RowChecksum {
    var sum = left
    sum += right
    return sum
  }
}

extension RowChecksum: CustomStringConvertible {
  /// `<rows>:<16 hexadecimal digits of high><16 of low>`.
  package var description: String { "\(rows):\(hexText(high))\(hexText(low))" }

  /// Reads what `description` writes; nil for anything else.
  package init?(text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let rows = Int64(parts[0]), rows >= 0, String(rows) == parts[0],
      isHexText(String(parts[1]), digits: 32),
      let high = UInt64(parts[1].prefix(16), radix: 16), let low = UInt64(parts[1].suffix(16), radix: 16)
    else { return nil }
    self.rows = rows
    self.high = high
    self.low = low
  }
}
