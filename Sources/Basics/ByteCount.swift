/// A number of bytes.
package struct ByteCount: Sendable, Hashable, Comparable {
  package var bytes: Int64

  package init(_ bytes: Int64) { self.bytes = bytes }
  package init(_ bytes: Int) { self.bytes = Int64(bytes) }

  package static func kibibytes(_ count: Int64) -> ByteCount { ByteCount(count << 10) }
  package static func mebibytes(_ count: Int64) -> ByteCount { ByteCount(count << 20) }
  package static func gibibytes(_ count: Int64) -> ByteCount { ByteCount(count << 30) }

  package static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }
  package static func + (left: ByteCount, right: ByteCount) -> ByteCount {
    ByteCount(left.bytes + right.bytes)
  }
  package static func += (left: inout ByteCount, right: ByteCount) { left.bytes += right.bytes }
}

extension ByteCount: CustomStringConvertible {
  /// Binary units with three digits or so: `412 MiB`, `1.25 GiB`.
  package var description: String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
    var value = Double(bytes)
    var unit = 0
    while abs(value) >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    if unit == 0 { return "\(bytes) B" }
    let decimals = abs(value) < 10 ? 2 : abs(value) < 100 ? 1 : 0
    return "\(fixed(value, decimals)) \(units[unit])"
  }
}

extension ByteCount {
  /// Reads `512`, `64MiB`, `1.5 GiB`, `10G` (binary units; case and a blank do not matter).
  package init?(text: String) {
    let trimmed = text.filter { $0 != " " }.lowercased()
    let digits = trimmed.prefix { $0.isNumber || $0 == "." }
    guard let value = Double(digits), value >= 0 else { return nil }
    let powers = ["": 0, "b": 0, "k": 10, "m": 20, "g": 30, "t": 40, "p": 50]
    var unit = String(trimmed.dropFirst(digits.count))
    if unit.count > 1 {
      if unit.hasSuffix("ib") { unit.removeLast(2) } else if unit.hasSuffix("b") { unit.removeLast() }
    }
    guard let power = powers[unit] else { return nil }
    let scaled = value * Double(Int64(1) << power)
    guard scaled < 9e18 else { return nil }
    self.init(Int64(scaled))
  }
}

/// `value` with exactly `decimals` digits after the point, rounded half away from zero.
package func fixed(_ value: Double, _ decimals: Int) -> String {
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let scaled = (abs(value) * scale).rounded()
  guard scaled < 9e15 else { return "\(value)" }
  let whole = Int64(scaled) / Int64(scale)
  let sign = value < 0 && scaled > 0 ? "-" : ""
  guard decimals > 0 else { return "\(sign)\(whole)" }
  let fraction = String(Int64(scaled) % Int64(scale))
  let padding = String(repeating: "0", count: decimals - fraction.count)
  return "\(sign)\(whole).\(padding)\(fraction)"
}
