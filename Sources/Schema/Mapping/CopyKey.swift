/// A unique key of both tables, by which rows are told apart while they are copied.
package struct CopyKey: Sendable, Equatable {
  package struct Column: Sendable, Equatable {
    package let pair: ColumnMapping.Pair
    package let isDescending: Bool

    /// Whether values that are equal in one table may differ in the other, or stand in another order.
    package var changesComparison: Bool {
      pair.source.type.collation != pair.ghost.type.collation
        || pair.source.type.charset != pair.ghost.type.charset
        || pair.hazards.contains { $0.kind == .membersReordered }
    }
  }

  /// The index of the source, and the one of the ghost table over the same columns in the same order.
  package let source: KeySchema
  package let ghost: KeySchema
  package let columns: [Column]

  /// Whether some row may hold NULL in it, so that it is not unique.
  package var isNullable: Bool { columns.contains { $0.pair.source.isNullable } }
  /// Whether values that differ in the source may be equal in the ghost table.
  package var getsCoarser: Bool { columns.contains { $0.pair.getsCoarser } }
  package var isInteger: Bool { columns.allSatisfy { $0.pair.source.type.base.isInteger } }
  package var changesComparison: Bool { columns.contains(where: \.changesComparison) }

  /// Roughly how many bytes an entry takes at most.
  package var width: Int { columns.map { KeyWidth.bytes(of: $0.pair.source.type) }.reduce(0, +) }

  /// `PRIMARY (id)`.
  package var text: String { source.text }

  /// Which of two usable keys serves better: the primary key, then those of numbers, then the smaller.
  func isBetter(than other: CopyKey) -> Bool {
    rank.lexicographicallyPrecedes(other.rank)
  }

  private var rank: [Int] {
    func cost(_ isBad: Bool) -> Int { isBad ? 1 : 0 }
    return [
      cost(isNullable), cost(getsCoarser), cost(source.kind != .primary), cost(changesComparison),
      cost(!isInteger), width,
      columns.count,
    ]
  }
}

extension ColumnMapping.Pair {
  /// Whether values that differ in the source may be equal in the ghost table, for its collation.
  package var getsCoarser: Bool {
    guard let before = source.type.collation, let after = ghost.type.collation else { return false }
    return CollationEquality(after).isCoarser(than: CollationEquality(before))
  }
}

extension KeySchema {
  /// `name (column, …)`, as it is shown to people.
  package var text: String {
    let texts = parts.map { part in
      let name =
        switch part.source {
        case .column(let name): name
        case .expression(let text): "(\(text))"
        }
      return name + (part.prefixLength.map { "(\($0))" } ?? "") + (part.isDescending ? " DESC" : "")
    }
    return "\(name) (\(texts.joined(separator: ", ")))"
  }
}

/// How large values are in an index.
enum KeyWidth {
  static func bytes(of type: ColumnType) -> Int {
    let length = type.length ?? 1
    return switch type.base {
    case .tinyint, .smallint, .mediumint, .int, .bigint: type.base.integerBytes ?? 8
    case .decimal: (type.precision ?? 10) / 2 + 1
    case .bit: (length + 7) / 8
    case .char, .varchar: length * Charset.mostBytes(type.charset)
    case .binary, .varbinary: length
    case .enumeration: 2
    case .set: 8
    case .year: 1
    case .date, .time: 3 + (type.fractionalDigits + 1) / 2
    case .timestamp: 4 + (type.fractionalDigits + 1) / 2
    case .datetime: 5 + (type.fractionalDigits + 1) / 2
    case .uuid, .inet6: 16
    case .inet4: 4
    default: 1_000
    }
  }
}
