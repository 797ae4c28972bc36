/// The unique key by which a migration copies, and why not by another one.
package struct CopyKeyChoice: Sendable, Equatable {
  /// What is done with keys over columns that may be NULL.
  package enum NullableKeys: Sendable { case refused, allowed }

  /// What is done with keys whose values may become equal in the new table.
  package enum CoarserKeys: Sendable { case refused, allowed }

  /// Why a unique key of the source cannot serve.
  package enum Reason: String, Sendable, CaseIterable {
    case prefix, expression, period, hash, hidden, approximate, nullable
    case virtualColumn = "virtual-column"
    case columnDropped = "column-dropped"
    case valuesChange = "values-change"
    case notInGhost = "not-in-ghost"
    case otherOrder = "other-order"
    case typeNotComparable = "type-not-comparable"
    case coarser
  }

  package struct Rejection: Sendable, Equatable {
    package let key: KeySchema
    package let reason: Reason
    /// The reason as a clause, for people.
    package let text: String
  }

  /// The best first; the migration uses it. Empty when no key can serve.
  package let usable: [CopyKey]
  /// Unique keys of the source that cannot serve, in the source's order.
  package let rejected: [Rejection]

  package var chosen: CopyKey? { usable.first }

  package init(
    source: TableSchema, ghost: TableSchema, mapping: ColumnMapping, nullable: NullableKeys = .refused,
    coarser: CoarserKeys = .refused
  ) {
    let judge = CopyKeyJudge(ghost: ghost, mapping: mapping, nullable: nullable, coarser: coarser)
    var (usable, rejected): ([CopyKey], [Rejection]) = ([], [])
    for key in source.keys where key.isUnique {
      switch judge.verdict(on: key) {
      case .usable(let found): usable.append(found)
      case .rejected(let reason, let text): rejected.append(Rejection(key: key, reason: reason, text: text))
      }
    }
    // Stable: of equal keys the server's first is taken.
    self.usable = usable.enumerated().sorted {
      if $0.element.isBetter(than: $1.element) { return true }
      return !$1.element.isBetter(than: $0.element) && $0.offset < $1.offset
    }.map(\.element)
    self.rejected = rejected
  }

  /// One line for each unique key of the source: the one that is used, those that could be, and why others cannot.
  package var lines: [String] {
    let first = chosen.map { ["\($0.text): used"] } ?? []
    return first + usable.dropFirst().map { "\($0.text): would do" }
      + rejected.map { "\($0.key.text): \($0.text)" }
  }
}

/// Tells of one key after the other whether it can serve as the copy key.
struct CopyKeyJudge {
  let ghost: TableSchema
  let mapping: ColumnMapping
  let nullable: CopyKeyChoice.NullableKeys
  let coarser: CopyKeyChoice.CoarserKeys

  enum Verdict {
    case usable(CopyKey)
    case rejected(CopyKeyChoice.Reason, String)
  }

  func verdict(on key: KeySchema) -> Verdict {
    if let rejection = form(of: key) { return rejection }
    var columns: [CopyKey.Column] = []
    for part in key.parts {
      guard let name = part.column, let pair = mapping.pair(ofSource: name) else {
        return .rejected(.columnDropped, "column \(part.column ?? "") is dropped")
      }
      if let rejection = column(pair) { return rejection }
      columns.append(CopyKey.Column(pair: pair, isDescending: part.isDescending))
    }
    return counterpart(of: key, columns)
  }

  /// What the key itself tells.
  private func form(of key: KeySchema) -> Verdict? {
    if key.parts.contains(where: \.isWithoutOverlaps) {
      return .rejected(.period, "it compares periods and not values")
    }
    if key.parts.contains(where: { $0.column == nil }) {
      return .rejected(.expression, "it is over an expression")
    }
    if let part = key.parts.first(where: { $0.prefixLength != nil }) {
      return .rejected(.prefix, "it holds only the beginning of \(part.column ?? "a column")")
    }
    if key.algorithm == "HASH" {
      return .rejected(.hash, "it is kept as a hash, which has no order to read in")
    }
    return key.isVisible ? nil : .rejected(.hidden, "the optimizer is told not to use it")
  }

  private func column(_ pair: ColumnMapping.Pair) -> Verdict? {
    let (old, new) = (pair.source, pair.ghost)
    if old.isVirtual || new.isVirtual {
      return .rejected(.virtualColumn, "column \(old.name) is worked out when it is read")
    }
    if old.generation == .rowStart || old.generation == .rowEnd {
      return .rejected(.valuesChange, "column \(old.name) is set by the server whenever a row is written")
    }
    if old.generation != new.generation {
      return .rejected(.valuesChange, "column \(old.name) is worked out in another way")
    }
    if old.type.base.isApproximate || new.type.base.isApproximate {
      return .rejected(.approximate, "column \(old.name) holds rounded numbers, which have no exact text")
    }
    if old.type.base.isLarge || old.type.base.isSpatial || [.json, .vector, .other].contains(old.type.base) {
      return .rejected(.typeNotComparable, "column \(old.name) has a type that cannot be compared as a whole")
    }
    if old.isNullable, nullable == .refused {
      return .rejected(.nullable, "column \(old.name) may be NULL, and rows with NULL are not unique")
    }
    let silent: Set<ColumnHazard.Kind> = [
      .fractionLost, .approximateNumber, .timeZone, .typeChanged, .padding, .encodingChanged,
      .generatedReplaces,
    ]
    if let hazard = pair.hazards.first(where: { silent.contains($0.kind) }) {
      return .rejected(.valuesChange, "values of column \(old.name) change: \(hazard.text)")
    }
    guard coarser == .refused, pair.getsCoarser, let before = old.type.collation,
      let after = new.type.collation
    else { return nil }
    return .rejected(
      .coarser,
      "values of column \(old.name) that differ under \(before) may be equal under \(after)")
  }

  /// Looks for the same key on the ghost table.
  private func counterpart(of key: KeySchema, _ columns: [CopyKey.Column]) -> Verdict {
    let wanted = columns.map { FoldedName($0.pair.ghost.name) }
    let whole = ghost.keys.filter { other in
      other.isUnique && form(of: other) == nil
    }
    if let same = whole.first(where: { $0.columns.map(FoldedName.init) == wanted }) {
      return .usable(CopyKey(source: key, ghost: same, columns: columns))
    }
    if let other = whole.first(where: { Set($0.columns.map(FoldedName.init)) == Set(wanted) }) {
      return .rejected(.otherOrder, "the new table has its columns in another order: \(other.text)")
    }
    let names = columns.map(\.pair.ghost.name).joined(separator: ", ")
    return .rejected(.notInGhost, "the new table has no unique key over (\(names)) alone")
  }
}
