extension HazardFinder {
  /// What moves out of a number.
  var fromNumber: [ColumnHazard] {
    let (old, new) = (source.type, ghost.type)
    switch new.base {
    case .tinyint, .smallint, .mediumint, .int, .bigint, .bit, .year:
      return old.base.isApproximate ? [approximate] + sign : toInteger
    case .decimal: return old.base.isApproximate ? [approximate] + sign : toDecimal
    case .float, .double: return toApproximate
    case .char, .varchar, .tinytext, .text, .mediumtext, .longtext: return numberToText
    default: return [typeChanged]
    }
  }

  private var approximate: ColumnHazard {
    hazard(
      .approximateNumber, .meaning,
      "\(source.type.base.rawValue) and \(ghost.type.base.rawValue) round numbers differently")
  }

  private var sign: [ColumnHazard] {
    isSigned(source.type) && !isSigned(ghost.type)
      ? [hazard(.signChanged, .loss, "negative numbers cannot be copied into an unsigned column")] : []
  }

  private func isSigned(_ type: ColumnType) -> Bool {
    !type.isUnsigned && type.base != .bit && type.base != .year
  }

  /// Bits of the largest number of an integer type, without the one for the sign.
  private func bits(_ type: ColumnType) -> Int? {
    if type.base == .bit { return type.length ?? 1 }
    // 1901 to 2155.
    if type.base == .year { return 12 }
    return type.base.integerBytes.map { $0 * 8 - (type.isUnsigned ? 0 : 1) }
  }

  /// Digits before the point, at most.
  private func wholeDigits(_ type: ColumnType) -> Int {
    if type.base == .decimal { return (type.precision ?? 10) - (type.scale ?? 0) }
    return (bits(type) ?? 64) * 30103 / 100_000 + 1
  }

  private var toInteger: [ColumnHazard] {
    let (old, new) = (source.type, ghost.type)
    var found = sign
    if old.base == .decimal {
      if let scale = old.scale, scale > 0 {
        found.append(hazard(.fractionLost, .loss, "the \(scale) digits behind the point are rounded away"))
      }
      // As many digits need not fit: 999 is no TINYINT.
      if wholeDigits(old) >= wholeDigits(new) { found.append(rangeNarrowed) }
      return found
    }
    if old.base == .year, new.base == .year { return [] }
    guard let before = bits(old), let after = bits(new) else { return found }
    if new.base == .year {
      found.append(rangeNarrowed)
    } else if after < before {
      let sameSize = old.base == new.base && old.isUnsigned != new.isUnsigned
      found.append(
        sameSize
          ? hazard(.signChanged, .loss, "numbers in the upper half of the unsigned range cannot be copied")
          : rangeNarrowed)
    }
    return found
  }

  var rangeNarrowed: ColumnHazard {
    hazard(
      .rangeNarrowed, .loss,
      "values outside of the range of \(ghost.type.text) cannot be copied")
  }

  private var toDecimal: [ColumnHazard] {
    var found = sign
    if wholeDigits(ghost.type) < wholeDigits(source.type) { found.append(rangeNarrowed) }
    if let before = source.type.scale, let after = ghost.type.scale, source.type.base == .decimal,
      after < before
    {
      found.append(
        hazard(.fractionLost, .loss, "digits behind the point are rounded from \(before) to \(after)"))
    }
    return found
  }

  private var toApproximate: [ColumnHazard] {
    let (old, new) = (source.type, ghost.type)
    if old.base.isApproximate {
      let isSame = old.base == new.base && old.precision == new.precision && old.scale == new.scale
      return (isSame ? [] : [approximate]) + sign
    }
    // Servers print no more than six digits of a FLOAT.
    let exact = new.base == .double ? 53 : 19
    if let bits = bits(old), bits <= exact, new.scale == nil { return sign }
    return [approximate] + sign
  }

  private var numberToText: [ColumnHazard] {
    if source.type.base == .bit {
      return [hazard(.encodingChanged, .meaning, "bits are taken as the bytes of a text")]
    }
    if source.type.base.isApproximate { return [approximate] + (isWideText(24) ? [] : [lengthNarrowed]) }
    let digits = wholeDigits(source.type) + (source.type.scale.map { $0 > 0 ? $0 + 1 : 0 } ?? 0)
    return isWideText(digits + (isSigned(source.type) ? 1 : 0)) ? [] : [lengthNarrowed]
  }

  var lengthNarrowed: ColumnHazard {
    hazard(
      .lengthNarrowed, .loss,
      "values longer than \(ghost.type.text) cannot be copied"
    )
  }
}
