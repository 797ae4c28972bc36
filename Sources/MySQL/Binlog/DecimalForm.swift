/// How a DECIMAL is stored: groups of nine digits in four bytes each, fewer digits in fewer bytes.
struct DecimalForm {
  private static let bytesForDigits = [0, 1, 1, 2, 2, 3, 3, 4, 4, 4]

  let precision: Int
  let scale: Int

  init(precision: Int, scale: Int) throws(BinlogDamage) {
    guard (1...65).contains(precision), (0...precision).contains(scale) else {
      throw BinlogDamage("there is no DECIMAL(\(precision),\(scale))")
    }
    self.precision = precision
    self.scale = scale
  }

  /// Both numbers in one.
  init(code: Int) throws(BinlogDamage) { try self.init(precision: code >> 8, scale: code & 0xFF) }
  var code: Int { precision << 8 | scale }

  private var integerDigits: Int { precision - scale }

  var byteCount: Int { Self.bytes(integerDigits) + Self.bytes(scale) }

  private static func bytes(_ digits: Int) -> Int { digits / 9 * 4 + bytesForDigits[digits % 9] }

  /// The number as text, with `scale` digits behind the point.
  func text(_ cursor: inout ByteCursor) throws(BinlogDamage) -> String {
    var stored = try cursor.take(byteCount)
    // The sign's bit is inverted so that stored values sort; those below zero are inverted altogether.
    let isNegative = stored[0] & 0x80 == 0
    stored[0] ^= 0x80
    if isNegative { for index in stored.indices { stored[index] = ~stored[index] } }
    var part = ByteCursor(stored)
    var whole = try Self.digits(&part, integerDigits % 9)
    for _ in 0..<(integerDigits / 9) { whole += try Self.digits(&part, 9) }
    var fraction = ""
    for _ in 0..<(scale / 9) { fraction += try Self.digits(&part, 9) }
    fraction += try Self.digits(&part, scale % 9)
    let shown = whole.drop { $0 == "0" }
    return (isNegative ? "-" : "") + (shown.isEmpty ? "0" : shown) + (scale > 0 ? "." : "") + fraction
  }

  /// `count` digits, leading zeroes included.
  private static func digits(_ part: inout ByteCursor, _ count: Int) throws(BinlogDamage) -> String {
    guard count > 0 else { return "" }
    let number = String(try part.bigEndian(bytesForDigits[count]))
    guard number.utf8.count <= count else { throw BinlogDamage("a DECIMAL has a digit above 9") }
    return String(repeating: "0", count: count - number.utf8.count) + number
  }
}
