extension HazardFinder {
  // MARK: ENUM and SET

  var fromMembers: [ColumnHazard] {
    let (old, new) = (source.type, ghost.type)
    guard new.base == old.base else {
      if new.base == .enumeration || new.base == .set { return [typeChanged] + removed }
      guard new.base.isCharacter else {
        return [hazard(.typeChanged, .meaning, "values are copied by their number, not by their text")]
      }
      let all = old.members.map(\.count)
      let longest = old.base == .enumeration ? all.max() ?? 0 : all.reduce(0, +) + max(0, all.count - 1)
      return (isWideText(longest) ? [] : [lengthNarrowed]) + (hasPlainMembers ? [] : charset)
    }
    return removed + reordered
  }

  /// Whether every member is ASCII, which all but a few character sets hold.
  private var hasPlainMembers: Bool {
    source.type.members.allSatisfy { $0.allSatisfy { $0 < 0x80 } }
      && Charset.holds("ascii", in: ghost.type.charset ?? "")
  }

  private var removed: [ColumnHazard] {
    let gone = source.type.members.filter { !ghost.type.members.contains($0) }
    guard !gone.isEmpty else { return [] }
    return [
      hazard(.membersRemoved, .loss, "rows that hold \(Self.list(gone)) cannot be copied: no longer a member")
    ]
  }

  private var reordered: [ColumnHazard] {
    let moved = source.type.members.enumerated().filter { place, member in
      ghost.type.members.firstIndex(of: member).map { $0 != place } ?? false
    }.map(\.element)
    guard !moved.isEmpty else { return [] }
    return [
      hazard(
        .membersReordered, .meaning,
        "\(Self.list(moved)) get other numbers: texts are kept, but the order and what is compared by number change"
      )
    ]
  }

  private static func list(_ members: [[UInt8]]) -> String {
    let shown = members.prefix(5).map { "'" + String(decoding: $0, as: UTF8.self) + "'" }
    return shown.joined(separator: ", ") + (members.count > 5 ? " and \(members.count - 5) more" : "")
  }

  // MARK: Texts and bytes

  var fromString: [ColumnHazard] {
    let (old, new) = (source.type, ghost.type)
    if new.base == .json { return old.base == .json || source.isJSON ? [] : jsonDemanded }
    if old.base == .json { return new.base == .longtext || new.base == .longblob ? [] : [jsonOut] }
    if new.base == .enumeration || new.base == .set {
      return [hazard(.membersRemoved, .loss, "texts that are no member cannot be copied")] + charset
    }
    if old.base.isCharacter, new.base.isCharacter { return length + padding + charset }
    if old.base.isBinary, new.base.isBinary { return length + padding }
    if new.base.isCharacter {
      return [hazard(.encodingChanged, .loss, "bytes that are no \(new.charset ?? "text") cannot be copied")]
        + length
    }
    if new.base.isBinary {
      return [
        hazard(
          .encodingChanged, .meaning, "texts become their bytes in \(old.charset ?? "their character set")")
      ]
        + length + padding
    }
    return [typeChanged]
  }

  private var jsonDemanded: [ColumnHazard] {
    // Where JSON is a check on a text, the column as a whole says so.
    ghost.isJSON && ghost.type.base != .json
      ? [] : [hazard(.encodingChanged, .meaning, "JSON documents are kept in the server's own form")]
  }

  private var jsonOut: ColumnHazard {
    ghost.type.base.isCharacter || ghost.type.base.isBinary ? lengthNarrowed : typeChanged
  }

  /// Blanks at the end of CHAR, zero bytes at the end of BINARY.
  private var padding: [ColumnHazard] {
    let (old, new) = (source.type, ghost.type)
    if new.base == .char, old.base != .char {
      return [hazard(.padding, .meaning, "blanks at the end of texts are lost")]
    }
    if new.base == .binary, old.base != .binary || old.length ?? 1 < new.length ?? 1 {
      return [hazard(.padding, .meaning, "values get zero bytes at their end")]
    }
    return []
  }

  private var length: [ColumnHazard] {
    let (old, new) = (source.type, ghost.type)
    if let after = new.base.largeBytes { return mostBytes(old, as: new) > after ? [lengthNarrowed] : [] }
    let after = new.length ?? 1
    // A TEXT has at most as many characters as bytes.
    let before = old.base.largeBytes ?? old.length ?? 1
    let longest = old.base.isCharacter && new.base.isBinary ? mostBytes(old, as: old) : before
    return longest > after ? [lengthNarrowed] : []
  }

  /// The most bytes that a value of `old` can take when it is written as `new`.
  private func mostBytes(_ old: ColumnType, as new: ColumnType) -> Int {
    if let bytes = old.base.largeBytes {
      guard new.base.isCharacter, let before = old.charset, let after = new.charset, before != after else {
        return bytes
      }
      // Every byte may be a character of its own.
      return bytes * Charset.growth(from: before, to: after)
    }
    let length = old.length ?? 1
    if new.base.isCharacter { return length * Charset.mostBytes(new.charset ?? old.charset) }
    return old.base.isBinary ? length : length * Charset.mostBytes(old.charset)
  }

  private var charset: [ColumnHazard] {
    guard let before = source.type.charset, let after = ghost.type.charset, !Charset.holds(before, in: after)
    else {
      return []
    }
    return [
      hazard(.charsetLoses, .loss, "texts in \(before) may have characters that \(after) does not have")
    ]
  }

  // MARK: Dates and times

  var fromTemporal: [ColumnHazard] {
    let (old, new) = (source.type, ghost.type)
    guard new.base.isTemporal else {
      if new.base.isCharacter { return isWideText(temporalWidth) ? [] : [lengthNarrowed] }
      return [typeChanged]
    }
    var found: [ColumnHazard] = []
    if new.fractionalDigits < old.fractionalDigits, new.base != .date {
      found.append(
        hazard(
          .fractionLost, .loss,
          "fractions of a second are rounded from \(old.fractionalDigits) digits to \(new.fractionalDigits)"))
    }
    if old.base == new.base { return found }
    if (old.base == .timestamp) != (new.base == .timestamp) {
      found.append(hazard(.timeZone, .meaning, "moments are converted in the server's time zone"))
    }
    switch (old.base, new.base) {
    case (.timestamp, .datetime), (.date, .datetime): break
    case (.datetime, .timestamp), (.date, .timestamp):
      found.append(hazard(.rangeNarrowed, .loss, "moments before 1970 or after 2038 cannot be copied"))
    case (.datetime, .date), (.timestamp, .date):
      found.append(hazard(.fractionLost, .loss, "the time of the day is lost"))
    default: found.append(typeChanged)
    }
    return found
  }

  private var temporalWidth: Int {
    let fraction = source.type.fractionalDigits > 0 ? source.type.fractionalDigits + 1 : 0
    return switch source.type.base {
    case .date, .time: 10 + fraction
    case .year: 4
    default: 19 + fraction
    }
  }
}
