/// Takes the text of `RowBatch` apart into values, for statements that take many rows at a time.
package struct RowDecoder: Sendable {
  /// Where a value stands in `bytes`.
  struct Place: Sendable {
    let start: Int
    let count: Int
    let isNull: Bool
  }

  /// Values in each row, at least 1.
  package let columns: Int
  /// The text of the rows decoded last, in which every value now stands without its escapes.
  private(set) var bytes: [UInt8] = []
  /// Row after row, the places of its values.
  private(set) var places: [Place] = []

  package init(columns: Int) {
    self.columns = columns
  }

  /// How many rows were decoded last.
  package var rows: Int { places.count / columns }

  /// A value of a row decoded last; nil for NULL.
  package func value(_ row: Int, _ column: Int) -> ArraySlice<UInt8>? {
    let place = places[row * columns + column]
    return place.isNull ? nil : bytes[place.start..<(place.start + place.count)]
  }

  /// Decodes whole rows; those decoded before are forgotten.
  ///
  /// - Returns: False when `text` is not that of rows with so many columns; then there are no rows.
  package mutating func decode(_ text: consuming [UInt8]) -> Bool {
    places.removeAll(keepingCapacity: true)
    var span = text.mutableSpan
    var column = 0
    var position = 0
    while position < span.count, let (place, end) = Self.value(in: &span, at: position) {
      column += 1
      guard span[end] == (column == columns ? 0x0A : 0x09) else { break }
      if column == columns { column = 0 }
      places.append(place)
      position = end + 1
    }
    let isWhole = position == span.count && column == 0
    if !isWhole { places.removeAll() }
    bytes = text
    return isWhole
  }

  /// Reads one value, and moves it together where escapes were.
  ///
  /// - Returns: Also where the tab or the newline behind it is; nil when there is none, or for an unknown escape.
  @inline(__always)
  private static func value(in text: inout MutableSpan<UInt8>, at start: Int) -> (Place, end: Int)? {
    for position in start..<text.count {
      let byte = text[position]
      if byte == 0x09 || byte == 0x0A {
        return (Place(start: start, count: position - start, isNull: false), position)
      }
      if byte == 0x5C { return escapedValue(in: &text, at: start, backslash: position) }
    }
    return nil
  }

  /// The same for a value whose first backslash is known.
  private static func escapedValue(
    in text: inout MutableSpan<UInt8>, at start: Int, backslash: Int
  ) -> (Place, end: Int)? {
    var source = backslash
    var target = backslash
    while source < text.count {
      var byte = text[source]
      if byte == 0x09 || byte == 0x0A {
        return (Place(start: start, count: target - start, isNull: false), source)
      }
      source += 1
      if byte == 0x5C {
        guard source < text.count else { return nil }
        switch text[source] {
        case 0x74: byte = 0x09
        case 0x6E: byte = 0x0A
        case 0x5C: break
        // Only alone does it stand for NULL; whether a separator follows is for the caller to see.
        case 0x4E where source == start + 1 && source + 1 < text.count:
          return (Place(start: start, count: 0, isNull: true), source + 1)
        default: return nil
        }
        source += 1
      }
      text[target] = byte
      target += 1
    }
    return nil
  }
}
