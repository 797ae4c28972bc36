import Basics

extension ValueKind where Value == String {
  /// Any text but an empty one: an unset variable in a script must not mean "everything".
  package static func string(_ placeholder: String) -> ValueKind {
    ValueKind(ValueShape(placeholder, expected: "a text that is not empty")) { $0.isEmpty ? nil : $0 }
  }

  /// Any text, also an empty one.
  package static func text(_ placeholder: String) -> ValueKind {
    ValueKind(ValueShape(placeholder, expected: "a text")) { $0 }
  }

  /// A path, completed with the names of files.
  package static func file(_ placeholder: String = "FILE") -> ValueKind {
    ValueKind(ValueShape(placeholder, expected: "a path", completion: .files)) { $0.isEmpty ? nil : $0 }
  }

  /// A path, completed with the names of folders.
  package static func directory(_ placeholder: String = "DIR") -> ValueKind {
    ValueKind(ValueShape(placeholder, expected: "a path", completion: .directories)) {
      $0.isEmpty ? nil : $0
    }
  }

  /// One of `words`, where no enum stands behind them.
  package static func oneOf(_ words: [String]) -> ValueKind {
    let shape = ValueShape(
      words.joined(separator: "|"), expected: listed(words, last: "or"), completion: .words(words))
    return ValueKind(shape) { words.contains($0) ? $0 : nil }
  }
}

extension ValueKind where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One case of an enum, typed as its raw value.
  package static func choice(of type: Value.Type) -> ValueKind {
    let words = type.allCases.map(\.rawValue)
    let shape = ValueShape(
      words.joined(separator: "|"), expected: listed(words, last: "or"), completion: .words(words))
    return ValueKind(shape, read: { Value(rawValue: $0) }, show: { $0.rawValue })
  }
}

extension ValueKind where Value == Int {
  /// A whole number within `range`, in decimal digits.
  package static func int(_ range: ClosedRange<Int>, _ placeholder: String = "N") -> ValueKind {
    let expected =
      range.upperBound == .max
      ? "a whole number of at least \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    return ValueKind(ValueShape(placeholder, expected: expected)) { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// A whole number from `range` upwards.
  package static func int(_ range: PartialRangeFrom<Int>, _ placeholder: String = "N") -> ValueKind {
    .int(range.lowerBound...Int.max, placeholder)
  }
}

extension ValueKind where Value == Double {
  /// A number within `range`, with or without a fraction.
  package static func number(_ range: ClosedRange<Double>, _ placeholder: String = "N") -> ValueKind {
    let expected = "a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))"
    return ValueKind(
      ValueShape(placeholder, expected: expected),
      read: { text in Double(text).flatMap { range.contains($0) ? $0 : nil } }, show: plain)
  }

  /// A share, typed as `5%` and read as 0.05.
  package static func percentage(_ placeholder: String = "N%") -> ValueKind {
    ValueKind(
      ValueShape(placeholder, expected: "a percentage from 0% to 100%, such as 5%"),
      read: { text in
        guard text.hasSuffix("%"), let value = Double(text.dropLast()), (0...100).contains(value) else {
          return nil
        }
        return value / 100
      }, show: { plain($0 * 100) + "%" })
  }
}

extension ValueKind where Value == ByteCount {
  /// A size with a binary unit: `64MiB`.
  package static func byteCount(_ placeholder: String = "SIZE") -> ValueKind {
    ValueKind(
      ValueShape(placeholder, expected: "a size, such as 512, 64MiB or 1.5GiB"),
      read: { ByteCount(text: $0) }, show: { typed($0) })
  }
}

extension ValueKind where Value == Duration {
  /// A time span with its unit: `30m`.
  package static func duration(_ placeholder: String = "TIME") -> ValueKind {
    ValueKind(
      ValueShape(placeholder, expected: "a time span with its unit, such as 500ms, 30s or 1h30m"),
      read: { Duration(text: $0) }, show: { $0.text })
  }
}

extension ValueKind where Value == Timestamp {
  /// A moment with its offset from UTC: `2026-11-21T02:09:04Z`.
  package static func timestamp(_ placeholder: String = "TIME") -> ValueKind {
    ValueKind(
      ValueShape(
        placeholder, expected: "a moment with its offset, such as 2026-11-21T02:09:04Z or …T07:39:04+05:30")
    ) { Timestamp(text: $0) }
  }
}

extension ValueKind where Value == Secret {
  /// A password or key; never repeated in a message.
  package static func secret(_ placeholder: String = "SECRET") -> ValueKind {
    var shape = ValueShape(placeholder, expected: "a text")
    shape.disclosure = .secret
    return ValueKind(shape) { Secret($0) }
  }
}

/// `a, b or c`.
func listed(_ words: [String], last: String) -> String {
  guard words.count > 1, let final = words.last else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " \(last) " + final
}

/// A number without a needless `.0`.
private func plain(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
}

/// A size without a blank, so that it can be typed again.
private func typed(_ size: ByteCount) -> String {
  for (shift, unit) in [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")]
  where size.bytes > 0 && size.bytes % (Int64(1) << Int64(shift)) == 0 {
    return "\(size.bytes >> Int64(shift))\(unit)"
  }
  return "\(size.bytes)"
}
