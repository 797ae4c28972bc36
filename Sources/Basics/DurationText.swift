extension Duration {
  /// Seconds with their fraction.
  package var inSeconds: Double {
    let parts = components
    return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
  }

  /// The two largest units: `350ms`, `1.5s`, `5m40s`, `2h05m`, `3d04h`.
  package var text: String {
    let seconds = inSeconds
    if seconds < 1 { return "\(Int((seconds * 1000).rounded()))ms" }
    if seconds < 60 {
      let text = fixed(seconds, 1)
      return "\(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)s"
    }
    let whole = Int(seconds.rounded())
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    if whole < 3600 { return "\(whole / 60)m\(padded(whole % 60))s" }
    if whole < 86_400 { return "\(whole / 3600)h\(padded(whole / 60 % 60))m" }
    return "\(whole / 86_400)d\(padded(whole / 3600 % 24))h"
  }

  /// Reads `500ms`, `1.5s`, `30m`, `1h30m`, `14d`. A bare number is refused: it has no unit.
  package init?(text: String) {
    let factors: [String: Double] = [
      "us": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800,
    ]
    var rest = Substring(text.filter { $0 != " " }.lowercased())
    guard !rest.isEmpty else { return nil }
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard let value = Double(digits), let factor = factors[String(unit)] else { return nil }
      total += value * factor
    }
    guard total < 1e12 else { return nil }
    self = .microseconds(Int64((total * 1e6).rounded()))
  }
}
