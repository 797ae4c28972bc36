import Basics

private func stringSchema(_ extra: ShownMember...) -> [ShownMember] {
  [ShownMember("type", .text("string"))] + extra
}

extension Shape where Value == String {
  /// Any text of at least one character.
  static func text(_ expected: String) -> Shape {
    .scalar(
      expected, schema: stringSchema(ShownMember("minLength", .int(1))), parse: { $0.isEmpty ? nil : $0 },
      show: { .text($0) })
  }

  /// Text that `accepts` takes, described to other programs by a regular expression.
  static func text(
    _ expected: String, matching pattern: String, _ accepts: @escaping @Sendable (String) -> Bool
  ) -> Shape {
    .scalar(
      expected, schema: stringSchema(ShownMember("pattern", .text(pattern))),
      parse: { accepts($0) ? $0 : nil },
      show: { .text($0) })
  }

  /// The name of a database: 1 to 64 characters.
  static let database = text("the name of a database", matching: "^.{1,64}$") { name in
    !name.isEmpty && name.count <= 64
  }

  /// `database.table`.
  static let table = text("database.table, such as shop.orders", matching: "^[^.]{1,64}[.].{1,64}$") { name in
    let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.count <= 64 }
  }

  /// A file or folder; a relative one is taken from the folder of the configuration file.
  static let path = Shape(
    outline: .scalar(expected: "a path such as /var/lib/dbops", schema: stringSchema()),
    read: { node, reading in
      guard case .scalar(let text, _) = node.content, !node.isEmpty, !text.isEmpty else {
        reading.mismatch("a path such as /var/lib/dbops", found: node)
        return nil
      }
      guard !text.hasPrefix("~") else {
        reading.report("~ is not expanded here", at: node.position, hint: "write the whole path")
        return nil
      }
      return text.hasPrefix("/") ? text : "\(reading.folder)/\(text)"
    },
    show: { .text($0) })

  /// The name of something defined in another section.
  static func reference(to kind: Reading.Reference.Kind) -> Shape {
    let name = text("the name of a \(kind.rawValue)", matching: NamePattern.plain.expression) { !$0.isEmpty }
    return Shape(
      outline: name.outline,
      read: { node, reading in
        guard let value = name.read(node, &reading) else { return nil }
        reading.refer(to: kind, named: value, at: node.position)
        return value
      },
      show: name.show)
  }

  /// An address beginning with one of `schemes`, shown without its path, which may hold a token.
  static func url(_ schemes: [String], example: String) -> Shape {
    let expected = "an address such as \(example)"
    let pattern = "^(\(schemes.joined(separator: "|")))://.+"
    return .scalar(
      expected, schema: stringSchema(ShownMember("pattern", .text(pattern))),
      parse: { text in
        let scheme = schemes.first { text.hasPrefix("\($0)://") && text.utf8.count > $0.utf8.count + 3 }
        let isClean = text.unicodeScalars.allSatisfy { $0.isASCII && $0.value > 32 }
        return scheme != nil && isClean ? text : nil
      },
      show: { .text(withoutUserInfo($0)) })
  }
}

/// The address with a user name and password before the host taken out.
func withoutUserInfo(_ url: String) -> String {
  guard let host = url.firstRange(of: "://")?.upperBound else { return url }
  let authority = url[host...].prefix { $0 != "/" && $0 != "?" }
  guard let at = authority.lastIndex(of: "@") else { return url }
  return url[..<host] + "***@" + url[url.index(after: at)...]
}

extension Shape where Value == Int {
  static func integer(_ range: ClosedRange<Int>) -> Shape {
    let bounds = [ShownMember("minimum", .int(Int64(range.lowerBound)))]
    let upper = range.upperBound == .max ? [] : [ShownMember("maximum", .int(Int64(range.upperBound)))]
    let expected =
      range.upperBound == .max
      ? "a whole number of at least \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    return .scalar(
      expected, schema: [ShownMember("type", .text("integer"))] + bounds + upper,
      parse: { text in
        // `+7` and non-ASCII digits are numbers to Swift but not to people who copy this file elsewhere.
        guard text.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "-") }) else { return nil }
        return Int(text).flatMap { range.contains($0) ? $0 : nil }
      },
      show: { .int(Int64($0)) })
  }
}

extension Shape where Value == Bool {
  static let flag = scalar(
    "true or false", schema: [ShownMember("type", .text("boolean"))],
    parse: { ["true": true, "false": false][$0] }, show: { .bool($0) })
}

extension Shape where Value == Duration {
  static func duration(_ range: ClosedRange<Duration>) -> Shape {
    let pattern = "^([0-9]+([.][0-9]+)?(us|ms|s|m|h|d|w))+$"
    return .scalar(
      "a duration with its unit, such as 500ms, 30s or 1h30m, from \(exactText(range.lowerBound)) to "
        + exactText(range.upperBound),
      schema: stringSchema(ShownMember("pattern", .text(pattern))),
      parse: { text in
        guard text.utf8.allSatisfy({ isNameByte($0) }) else { return nil }
        return Duration(text: text).flatMap { range.contains($0) ? $0 : nil }
      },
      show: { .text(exactText($0)) })
  }
}

/// The duration to the microsecond in as few units as it takes: `14d`, `1h30m`, `1s500ms`.
func exactText(_ duration: Duration) -> String {
  var rest = duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
  guard rest > 0 else { return "0s" }
  let units: [(String, Int64)] = [
    ("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000), ("ms", 1000), ("us", 1),
  ]
  var text = ""
  for (unit, size) in units where rest >= size {
    text += "\(rest / size)\(unit)"
    rest %= size
  }
  return text
}

extension Shape where Value == ByteCount {
  static func bytes(_ range: ClosedRange<ByteCount>) -> Shape {
    .scalar(
      "a size such as 64MiB, from \(exactText(range.lowerBound)) to \(exactText(range.upperBound))",
      schema: stringSchema(ShownMember("pattern", .text("^[0-9]+([.][0-9]+)? ?([KMGTP]i?)?B?$"))),
      parse: { ByteCount(text: $0).flatMap { range.contains($0) ? $0 : nil } },
      show: { .text(exactText($0)) })
  }
}

/// The size in the largest unit that divides it: `64MiB`, `1000B`.
func exactText(_ size: ByteCount) -> String {
  let units: [(String, Int64)] = [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
  let unit = units.first { size.bytes > 0 && size.bytes % $0.1 == 0 } ?? ("B", 1)
  return "\(size.bytes / unit.1)\(unit.0)"
}

extension Shape where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One word of an enumeration.
  static var choice: Shape {
    let words = word(among: Value.allCases.map(\.rawValue))
    return Shape(
      outline: words.outline,
      read: { node, reading in words.read(node, &reading).flatMap { Value(rawValue: $0) } },
      show: { .text($0.rawValue) })
  }
}
