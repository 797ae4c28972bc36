import Pipeline

/// Something that adds up over rows, whatever their order.
protocol RowSum: Sendable {
  /// Adds the rows of a `RowBatch`.
  mutating func add(_ bytes: borrowing [UInt8], rowEnds: borrowing [Int])
  static func += (left: inout Self, right: Self)
}

extension RowChecksum: RowSum {}

/// What rows add up to with the numbers in their JSON columns in one form.
package struct JSONRowSum: Sendable, RowSum {
  /// Of the rows in that form.
  package private(set) var checksum = RowChecksum()
  /// How many rows had a number of another form.
  package private(set) var changedRows: Int64 = 0
  private let columns: [Int]

  /// - Parameter columns: The positions, from 0, of the JSON columns in a row; ascending.
  package init(columns: [Int]) {
    self.columns = columns
  }

  /// Adds the rows of a `RowBatch`.
  package mutating func add(_ bytes: borrowing [UInt8], rowEnds: borrowing [Int]) {
    let bytes = copy bytes
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var ends: [Int] = []
    var start = 0
    for end in copy rowEnds {
      if append(bytes[start..<end], to: &text) { changedRows += 1 }
      ends.append(text.count)
      start = end
    }
    checksum.add(text, rowEnds: ends)
  }

  /// Appends one row in the form; true when that changed it.
  private func append(_ row: ArraySlice<UInt8>, to text: inout [UInt8]) -> Bool {
    var changed = false
    var rest = row
    var position = 0
    for column in columns {
      var start = rest.startIndex
      while position < column, let tab = rest[start...].firstIndex(of: 0x09) {
        start = tab + 1
        position += 1
      }
      guard position == column else { break }
      let end = rest[start...].firstIndex { $0 == 0x09 || $0 == 0x0A } ?? rest.endIndex
      text += rest[..<start]
      if JSONNumberForm.append(rest[start..<end], to: &text) { changed = true }
      rest = rest[end...]
    }
    text += rest
    return changed
  }

  package static func += (left: inout JSONRowSum, right: JSONRowSum) {
    left.checksum += right.checksum
    left.changedRows += right.changedRows
  }
}
