/// The events that name a transaction before it comes.
extension TransactionID {
  /// GTID of MySQL without a tag.
  init(mysql body: ByteCursor) throws(BinlogDamage) {
    var body = body
    try body.skip(1)
    let uuid = Self.uuid(try body.take(16))
    let number = Int64(bitPattern: try body.uint64())
    guard number > 0, number < Int64.max else { throw BinlogDamage("a GTID has the number \(number)") }
    self = .mysql(source: MySQLGTIDs.Source(uuid: uuid, tag: ""), number: number)
  }

  /// GTID of MySQL 8.3 and later with a tag: numbered fields, each after its own number.
  init(tagged body: ByteCursor) throws(BinlogDamage) {
    var body = TaggedFields(body)
    // The format's version, the whole length, and the last field that must be known.
    for _ in 0..<3 { _ = try body.number() }
    var uuid: [UInt8] = []
    var tag = ""
    var number: Int64 = 0
    // Fields stand in the order of their numbers: flags, UUID, number, tag; the others are not needed.
    while !body.isAtEnd {
      switch try body.number() {
      case 0: _ = try body.number()
      case 1: for _ in 0..<16 { uuid.append(UInt8(truncatingIfNeeded: try body.number())) }
      case 2: number = try body.signedNumber()
      case 3:
        tag = try body.text()
        guard uuid.count == 16, number > 0, number < Int64.max else {
          throw BinlogDamage("a tagged GTID lacks its number")
        }
        self = .mysql(source: MySQLGTIDs.Source(uuid: Self.uuid(uuid), tag: tag), number: number)
        return
      default: throw BinlogDamage("a tagged GTID lacks its tag")
      }
    }
    throw .endsEarly
  }

  private static func uuid(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    let digits = Array("0123456789abcdef".utf8)
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text.append(0x2D) }
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 0x0F)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// MariaDB's GTID event, which is also a transaction's begin.
struct MariaDBIdentifierEvent {
  /// A single statement without a COMMIT behind it.
  private static let standalone: UInt8 = 1

  let identifier: TransactionID
  let isBegin: Bool

  /// - Parameter server: The server that the event's header names.
  init(_ body: ByteCursor, server: UInt32) throws(BinlogDamage) {
    var body = body
    let sequence = try body.uint64()
    let domain = try body.uint32()
    isBegin = try body.uint8() & Self.standalone == 0
    identifier = .mariadb(domain: domain, MariaDBGTIDs.Last(server: server, sequence: sequence))
  }
}

/// MySQL's serialised fields: numbers whose lowest bits tell by how many bytes they go on.
private struct TaggedFields {
  private var cursor: ByteCursor

  init(_ cursor: ByteCursor) { self.cursor = cursor }

  var isAtEnd: Bool { cursor.isAtEnd }

  mutating func number() throws(BinlogDamage) -> UInt64 {
    let first = try cursor.uint8()
    let more = (~first).trailingZeroBitCount
    guard more < 8 else { return try cursor.uint64() }
    // The first byte keeps what its length marks leave; at seven more bytes that is nothing.
    let high = try cursor.unsigned(more)
    let low = more >= 7 ? 0 : UInt64(first >> UInt8(more + 1))
    return low | high << UInt64(7 - more)
  }

  /// The sign stands in the lowest bit.
  mutating func signedNumber() throws(BinlogDamage) -> Int64 {
    let number = try number()
    return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }

  mutating func text() throws(BinlogDamage) -> String {
    guard let length = Int(exactly: try number()) else { throw .endsEarly }
    return try cursor.text(length)
  }
}
