/// How a column's values are laid out in row events, by the type and metadata of the table map.
struct ColumnLayout: Hashable {
  /// How many bytes a value takes.
  enum Storage: Hashable {
    case fixed(Int)
    /// The value's length stands before it in so many bytes.
    case prefixed(Int)
  }

  let type: ColumnType
  /// What the type needs besides: precision and scale, digits of a fraction, bytes of a BIT, bytes of an ENUM.
  let detail: Int
  let storage: Storage

  /// Takes the metadata of a column of type `code` from `metadata`.
  init(code: UInt8, metadata: inout ByteCursor) throws(BinlogDamage) {
    guard let coded = ColumnType(rawValue: code) else {
      throw BinlogDamage("a column is of the unknown type \(code)")
    }
    switch coded {
    case .string:
      self = try Self.string(&metadata)
    case .varchar, .varString, .compressedVarchar:
      let length = Int(try metadata.uint16())
      self.init(coded, detail: length, .prefixed(length < 256 ? 1 : 2))
    case .bit:
      let bits = Int(try metadata.uint8())
      let bytes = Int(try metadata.uint8())
      self.init(coded, detail: bytes * 8 + bits, .fixed(bytes + (bits > 0 ? 1 : 0)))
    case .newDecimal:
      let precision = Int(try metadata.uint8())
      let form = try DecimalForm(precision: precision, scale: Int(try metadata.uint8()))
      self.init(coded, detail: form.code, .fixed(form.byteCount))
    case .timestamp2, .datetime2, .time2:
      let digits = Int(try metadata.uint8())
      guard digits <= 6 else { throw BinlogDamage("a time has \(digits) digits of a second") }
      self.init(coded, detail: digits, .fixed(coded.fixedSize + (digits + 1) / 2))
    case .float, .double:
      self.init(coded, detail: 0, .fixed(Int(try metadata.uint8())))
    case .typedArray:
      self = try Self.typedArray(&metadata)
    case .blob, .tinyBlob, .mediumBlob, .longBlob, .geometry, .json, .vector, .compressedBlob:
      let bytes = Int(try metadata.uint8())
      guard (1...4).contains(bytes) else { throw BinlogDamage("a length has \(bytes) bytes") }
      self.init(coded, detail: bytes, .prefixed(bytes))
    default:
      self.init(coded, detail: 0, .fixed(coded.fixedSize))
    }
  }

  private init(_ type: ColumnType, detail: Int, _ storage: Storage) {
    self.type = type
    self.detail = detail
    self.storage = storage
  }

  /// CHAR, BINARY, ENUM and SET are all logged as strings; the metadata tells them apart.
  private static func string(_ metadata: inout ByteCursor) throws(BinlogDamage) -> ColumnLayout {
    let first = try metadata.uint8()
    let second = Int(try metadata.uint8())
    if first == ColumnType.enumeration.rawValue || first == ColumnType.set.rawValue {
      guard (1...8).contains(second) else { throw BinlogDamage("an ENUM or SET has \(second) bytes") }
      let type: ColumnType = first == ColumnType.set.rawValue ? .set : .enumeration
      return ColumnLayout(type, detail: second, .fixed(second))
    }
    // Lengths above 255 hide their two highest bits, inverted, in the type.
    let length = second | Int((first & 0x30) ^ 0x30) << 4
    guard first | 0x30 == ColumnType.string.rawValue else {
      throw BinlogDamage("a string is of the unknown type \(first)")
    }
    return ColumnLayout(.string, detail: length, .prefixed(length < 256 ? 1 : 2))
  }

  /// The hidden column of an index over the members of a JSON array: a document, whatever its members are.
  private static func typedArray(_ metadata: inout ByteCursor) throws(BinlogDamage) -> ColumnLayout {
    switch ColumnType(rawValue: try metadata.uint8()) {
    case .varchar: try metadata.skip(3)
    case .newDecimal, .bit, .string: try metadata.skip(2)
    case .timestamp2, .datetime2, .time2, .blob, .json, .double, .float: try metadata.skip(1)
    case .some: break
    case .none: throw BinlogDamage("an array's members are of an unknown type")
    }
    return ColumnLayout(.typedArray, detail: 4, .prefixed(4))
  }
}

/// Column types by their numbers in the log.
enum ColumnType: UInt8 {
  case tiny = 1
  case short = 2
  case long = 3
  case float = 4
  case double = 5
  case null = 6
  case timestamp = 7
  case longLong = 8
  case int24 = 9
  case date = 10
  case time = 11
  case datetime = 12
  case year = 13
  case newDate = 14
  case varchar = 15
  case bit = 16
  case timestamp2 = 17
  case datetime2 = 18
  case time2 = 19
  case typedArray = 20
  case compressedBlob = 140
  case compressedVarchar = 141
  case vector = 242
  case json = 245
  case newDecimal = 246
  case enumeration = 247
  case set = 248
  case tinyBlob = 249
  case mediumBlob = 250
  case longBlob = 251
  case blob = 252
  case varString = 253
  case string = 254
  case geometry = 255

  /// Bytes of a value, without a fraction of a second; 0 where the metadata tells.
  var fixedSize: Int {
    switch self {
    case .tiny, .year: 1
    case .short: 2
    case .int24, .date, .newDate, .time, .time2: 3
    case .long, .timestamp, .timestamp2: 4
    case .datetime2: 5
    case .longLong, .datetime: 8
    default: 0
    }
  }
}
