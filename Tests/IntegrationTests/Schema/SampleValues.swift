import Schema

/// Values at the edges of what a column can hold, as literals.
enum SampleValues {
  static func of(_ column: ColumnSchema) -> [String] {
    let type = column.type
    let none = column.isNullable ? ["NULL"] : []
    if let bytes = type.base.integerBytes {
      return none + integers(bytes: bytes, isUnsigned: type.isUnsigned)
    }
    if type.base.isCharacter || type.base.isBinary { return none + texts(column) }
    switch type.base {
    case .decimal: return none + decimals(type)
    case .float, .double:
      let all =
        type.scale == nil ? ["0", "0.1", "1e10", "-3.25", "123456.789"] : ["0", "0.1", "-3.251", "12.345"]
      return none + all.filter { !type.isUnsigned || !$0.hasPrefix("-") }
    case .bit: return none + ["0", "b'\(String(repeating: "1", count: type.length ?? 1))'"]
    case .year: return none + ["1901", "2155", "0"]
    case .date: return none + ["'1000-01-01'", "'9999-12-31'", "'2024-02-29'"]
    case .time: return none + ["'-838:59:59'", "'838:59:59'", "'00:00:00.123456'"]
    case .datetime:
      return none + ["'1000-01-01 00:00:00'", "'9999-12-31 23:59:59'", "'2024-02-29 12:34:56.123456'"]
    case .timestamp:
      return none + ["'1970-01-02 00:00:01'", "'2038-01-01 03:14:07'", "'2024-02-29 12:34:56.123456'"]
    case .json: return none + [#"'{"a": [1, "x", null]}'"#, "'null'", #"'"text ☃"'"#]
    case .uuid: return none + ["'123e4567-e89b-12d3-a456-426655440000'"]
    case .vector: return none + ["x'0000803F0000004000004040'"]
    case .geometry: return ["ST_GeomFromText('POINT(1 2)')", "ST_GeomFromText('LINESTRING(0 0, 1 1)')"]
    case .point: return ["ST_GeomFromText('POINT(1 2)')"]
    default: return none
    }
  }

  private static func integers(bytes: Int, isUnsigned: Bool) -> [String] {
    let bits = bytes * 8
    if isUnsigned { return ["0", "1", "\((Int128(1) << bits) - 1)"] }
    return ["0", "1", "-1", "\((Int128(1) << (bits - 1)) - 1)", "-\(Int128(1) << (bits - 1))"]
  }

  private static func decimals(_ type: ColumnType) -> [String] {
    let (precision, scale) = (type.precision ?? 10, type.scale ?? 0)
    let whole = String(repeating: "9", count: precision - scale)
    let most = scale == 0 ? whole : "\(whole).\(String(repeating: "9", count: scale))"
    return ["0", most] + (type.isUnsigned ? [] : ["-\(most)"])
  }

  private static func texts(_ column: ColumnSchema) -> [String] {
    let type = column.type
    if column.isJSON { return ["'{\"a\": 1}'", "'[]'", "'[1, 2, 3, 4, 5]'"] }
    switch type.base {
    case .enumeration, .set:
      let members = type.members.map { "'\(String(decoding: $0, as: UTF8.self))'" }
      let all = type.members.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",")
      return members + (type.base == .set ? ["''", "'\(all)'"] : [])
    case .binary, .varbinary, .tinyblob, .blob, .mediumblob, .longblob:
      let length = min(type.length ?? type.base.largeBytes ?? 1, 70_000)
      return [
        "''", "'a'", "'\(String(repeating: "x", count: length))'",
        "x'\(String(repeating: "FF", count: min(length, 9)))'",
      ]
    default:
      let length = type.length ?? type.base.largeBytes ?? 1
      let isBytes = type.base.isLarge
      let wide = widest(in: type.charset ?? "")
      let size = type.charset == "latin1" ? 1 : wide.utf8.count
      let most = min(isBytes ? length / size : length, 70_000)
      let some = ["''", "'a'", "' b'", "'\(String(repeating: "x", count: min(length, 70_000)))'"]
      // A blank at the end is lost in CHAR as soon as it is written.
      return some + ["'\(String(repeating: wide, count: most))'"] + (length > 1 ? ["'a '"] : [])
    }
  }

  /// A character of the character set that takes many bytes or is in few others.
  private static func widest(in charset: String) -> String {
    switch charset {
    case "utf8mb4": "\u{1F680}"
    case "utf8mb3", "ucs2": "☃"
    case "latin1": "€"
    case "sjis": "ヌ"
    default: "~"
    }
  }
}
