/// What a log file's first event says of those that follow.
struct FormatDescription {
  /// True when every event ends with a CRC32.
  let hasChecksums: Bool
  /// True when the server opened this file because it started: what was unfinished before is lost.
  let followsStart: Bool

  /// Bytes of an event after the common header, by type, on which the decoder relies.
  private static let expectedLengths: [(type: UInt8, length: UInt8)] = [
    (EventType.query, 13), (EventType.rotate, 8), (EventType.tableMap, 8), (23, 8), (24, 8), (25, 8),
    (30, 10), (31, 10), (32, 10), (39, 10),
  ]

  /// - Parameter body: The event behind its header, up to its very end.
  init(_ body: ByteCursor) throws(BinlogDamage) {
    var body = body
    guard try body.uint16() == 4 else { throw BinlogDamage("the log's format is not version 4") }
    try body.skip(50)
    followsStart = try body.uint32() != 0
    guard try body.uint8() == EventHeader.length else {
      throw BinlogDamage("the log's events have another header")
    }
    // The algorithm's number and room for a checksum are there even when events have none.
    let count = body.remaining - 5
    guard count > 0 else { throw .endsEarly }
    let lengths = try body.take(count)
    for (type, length) in Self.expectedLengths where Int(type) <= count {
      let told = lengths[Int(type) - 1]
      // Servers write 0 for what they never log.
      guard told == length || told == 0 else {
        throw BinlogDamage("events of type \(type) have another form")
      }
    }
    switch try body.uint8() {
    case 0: hasChecksums = false
    case 1: hasChecksums = true
    case let other: throw BinlogDamage("checksums are of the unknown kind \(other)")
    }
  }
}
