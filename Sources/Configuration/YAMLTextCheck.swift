/// Looks at the bytes before they are parsed: size, encoding, and characters that have no business here.
enum YAMLTextCheck {
  /// The first thing that keeps the text from being read; nil when there is none.
  static func refusal(of bytes: [UInt8], limit: Int) -> ConfigurationProblem? {
    guard bytes.count <= limit else {
      return ConfigurationProblem(
        at: YAMLPosition(line: 1, column: 1),
        "the file has \(bytes.count) bytes; settings may take up \(limit)")
    }
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      return ConfigurationProblem(
        at: YAMLPosition(line: 1, column: 1), "the file is UTF-16", hint: "save it as UTF-8")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { return invalidEncoding(bytes) }
    var line = 1
    var column = 1
    for scalar in text.unicodeScalars {
      if let reason = reason(against: scalar) {
        return ConfigurationProblem(
          at: YAMLPosition(line: line, column: column), reason.message, hint: reason.hint)
      }
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return nil
  }

  private static func reason(against scalar: Unicode.Scalar) -> (message: String, hint: String)? {
    switch scalar.value {
    case 0x09:
      return (
        "a tab", "indent and separate with spaces; inside double quotes write \\t"
      )
    case 0x0A, 0x0D: return nil
    case 0x00..<0x20, 0x7F, 0x80..<0xA0:
      let code = String(scalar.value, radix: 16, uppercase: true)
      let padded = String(repeating: "0", count: 4 - code.count) + code
      return ("a control character (U+\(padded))", "delete it; inside double quotes write \\u\(padded)")
    default: return nil
    }
  }

  private static func invalidEncoding(_ bytes: [UInt8]) -> ConfigurationProblem {
    var line = 1
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 0x0A {
      if String(validating: bytes[start..<index], as: UTF8.self) == nil { break }
      line += 1
      start = index + 1
    }
    // The longest valid beginning of the line is where the bad byte's column is counted from.
    var column = 1
    var end = start
    while end < bytes.count, bytes[end] != 0x0A {
      guard let length = (1...4).first(where: { isOneScalar(bytes, from: end, length: $0) }) else { break }
      end += length
      column += 1
    }
    return ConfigurationProblem(
      at: YAMLPosition(line: line, column: column), "not UTF-8 from here on", hint: "save the file as UTF-8")
  }

  private static func isOneScalar(_ bytes: [UInt8], from start: Int, length: Int) -> Bool {
    guard start + length <= bytes.count else { return false }
    return String(validating: bytes[start..<start + length], as: UTF8.self)?.unicodeScalars.count == 1
  }
}
