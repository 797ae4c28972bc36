/// The part of an event that MariaDB compressed by itself (`log_bin_compress`).
enum CompressedPart {
  /// No event is longer than a packet may be.
  private static let longest = 1 << 30
  /// Deflate cannot make bytes fewer than this many times.
  private static let greatestRatio = 1032

  /// The plain bytes of what stands from `cursor` to its end.
  static func inflated(_ cursor: ByteCursor) throws(BinlogDamage) -> [UInt8] {
    var cursor = cursor
    let head = try cursor.uint8()
    // The highest bit marks it, the next three say how it was compressed (0 is zlib).
    guard head & 0xF0 == 0x80 else { throw BinlogDamage("an event is compressed in an unknown way") }
    let bytes = Int(head & 0x07)
    guard (1...4).contains(bytes) else { throw BinlogDamage("an event's plain length is missing") }
    let length = Int(try cursor.bigEndian(bytes))
    // A false length must not take memory.
    guard length <= longest, length / greatestRatio <= cursor.remaining else {
      throw BinlogDamage("an event's plain length cannot be true")
    }
    guard let plain = Zlib.inflated(cursor.bytes, in: cursor.offset..<cursor.end, length: length) else {
      throw BinlogDamage("an event cannot be decompressed")
    }
    return plain
  }
}
