import MySQL

/// The recorded table that has a column of every type, and what its first rows hold.
enum EveryType {
  /// The columns before those that only one server has.
  private static let common = 44
  private static let unsigned = [0, 2, 4, 6, 8]
  /// FLOAT, DOUBLE and MySQL's JSON tell no row from another.
  private static let unwatchable = [10, 11, 31]

  /// The columns that can be watched.
  static let ordinals = (0..<common).filter { !unwatchable.contains($0) }

  static func table(isMySQL: Bool, _ ordinals: [Int]) -> WatchedTable {
    let keys = ordinals.map {
      WatchedColumn(ordinal: $0, isUnsigned: unsigned.contains($0))
    }
    // MySQL adds a VECTOR, MariaDB UUID, INET6, INET4 and two compressed columns; both one that is invisible.
    return WatchedTable(name: ("fx", "every"), columnCount: common + (isMySQL ? 2 : 6), keys: keys)
  }

  static func text(_ text: String, times: Int = 1) -> ColumnValue {
    .bytes(Array(String(repeating: text, count: times).utf8))
  }

  /// The row with the greatest, smallest or longest values.
  static let extremes: [Int: ColumnValue] = [
    0: .uint(.max), 1: .int(-128), 2: .uint(255), 3: .int(-32768), 4: .uint(65535), 5: .int(-8_388_608),
    6: .uint(16_777_215), 7: .int(-2_147_483_648), 8: .uint(4_294_967_295), 9: .int(.min),
    12: .decimal("-12345678901234567890123456789012345.123456789012345678901234567890"),
    13: .decimal("42"), 14: .decimal("-1.0000000000000000001"), 15: .bits(1),
    16: .bits(0xFEDC_BA98_7654_3210), 17: .bits(0x1001), 18: .enumeration(3), 19: .enumeration(5),
    20: text("abc"), 21: text("é", times: 200), 22: text(""), 23: text("v", times: 300),
    24: .bytes([0, 0x61]), 25: .bytes([0, 0]), 26: text("t"), 27: text("b", times: 300), 28: text("m"),
    29: text("l", times: 700),
    30: .bytes(
      [0, 0, 0, 0, 1, 1, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0xF0, 0x3F] + [0, 0, 0, 0, 0, 0, 0, 0x40]),
    32: .date("2024-02-29"), 33: .time("-838:59:59"), 34: .time("-00:00:00.000001"),
    35: .time("12:34:56.7"), 36: .datetime("9999-12-31 23:59:59"),
    37: .datetime("1000-01-01 00:00:00.123"), 38: .timestamp("2038-01-19 03:14:07"),
    39: .timestamp("1970-01-01 00:00:01.5"), 40: .year(2155), 41: .int(-2_147_483_647),
    42: .int(-2_147_483_646), 43: .int(7),
  ]

  /// A row of zeroes, empty texts and NULL.
  static let zeroes: [Int: ColumnValue] = [
    0: .uint(2), 1: .int(127), 7: .int(5), 12: .decimal("0.000000000000000000000000000000"),
    13: .decimal("-9999999999"), 14: .decimal("9.9999999999999999999"), 18: .enumeration(0),
    32: .date("0000-00-00"), 33: .time("00:00:00"), 34: .time("838:59:58.999999"),
    35: .time("-00:00:01.5"), 36: .datetime("0000-00-00 00:00:00"),
    37: .datetime("2024-12-31 23:59:59.999"), 38: .timestamp("2024-03-01 00:00:00"),
    39: .timestamp("2000-02-29 12:00:00.0"), 40: .year(0), 41: .int(6), 42: .int(7), 43: .int(9),
  ]
}
