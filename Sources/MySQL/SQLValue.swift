/// A value sent to the server.
package enum SQLValue: Sendable, Hashable {
  case null
  case int(Int64)
  case uint(UInt64)
  /// Infinities and NaN have no form in SQL; they become NULL.
  case double(Double)
  case string(String)
  /// Binary, without a character set.
  case bytes([UInt8])
  /// Bytes that are text in `charset`, compared by `collation` if that is given.
  case text([UInt8], charset: String, collation: String?)

  /// Bytes that are text in `charset`.
  package static func bytes(_ bytes: [UInt8], charset: String, collation: String? = nil) -> SQLValue {
    .text(bytes, charset: charset, collation: collation)
  }
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral {
  package init(integerLiteral value: Int64) { self = .int(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(nilLiteral: ()) { self = .null }
}

extension SQLValue {
  /// The value as an SQL literal that means the same under every sql_mode and character set.
  var literal: String {
    switch self {
    case .null: "NULL"
    case .int(let value): String(value)
    case .uint(let value): String(value)
    case .double(let value): Self.literal(value)
    case .string(let value): Self.literal(Array(value.utf8), charset: "utf8mb4", plain: true)
    case .bytes(let bytes): Self.literal(bytes, charset: "binary", plain: false)
    case .text(let bytes, let charset, let collation):
      Self.literal(bytes, charset: charset, plain: false) + (collation.map { " COLLATE \(word($0))" } ?? "")
    }
  }

  private static func literal(_ value: Double) -> String {
    guard value.isFinite else { return "NULL" }
    let text = "\(value)"
    // Without an exponent the server would read a DECIMAL.
    return text.contains("e") ? text : text + "e0"
  }

  private static func literal(_ bytes: [UInt8], charset: String, plain: Bool) -> String {
    // Quotes and backslashes mean different things under NO_BACKSLASH_ESCAPES: they go as hex.
    let isTame = bytes.allSatisfy { (0x20..<0x7F).contains($0) && $0 != 0x27 && $0 != 0x5C }
    if plain, isTame { return "'\(String(decoding: bytes, as: UTF8.self))'" }
    return "_\(word(charset)) X'\(hex(bytes))'"
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// The name of a character set or collation; anything else loses the letters that do not belong there.
private func word(_ name: String) -> String {
  name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
}
