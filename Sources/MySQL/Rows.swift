/// A small result, held in memory.
package struct Rows: Sendable {
  /// The columns' names as the server gave them.
  package let columns: [String]
  private let bytes: [UInt8]
  /// Where each value ends in `bytes`; negative for NULL, then it is the complement of the end.
  private let ends: [Int]

  init(columns: [String], bytes: [UInt8], ends: [Int]) {
    self.columns = columns
    self.bytes = bytes
    self.ends = ends
  }

  /// One row of the result.
  package struct Row: Sendable {
    fileprivate let rows: Rows
    fileprivate let index: Int

    /// The value of the column at `position`, from 0; NULL when there is no such column.
    package subscript(position: Int) -> Cell { rows.cell(row: index, column: position) }

    /// The value of the first column named so, whatever its case; NULL when there is none.
    package subscript(name: String) -> Cell {
      guard let position = rows.position(of: name) else { return Cell(content: nil) }
      return self[position]
    }

    /// False when the result has no column of this name.
    package func has(_ name: String) -> Bool { rows.position(of: name) != nil }
  }

  /// One value, as the text the server sends.
  package struct Cell: Sendable, Equatable {
    fileprivate let content: ArraySlice<UInt8>?

    package var isNull: Bool { content == nil }
    package var bytes: [UInt8]? { content.map(Array.init) }
    /// The bytes read as UTF-8; invalid ones become U+FFFD.
    package var string: String? { content.map { String(decoding: $0, as: UTF8.self) } }
    package var int: Int64? { string.flatMap { Int64($0) } }
    package var uint: UInt64? { string.flatMap { UInt64($0) } }
    package var double: Double? { string.flatMap { Double($0) } }
    /// True for a number that is not zero, and for `ON`, `YES`, `Y` and `TRUE`.
    package var isOn: Bool {
      guard let text = string?.uppercased() else { return false }
      return ["ON", "YES", "Y", "TRUE"].contains(text) || (Double(text) ?? 0) != 0
    }
  }

  private func position(of name: String) -> Int? {
    columns.firstIndex(of: name) ?? columns.firstIndex { $0.lowercased() == name.lowercased() }
  }

  private func cell(row: Int, column: Int) -> Cell {
    guard columns.indices.contains(column) else { return Cell(content: nil) }
    let place = row * columns.count + column
    let end = ends[place]
    guard end >= 0 else { return Cell(content: nil) }
    let before = place == 0 ? 0 : ends[place - 1]
    return Cell(content: bytes[(before < 0 ? ~before : before)..<end])
  }
}

extension Rows: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { columns.isEmpty ? 0 : ends.count / columns.count }
  package subscript(index: Int) -> Row { Row(rows: self, index: index) }
}

/// Puts a result together, value by value.
struct RowsBuilder {
  var bytes: [UInt8] = []
  private var ends: [Int] = []

  mutating func endValue() { ends.append(bytes.count) }
  mutating func appendNull() { ends.append(~bytes.count) }
  func build(columns: [String]) -> Rows { Rows(columns: columns, bytes: bytes, ends: ends) }
}
