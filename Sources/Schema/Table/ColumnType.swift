/// The data type of a column: what values it can hold.
package struct ColumnType: Sendable, Equatable {
  /// The type without length and attributes; synonyms are resolved.
  package enum Base: String, Sendable, CaseIterable {
    case tinyint, smallint, mediumint, int, bigint
    case decimal, float, double, bit
    case char, varchar, binary, varbinary
    case tinytext, text, mediumtext, longtext
    case tinyblob, blob, mediumblob, longblob
    case json
    /// `enum`.
    case enumeration = "enum"
    case set
    case date, time, datetime, timestamp, year
    case geometry, point, linestring, polygon, multipoint, multilinestring, multipolygon, geometrycollection
    case vector, uuid, inet4, inet6
    /// A type of a server newer than this program.
    case other
  }

  package var base: Base
  /// As it was written, attributes such as `unsigned` included, character set and collation not.
  package var text = ""
  /// Characters, bytes, bits or dimensions: `VARCHAR(20)`, `BIT(5)`; also the width of `INT(11)`.
  package var length: Int?
  /// Digits in all, of `DECIMAL(10,2)`.
  package var precision: Int?
  /// Digits behind the point.
  package var scale: Int?
  package var isUnsigned = false
  package var isZerofill = false
  /// Lower case, `utf8` told as `utf8mb3`; for a table's column also when it is the table's default.
  package var charset: String?
  package var collation: String?
  /// The values of an `ENUM` or `SET`, as bytes of UTF-8 without quotes.
  package var members: [[UInt8]] = []
  /// Digits of fractional seconds; 0 by default.
  package var fractionalDigits = 0

  package init(_ base: Base) { self.base = base }
}

extension ColumnType.Base {
  package var isInteger: Bool {
    switch self {
    case .tinyint, .smallint, .mediumint, .int, .bigint: true
    default: false
    }
  }

  /// Holds an approximation: two values that print alike may differ.
  package var isApproximate: Bool { self == .float || self == .double }

  /// Made of characters of a character set.
  package var isCharacter: Bool {
    switch self {
    case .char, .varchar, .tinytext, .text, .mediumtext, .longtext, .enumeration, .set: true
    default: false
    }
  }

  /// Bytes, without a character set.
  package var isBinary: Bool {
    switch self {
    case .binary, .varbinary, .tinyblob, .blob, .mediumblob, .longblob: true
    default: false
    }
  }

  /// A `TEXT` or `BLOB`, which no index can hold as a whole.
  package var isLarge: Bool {
    switch self {
    case .tinytext, .text, .mediumtext, .longtext, .tinyblob, .blob, .mediumblob, .longblob: true
    default: false
    }
  }

  package var isTemporal: Bool {
    switch self {
    case .date, .time, .datetime, .timestamp, .year: true
    default: false
    }
  }

  package var isSpatial: Bool {
    switch self {
    case .geometry, .point, .linestring, .polygon, .multipoint, .multilinestring, .multipolygon,
      .geometrycollection:
      true
    default: false
    }
  }

  /// Bytes of an integer; nil for other types.
  package var integerBytes: Int? {
    switch self {
    case .tinyint: 1
    case .smallint: 2
    case .mediumint: 3
    case .int: 4
    case .bigint: 8
    default: nil
    }
  }

  /// The most bytes that a `TEXT` or `BLOB` holds; nil for other types.
  package var largeBytes: Int? {
    switch self {
    case .tinytext, .tinyblob: 255
    case .text, .blob: 65_535
    case .mediumtext, .mediumblob: 16_777_215
    case .longtext, .longblob: 4_294_967_295
    default: nil
    }
  }
}
