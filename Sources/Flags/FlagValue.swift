/// The value of a server variable as text, and when two texts mean the same to the server.
package struct FlagValue: Sendable, Hashable, CustomStringConvertible {
  /// As it was written, or as the server shows it.
  package let text: String

  package init(_ text: String) { self.text = text }

  package var description: String { text.isEmpty ? "''" : text }

  /// Whether a server that shows `self` has what `wanted` asks for.
  ///
  /// ON, 1, TRUE and YES are one value, so are 1G and 1073741824, words in any case, and lists of words in any
  /// order. Of switches (`mrr=on,…`) only those that are named count. All other texts must be the same.
  package func satisfies(_ wanted: FlagValue) -> Bool {
    if text == wanted.text { return true }
    if let mine = truth, let other = wanted.truth { return mine == other }
    if let mine = number, let other = wanted.number { return mine.isEqual(to: other) }
    guard let mine = words, let other = wanted.words else { return false }
    let switches = other.filter { $0.contains("=") }
    if !other.isEmpty, switches.count == other.count { return switches.isSubset(of: mine) }
    return mine == other
  }

  /// The value of a switch; nil for all that is none.
  package var truth: Bool? {
    switch text.uppercased() {
    case "ON", "TRUE", "YES", "1": true
    case "OFF", "FALSE", "NO", "0": false
    default: nil
    }
  }

  /// The value as a number; nil for what is no number.
  package var number: Number? {
    let body = text.hasPrefix("-") ? text.dropFirst() : Substring(text)
    let isNegative = body.count < text.count
    if let whole = Self.whole(body) { return .whole(isNegative: isNegative && whole > 0, whole) }
    let isDecimal = body.unicodeScalars.allSatisfy { $0 == "." || ("0"..."9").contains($0) }
    guard isDecimal, let first = body.first, first != ".", let value = Double(body) else { return nil }
    return .fraction(isNegative ? -value : value)
  }

  package enum Number: Sendable, Hashable {
    case whole(isNegative: Bool, UInt64)
    case fraction(Double)

    /// As a literal of SQL.
    var text: String {
      switch self {
      case .whole(let isNegative, let value): isNegative ? "-\(value)" : "\(value)"
      case .fraction(let value): "\(value)"
      }
    }

    func isEqual(to other: Number) -> Bool {
      switch (self, other) {
      case (.whole, .whole): self == other
      default: approximate == other.approximate
      }
    }

    /// Near enough for comparing with limits.
    var approximate: Double {
      switch self {
      case .whole(let isNegative, let value): isNegative ? -Double(value) : Double(value)
      case .fraction(let value): value
      }
    }
  }

  /// Digits, with `K` to `E` for powers of 1024 as in option files.
  private static func whole(_ text: Substring) -> UInt64? {
    let powers: [Character: Int] = ["K": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6]
    let power = text.last.flatMap { powers[Character($0.uppercased())] } ?? 0
    let digits = power > 0 ? text.dropLast() : text
    guard !digits.isEmpty, digits.unicodeScalars.allSatisfy({ ("0"..."9").contains($0) }),
      let count = UInt64(digits)
    else { return nil }
    let (value, overflow) = count.multipliedReportingOverflow(by: 1 << (10 * UInt64(power)))
    return overflow ? nil : value
  }

  /// The members of a list of words, in capitals; nil when it holds anything but words, such as a path.
  private var words: Set<String>? {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        || "_=,-".unicodeScalars.contains(scalar)
    }
    guard isPlain else { return nil }
    return Set(text.uppercased().split(separator: ",").map(String.init))
  }
}

extension FlagValue {
  /// How the value goes into a statement where a server shows `shown` now.
  ///
  /// Nil where the server shows a word, and a number is wanted in its place: servers take such numbers as places in a
  /// list, and show the word again.
  func assigned(inPlaceOf shown: FlagValue) -> Assigned? {
    if shown.number != nil {
      if let number { return .number(number.text) }
      return truth.map { .number($0 ? "1" : "0") } ?? .word(text)
    }
    if shown.truth != nil, let truth { return .word(truth ? "ON" : "OFF") }
    return number != nil && !shown.text.isEmpty ? nil : .word(text)
  }

  enum Assigned: Sendable, Hashable {
    /// Digits, a point, a sign: goes bare into a statement.
    case number(String)
    case word(String)

    var text: String {
      switch self {
      case .number(let text), .word(let text): text
      }
    }
  }
}
