import Foundation
import MySQL
import TestKit
import Testing

/// A binary log file that a server wrote, event by event: a line of Base64 each.
struct RecordedLog: CustomTestStringConvertible, Sendable {
  let name: String
  let events: [[UInt8]]
  static let file = "binlog.000007"
  /// Where the first event begins.
  static let start = BinlogPosition(file: file, offset: 4)

  static let all = [
    "mysql-rows", "mysql-transactions", "mysql-special", "mariadb-rows", "mariadb-transactions",
    "mariadb-compressed",
  ]

  init(_ name: String) throws {
    self.name = name
    let text = String(decoding: try Fixture.bytes("binlog/\(name).base64"), as: UTF8.self)
    events = text.split(separator: "\n").map { [UInt8](Data(base64Encoded: String($0)) ?? Data()) }
  }

  var testDescription: String { name }

  /// The tables of the recordings with the columns that are watched.
  static func tables(_ name: String) -> [WatchedTable] {
    func table(_ name: String, _ columns: Int, _ ordinals: [Int] = [0]) -> WatchedTable {
      let keys = ordinals.map { WatchedColumn(ordinal: $0, isUnsigned: false) }
      return WatchedTable(name: ("fx", name), columnCount: columns, keys: keys)
    }
    return [
      EveryType.table(isMySQL: name.hasPrefix("mysql"), [0]), table("t", 2), table("mi", 1), table("j", 4),
      table("z", 3, [2, 0]),
    ]
  }

  func reader(watching tables: [WatchedTable]? = nil, from start: BinlogStart = .position(start))
    -> BinlogReader
  {
    BinlogReader(watching: tables ?? Self.tables(name), from: start)
  }

  /// All items of the recording.
  func items(watching tables: [WatchedTable]? = nil) throws -> [BinlogItem] {
    try items(of: events[...], watching: tables)
  }

  /// The items of some events, which need not begin with the file.
  func items(of events: ArraySlice<[UInt8]>, watching tables: [WatchedTable]? = nil) throws -> [BinlogItem] {
    var reader = reader(watching: tables)
    try reader.begin(at: Self.start)
    for event in events { try reader.takeWhole(event) }
    return reader.drain()
  }

  /// The type of the event at `index`.
  func type(_ index: Int) -> UInt8 { events[index][4] }

  /// The index of the event that begins at `offset`, or of the file's end.
  func index(at offset: UInt64) -> Int {
    var place = 4
    return events.firstIndex { event in
      defer { place += event.count }
      return place >= Int(offset)
    } ?? events.count
  }
}

extension BinlogReader {
  /// What a server says first on every connection: the file and where it begins to read.
  mutating func begin(at position: BinlogPosition) throws {
    try take(EventBytes.rotate(to: position))
  }

  /// Takes in an event and, when it is a compressed transaction, those within.
  mutating func takeWhole(_ event: [UInt8]) throws {
    try take(event)
    while hasMore { _ = try takeNext() }
  }
}

/// Events made by hand.
enum EventBytes {
  static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// An event with the given body and no checksum.
  static func event(_ type: UInt8, _ body: [UInt8], end: Int = 0, flags: Int = 0) -> [UInt8] {
    little(0, 4) + [type] + little(1, 4) + little(19 + body.count, 4) + little(end, 4) + little(flags, 2)
      + body
  }

  static func rotate(to position: BinlogPosition) -> [UInt8] {
    event(4, little(Int(truncatingIfNeeded: position.offset), 8) + Array(position.file.utf8), flags: 0x20)
  }

  /// A format description; `checksums` is the algorithm's number.
  static func format(checksums: UInt8 = 0) -> [UInt8] {
    sealed(
      event(
        15,
        little(4, 2) + [UInt8](repeating: 0, count: 54) + [19] + [UInt8](repeating: 0, count: 41)
          + [checksums] + [0, 0, 0, 0]))
  }

  /// The event with its length put right and its last four bytes made its checksum.
  static func sealed(_ event: [UInt8]) -> [UInt8] {
    var event = event
    guard event.count >= 23 else { return event }
    event.replaceSubrange(9..<13, with: little(event.count, 4))
    let sum = checksum(event[..<(event.count - 4)])
    event.replaceSubrange((event.count - 4)..., with: little(Int(sum), 4))
    return event
  }

  /// CRC32 bit by bit.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
