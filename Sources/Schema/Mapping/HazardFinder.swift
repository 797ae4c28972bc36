/// Finds what may go wrong when the values of one column move into its new definition.
struct HazardFinder {
  let source: ColumnSchema
  let ghost: ColumnSchema
  /// Whether a unique key of the ghost table holds the column.
  let isInUniqueKey: Bool

  var hazards: [ColumnHazard] {
    if ghost.isGenerated { return source.isGenerated ? [] : [generatedReplaces] }
    return ofValues + ofColumn
  }

  /// A hazard of this column.
  func hazard(_ kind: ColumnHazard.Kind, _ severity: ColumnHazard.Severity, _ text: String) -> ColumnHazard {
    ColumnHazard(kind: kind, severity: severity, column: source.name, text: text)
  }

  private var generatedReplaces: ColumnHazard {
    hazard(
      .generatedReplaces, .loss, "the values are replaced by those that the generated column works out")
  }

  // MARK: The column as a whole

  private var ofColumn: [ColumnHazard] {
    var found: [ColumnHazard] = []
    if source.isNullable, !ghost.isNullable {
      found.append(hazard(.nullForbidden, .loss, "rows that hold NULL cannot be copied"))
    }
    if source.isAutoIncrement, !ghost.isAutoIncrement {
      found.append(
        hazard(
          .counterLost, .meaning,
          "the column no longer counts up: AUTO_INCREMENT is not in its new definition"))
    }
    if ghost.isJSON {
      if !source.isJSON {
        found.append(hazard(.typeChanged, .loss, "values that are no JSON cannot be copied"))
      }
    } else if let check = ghost.check, check != source.check {
      found.append(hazard(.checkAdded, .loss, "values that violate CHECK (\(check)) cannot be copied"))
    }
    if isInUniqueKey, let before = source.type.collation, let after = ghost.type.collation,
      CollationEquality(after).isCoarser(than: CollationEquality(before))
    {
      found.append(
        hazard(
          .collationOnUniqueKey, .loss,
          "values of a unique key that differ under \(before) may be equal under \(after)"))
    }
    return found
  }

  /// What may surprise of a column that the source does not have.
  static func ofAdded(_ column: ColumnSchema) -> ColumnHazard? {
    let text: String
    if column.isAutoIncrement {
      text = "rows are numbered in the order in which they are copied, and anew when copied again"
    } else if case .expression(let expression) = column.defaultValue {
      text = "rows get the value of \(expression) when they are copied, and another one when copied again"
    } else {
      return nil
    }
    return ColumnHazard(kind: .defaultPerCopy, severity: .meaning, column: column.name, text: text)
  }

  /// Checks of the table that are new.
  static func ofChecks(source: TableSchema, ghost: TableSchema) -> [ColumnHazard] {
    let old = source.checks.filter(\.isEnforced).map(\.expression)
    return ghost.checks.filter { $0.isEnforced && !old.contains($0.expression) }.map { check in
      ColumnHazard(
        kind: .checkAdded, severity: .loss, column: check.name,
        text: "rows that violate CHECK (\(check.expression)) cannot be copied")
    }
  }

  // MARK: The values

  private var ofValues: [ColumnHazard] {
    let (old, new) = (source.type, ghost.type)
    if ghost.isJSON, !source.isJSON, !old.base.isCharacter { return [] }
    if old.base.isInteger || old.base == .decimal || old.base == .bit || old.base == .year
      || old.base.isApproximate
    {
      return fromNumber
    }
    if old.base == .enumeration || old.base == .set { return fromMembers }
    if old.base.isCharacter || old.base.isBinary || old.base == .json { return fromString }
    if old.base.isTemporal { return fromTemporal }
    if old.base.isSpatial { return fromSpatial }
    if old.base == new.base, old.length == new.length, old.base != .other || old.text == new.text {
      return []
    }
    if isWideText(36) { return [] }
    return [typeChanged]
  }

  var typeChanged: ColumnHazard {
    hazard(
      .typeChanged, .loss,
      "values of \(source.type.text) may be none of \(ghost.type.text), or mean something else")
  }

  /// Whether the new column holds any text of `length` ASCII characters.
  func isWideText(_ length: Int) -> Bool {
    guard ghost.type.base.isCharacter, ghost.type.base != .enumeration, ghost.type.base != .set else {
      return false
    }
    return (ghost.type.length ?? ghost.type.base.largeBytes ?? 0) >= length
  }

  private var fromSpatial: [ColumnHazard] {
    if ghost.type.base != source.type.base, ghost.type.base != .geometry { return [typeChanged] }
    if let srid = ghost.srid, srid != source.srid {
      return [
        hazard(.typeChanged, .loss, "only shapes of the spatial reference system \(srid) can be copied")
      ]
    }
    return []
  }
}
