/// Reads a data type, in every spelling that servers take.
struct ColumnTypeReader {
  /// Reads the type that comes next in `reader`, without the attributes behind it; nil when none does.
  static func read(_ reader: inout SQLReader) -> ColumnType? {
    let first = reader.position
    let word = reader.word()
    guard !word.isEmpty else { return nil }
    reader.advance()
    var type = ColumnType(.other)
    switch word {
    case "NATIONAL": type = national(&reader)
    case "NCHAR", "NVARCHAR":
      type = character(word == "NCHAR" ? .char : .varchar, &reader, charset: "utf8mb3")
    case "CHAR", "CHARACTER": type = character(.char, &reader, charset: nil)
    case "LONG": type = long(&reader)
    case "DOUBLE", "FLOAT8", "REAL":
      type = ColumnType(.double)
      _ = reader.accept("PRECISION")
    case "BOOL", "BOOLEAN":
      type = ColumnType(.tinyint)
      type.length = 1
    case "SERIAL":
      type = ColumnType(.bigint)
      type.isUnsigned = true
    default: type = ColumnType(bases[word] ?? .other)
    }
    readArguments(of: &type, &reader)
    type.text = reader.text(since: first)
    return type
  }

  private static let bases: [String: ColumnType.Base] = {
    var bases: [String: ColumnType.Base] = [
      "INTEGER": .int, "INT1": .tinyint, "INT2": .smallint, "INT3": .mediumint, "MIDDLEINT": .mediumint,
      "INT4": .int, "INT8": .bigint, "DEC": .decimal, "NUMERIC": .decimal, "FIXED": .decimal,
      "FLOAT4": .float, "VARCHARACTER": .varchar, "GEOMCOLLECTION": .geometrycollection,
    ]
    for base in ColumnType.Base.allCases where base != .other { bases[base.rawValue.uppercased()] = base }
    return bases
  }()

  private static func national(_ reader: inout SQLReader) -> ColumnType {
    let isVariable = reader.acceptOne(of: ["VARCHAR", "VARCHARACTER"])
    if !isVariable { _ = reader.acceptOne(of: ["CHAR", "CHARACTER"]) }
    return character(isVariable ? .varchar : .char, &reader, charset: "utf8mb3")
  }

  private static func character(
    _ base: ColumnType.Base, _ reader: inout SQLReader, charset: String?
  ) -> ColumnType {
    // NCHAR VARCHAR and CHAR VARYING are both VARCHAR.
    let varies = reader.acceptOne(of: ["VARYING", "VARCHAR", "VARCHARACTER"])
    var type = ColumnType(varies ? .varchar : base)
    type.charset = charset
    return type
  }

  private static func long(_ reader: inout SQLReader) -> ColumnType {
    if reader.accept("VARBINARY") { return ColumnType(.mediumblob) }
    if reader.acceptOne(of: ["CHAR", "CHARACTER"]) { _ = reader.accept("VARYING") }
    _ = reader.acceptOne(of: ["VARCHAR", "VARCHARACTER"])
    return ColumnType(.mediumtext)
  }

  private static func readArguments(of type: inout ColumnType, _ reader: inout SQLReader) {
    guard let range = reader.parenthesised() else { return setDefaults(of: &type, numbers: []) }
    let tokens = reader.tokens[range]
    if type.base == .enumeration || type.base == .set {
      type.members = tokens.filter { $0.kind == .string }.map { $0.string(in: reader.text) }
      return
    }
    // No type is longer than this; lengths are multiplied later.
    let longest = 4_294_967_295
    setDefaults(
      of: &type, numbers: tokens.compactMap { Int($0.keyword(in: reader.text)).map { min($0, longest) } })
  }

  private static func setDefaults(of type: inout ColumnType, numbers: [Int]) {
    switch type.base {
    case .decimal:
      type.precision = numbers.first ?? 10
      type.scale = numbers.dropFirst().first ?? 0
    case .float, .double:
      if numbers.count > 1 {
        (type.precision, type.scale) = (numbers[0], numbers[1])
      } else if type.base == .float, let digits = numbers.first, digits > 24 {
        // FLOAT(p) only tells how precise it must be.
        type.base = .double
      }
    case .time, .datetime, .timestamp: type.fractionalDigits = numbers.first ?? 0
    case .bit, .char, .binary: type.length = numbers.first ?? 1
    case .text, .blob:
      guard let length = numbers.first else { break }
      type.base = sized(type.base, length: length)
    default: type.length = numbers.first ?? type.length
    }
  }

  /// `TEXT(n)` is the smallest of its kind that holds `n` characters or bytes.
  private static func sized(_ base: ColumnType.Base, length: Int) -> ColumnType.Base {
    let sizes: [ColumnType.Base] =
      base == .blob ? [.tinyblob, .blob, .mediumblob] : [.tinytext, .text, .mediumtext]
    return sizes.first { length <= $0.largeBytes ?? 0 } ?? (base == .blob ? .longblob : .longtext)
  }
}
