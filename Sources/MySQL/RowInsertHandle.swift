internal import CMariaDB

/// Statements that run for many rows at once.
extension StatementHandle {
  /// Runs the statement once for each row that `decoder` holds, in one round trip.
  func execute(_ decoder: borrowing RowDecoder) throws(SQLFailure) {
    try requirePlaces(decoder.columns)
    var rows = UInt32(decoder.rows)
    guard unsafe mysql_stmt_attr_set(raw, STMT_ATTR_ARRAY_SIZE, &rows) == 0 else { throw failure }
    let status = unsafe decoder.bytes.withUnsafeBytes { text in
      let places = unsafe ValuePlaces(of: decoder, in: text)
      var binds = unsafe (0..<decoder.columns).map { unsafe places.bind(column: $0) }
      // The library keeps pointers to the places until the statement has run.
      defer { withExtendedLifetime(places) {} }
      return unsafe binds.withUnsafeMutableBufferPointer { binds in
        guard unsafe mysql_stmt_bind_param(raw, binds.baseAddress) == 0 else { return Int32(1) }
        return unsafe mysql_stmt_execute(raw)
      }
    }
    guard status == 0 else { throw failure }
  }
}

/// Where the values of a decoder's rows lie, column after column; the library reads it while the statement runs.
@safe private final class ValuePlaces {
  private let rows: Int
  private let starts: UnsafeMutableBufferPointer<UnsafeMutableRawPointer?>
  private let counts: UnsafeMutableBufferPointer<UInt>
  private let marks: UnsafeMutableBufferPointer<CChar>

  /// The library's marks.
  private static let given: CChar = 0
  private static let null: CChar = 1

  /// - Parameter text: The decoder's bytes, which must outlive this.
  init(of decoder: borrowing RowDecoder, in text: UnsafeRawBufferPointer) {
    let values = decoder.places.count
    // The library does not write to what it sends.
    let text = unsafe UnsafeMutableRawPointer(mutating: text.baseAddress)
    rows = decoder.rows
    unsafe starts = .allocate(capacity: values)
    unsafe counts = .allocate(capacity: values)
    unsafe marks = .allocate(capacity: values)
    for row in 0..<rows {
      for column in 0..<decoder.columns {
        let place = decoder.places[row * decoder.columns + column]
        let index = column * rows + row
        unsafe starts.initializeElement(at: index, to: text.map { unsafe $0 + place.start })
        unsafe counts.initializeElement(at: index, to: UInt(place.count))
        unsafe marks.initializeElement(at: index, to: place.isNull ? Self.null : Self.given)
      }
    }
  }

  deinit {
    unsafe starts.deallocate()
    unsafe counts.deallocate()
    unsafe marks.deallocate()
  }

  func bind(column: Int) -> MYSQL_BIND {
    let places = (column * rows)..<((column + 1) * rows)
    var bind = unsafe MYSQL_BIND()
    // As bytes, which the server stores as they are, whatever the column's character set.
    unsafe bind.buffer_type = MYSQL_TYPE_BLOB
    unsafe bind.buffer = UnsafeMutableRawPointer(
      UnsafeMutableBufferPointer(rebasing: starts[places]).baseAddress)
    unsafe bind.length = UnsafeMutableBufferPointer(rebasing: counts[places]).baseAddress
    unsafe bind.u.indicator = UnsafeMutableBufferPointer(rebasing: marks[places]).baseAddress
    return unsafe bind
  }
}
