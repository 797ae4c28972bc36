/// Tells which unique keys of the ghost table the source's rows may violate.
struct UniqueKeyComparison {
  let source: TableSchema
  let pairs: [ColumnMapping.Pair]

  /// The ghost's unique keys that no key of the source implies.
  func newKeys(of ghost: TableSchema) -> [KeySchema] {
    ghost.keys.filter { key in
      key.isUnique && !source.keys.contains { $0.isUnique && implies($0, key) }
    }
  }

  /// Whether rows that differ by `old` also differ by `new`: each of its parts is in there, at least as long.
  private func implies(_ old: KeySchema, _ new: KeySchema) -> Bool {
    guard !old.parts.isEmpty else { return false }
    return old.parts.allSatisfy { part in new.parts.contains { keeps(part, in: $0) } }
  }

  private func keeps(_ old: KeySchema.Part, in new: KeySchema.Part) -> Bool {
    guard old.isWithoutOverlaps == new.isWithoutOverlaps else { return false }
    switch (old.source, new.source) {
    case (.expression(let before), .expression(let after)):
      return before.isIdentical(to: after)
        && pairs.allSatisfy { !$0.isRenamed && $0.source.type == $0.ghost.type }
    case (.column(let before), .column(let after)):
      // A period is no column, but is what it was.
      let pair = pairs.first { $0.source.name.namesSame(as: before) }
      guard let pair else { return old.isWithoutOverlaps && before.namesSame(as: after) }
      guard pair.ghost.name.namesSame(as: after), Self.keepsDifference(pair) else { return false }
      guard let length = new.prefixLength else { return true }
      return old.prefixLength.map { length >= $0 } ?? false
    default: return false
    }
  }

  /// Whether values that were different stay so.
  private static func keepsDifference(_ pair: ColumnMapping.Pair) -> Bool {
    let harmless: Set<ColumnHazard.Kind> = [
      .membersReordered, .nullForbidden, .checkAdded, .counterLost, .rangeNarrowed, .signChanged,
      .lengthNarrowed,
      .membersRemoved,
    ]
    return pair.hazards.allSatisfy { harmless.contains($0.kind) }
  }
}
