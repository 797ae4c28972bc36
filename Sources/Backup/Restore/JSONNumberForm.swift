/// JSON text with all its numbers as MySQL prints them once they are doubles.
///
/// A JSON column of MySQL can hold decimals, which no JSON text can say: `1.50` loads as a double and prints as
/// `1.5` from then on. In this form both are the same text.
package enum JSONNumberForm {
  /// Appends one field of a `RowBatch`, in this form, to `text`.
  ///
  /// Numbers with a point or an exponent and whole ones beyond 64 bits take the form; everything else,
  /// strings and NULL among it, is copied byte for byte.
  ///
  /// - Parameter field: Escaped as in a `RowBatch`.
  /// - Returns: Whether a number's text changed.
  package static func append(_ field: ArraySlice<UInt8>, to text: inout [UInt8]) -> Bool {
    var changed = false
    var copied = field.startIndex
    var index = field.startIndex
    while index < field.endIndex {
      let byte = field[index]
      if byte == UInt8(ascii: "\"") {
        index = endOfString(field, from: index)
      } else if byte == UInt8(ascii: "-") || isDigit(byte) {
        let end = field[index...].firstIndex { !isPartOfNumber($0) } ?? field.endIndex
        let number = field[index..<end]
        if let form = form(of: number), !number.elementsEqual(form) {
          text += field[copied..<index]
          text += form
          copied = end
          changed = true
        }
        index = end
      } else {
        index += 1
      }
    }
    text += field[copied...]
    return changed
  }

  /// How MySQL prints a double in JSON.
  ///
  /// - Parameter value: A finite number.
  package static func text(of value: Double) -> String {
    let sign = value.sign == .minus ? "-" : ""
    let (digits, point) = shortestDigits(value.magnitude)
    guard !digits.isEmpty else { return sign + "0.0" }
    guard point >= -14, point <= 15 || point < digits.count else {
      let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
      return "\(sign)\(digits.prefix(1))\(fraction)e\(point - 1)"
    }
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
    if point >= digits.count {
      return sign + digits + String(repeating: "0", count: point - digits.count) + ".0"
    }
    return "\(sign)\(digits.prefix(point)).\(digits.dropFirst(point))"
  }

  /// The fewest digits that name `value`, without zeros at either end, and where among them the point stands.
  private static func shortestDigits(_ value: Double) -> (digits: String, point: Int) {
    let parts = value.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    let all = mantissa[0] + fraction
    let digits = all.drop { $0 == "0" }
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let point = mantissa[0].count + exponent - (all.count - digits.count)
    let end = digits.lastIndex { $0 != "0" }.map { digits.index(after: $0) } ?? digits.startIndex
    return (String(digits[..<end]), point)
  }

  /// The form of a number; nil when its text stays.
  private static func form(of number: ArraySlice<UInt8>) -> String.UTF8View? {
    let isWhole = number.allSatisfy { $0 == UInt8(ascii: "-") || isDigit($0) }
    // Up to 18 digits fit whatever they are.
    if isWhole, number.count < 19 { return nil }
    let text = String(decoding: number, as: UTF8.self)
    if isWhole, Int64(text) != nil || UInt64(text) != nil { return nil }
    guard let value = Double(text), value.isFinite else { return nil }
    return self.text(of: value).utf8
  }

  /// The place behind the closing quotation mark of the string that opens at `start`.
  private static func endOfString(_ field: ArraySlice<UInt8>, from start: Int) -> Int {
    var index = start + 1
    while index < field.endIndex {
      let byte = field[index]
      index += 1
      if byte == UInt8(ascii: "\"") { return index }
      guard byte == UInt8(ascii: "\\"), index < field.endIndex else { continue }
      let isJSONs = field[index] == byte
      index += 1
      // JSON's own backslash is two bytes here, and so is each backslash that it escapes.
      if isJSONs, index < field.endIndex { index += field[index] == byte ? 2 : 1 }
    }
    return field.endIndex
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): true
    default: isDigit(byte)
    }
  }
}
