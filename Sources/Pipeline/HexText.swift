/// Lower-case hexadecimal, two digits a byte.
package func hexText(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count * 2)
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

/// Whether `text` is exactly `digits` lower-case hexadecimal digits.
package func isHexText(_ text: String, digits: Int) -> Bool {
  text.utf8.count == digits
    && text.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (97...102).contains($0)
    }
}

/// The 16 digits of a 64-bit number, most significant first.
func hexText(_ word: UInt64) -> String {
  hexText((0..<8).reversed().map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) })
}

/// The bytes that lower-case hexadecimal digits stand for; digits that are none count as 0.
package func bytes(hex text: String) -> [UInt8] {
  let digits = Array(text.utf8)
  func value(_ digit: UInt8) -> UInt8 {
    switch digit {
    case 48...57: digit - 48
    case 97...102: digit - 87
    default: 0
    }
  }
  return stride(from: 0, to: digits.count - digits.count % 2, by: 2).map {
    value(digits[$0]) << 4 | value(digits[$0 + 1])
  }
}
