/// Reads a stretch of bytes from front to back and never beyond its end.
struct ByteCursor {
  let bytes: [UInt8]
  private(set) var offset: Int
  private(set) var end: Int

  /// - Parameter end: The end of the bytes by default.
  init(_ bytes: [UInt8], from offset: Int = 0, to end: Int? = nil) {
    self.bytes = bytes
    self.end = min(max(0, end ?? bytes.count), bytes.count)
    self.offset = min(max(0, offset), self.end)
  }

  var remaining: Int { end - offset }
  var isAtEnd: Bool { offset >= end }

  mutating func skip(_ count: Int) throws(BinlogDamage) {
    guard count >= 0, count <= remaining else { throw .endsEarly }
    offset += count
  }

  /// Leaves the last `count` bytes out.
  mutating func dropLast(_ count: Int) throws(BinlogDamage) {
    guard count >= 0, count <= remaining else { throw .endsEarly }
    end -= count
  }

  mutating func uint8() throws(BinlogDamage) -> UInt8 {
    guard offset < end else { throw .endsEarly }
    defer { offset += 1 }
    return bytes[offset]
  }

  mutating func uint16() throws(BinlogDamage) -> UInt16 { UInt16(truncatingIfNeeded: try unsigned(2)) }
  mutating func uint32() throws(BinlogDamage) -> UInt32 { UInt32(truncatingIfNeeded: try unsigned(4)) }
  mutating func uint64() throws(BinlogDamage) -> UInt64 { try unsigned(8) }

  /// An unsigned number of up to eight bytes, the lowest first.
  mutating func unsigned(_ count: Int) throws(BinlogDamage) -> UInt64 {
    guard count >= 0, count <= 8, count <= remaining else { throw .endsEarly }
    var value: UInt64 = 0
    for index in 0..<count {
      value |= UInt64(bytes[offset + index]) << UInt64(8 * index)
    }
    offset += count
    return value
  }

  /// A signed number of up to eight bytes, the lowest first.
  mutating func signed(_ count: Int) throws(BinlogDamage) -> Int64 {
    let value = try unsigned(count)
    let unused = UInt64(64 - 8 * count)
    return count == 0 ? 0 : Int64(bitPattern: value << unused) >> Int64(unused)
  }

  /// An unsigned number of up to eight bytes, the highest first.
  mutating func bigEndian(_ count: Int) throws(BinlogDamage) -> UInt64 {
    guard count >= 0, count <= 8, count <= remaining else { throw .endsEarly }
    var value: UInt64 = 0
    for index in 0..<count { value = value << 8 | UInt64(bytes[offset + index]) }
    offset += count
    return value
  }

  /// A number whose first byte tells its length.
  mutating func packed() throws(BinlogDamage) -> UInt64 {
    switch try uint8() {
    case let small where small <= 250: return UInt64(small)
    case 252: return try unsigned(2)
    case 253: return try unsigned(3)
    case 254: return try unsigned(8)
    default: throw BinlogDamage("a number's length is not one")
    }
  }

  /// A packed number that counts things in memory.
  mutating func packedCount() throws(BinlogDamage) -> Int {
    guard let count = Int(exactly: try packed()) else { throw .endsEarly }
    return count
  }

  mutating func range(_ count: Int) throws(BinlogDamage) -> Range<Int> {
    guard count >= 0, count <= remaining else { throw .endsEarly }
    defer { offset += count }
    return offset..<(offset + count)
  }

  mutating func take(_ count: Int) throws(BinlogDamage) -> [UInt8] { Array(bytes[try range(count)]) }

  mutating func text(_ count: Int) throws(BinlogDamage) -> String {
    String(decoding: bytes[try range(count)], as: UTF8.self)
  }

  /// The bytes up to the end.
  mutating func rest() -> [UInt8] {
    defer { offset = end }
    return Array(bytes[offset..<end])
  }

  /// A part of `count` bytes to be read by itself.
  mutating func part(_ count: Int) throws(BinlogDamage) -> ByteCursor {
    let range = try range(count)
    return ByteCursor(bytes, from: range.lowerBound, to: range.upperBound)
  }
}
