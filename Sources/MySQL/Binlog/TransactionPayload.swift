/// The events of a transaction that MySQL compressed as a whole.
final class TransactionPayload {
  /// No event is longer than a packet may be.
  private static let longestEvent = 1 << 30

  private enum Source {
    case plain(ByteCursor)
    case compressed(ZstdPayloadHandle)
  }

  private var source: Source
  private var buffer: [UInt8] = []
  private var consumed = 0

  /// - Parameter body: The event behind its common header, without its checksum.
  init(_ body: ByteCursor) throws(BinlogDamage) {
    var body = body
    var compression: UInt64 = 0
    var size: Int?
    while true {
      let field = try body.packed()
      if field == 0 { break }
      var value = try body.part(try body.packedCount())
      switch field {
      case 1: size = try value.packedCount()
      case 2: compression = try value.packed()
      default: break
      }
    }
    let payload = try body.part(size ?? body.remaining)
    switch compression {
    case 0: source = .compressed(try ZstdPayloadHandle(payload))
    case 255: source = .plain(payload)
    default: throw BinlogDamage("a transaction is compressed in an unknown way")
    }
  }

  /// The next event; nil at the end.
  func next() throws(BinlogDamage) -> [UInt8]? {
    guard try fill(to: EventHeader.length) else {
      guard consumed == buffer.count else { throw .endsEarly }
      return nil
    }
    var cursor = ByteCursor(buffer, from: consumed)
    let length = try EventHeader(&cursor).eventLength
    guard length >= EventHeader.length, length <= Self.longestEvent else {
      throw BinlogDamage("an event of a compressed transaction has a false length")
    }
    guard try fill(to: length) else { throw .endsEarly }
    defer { consumed += length }
    return Array(buffer[consumed..<(consumed + length)])
  }

  /// Brings `count` unread bytes into the buffer; false when there are not so many.
  private func fill(to count: Int) throws(BinlogDamage) -> Bool {
    while buffer.count - consumed < count {
      if consumed > 0 {
        buffer.removeSubrange(..<consumed)
        consumed = 0
      }
      guard try readMore() else { return false }
    }
    return true
  }

  private func readMore() throws(BinlogDamage) -> Bool {
    switch source {
    case .plain(var cursor):
      guard !cursor.isAtEnd else { return false }
      buffer += cursor.rest()
      source = .plain(cursor)
      return true
    case .compressed(let stream):
      return try stream.append(to: &buffer)
    }
  }
}
