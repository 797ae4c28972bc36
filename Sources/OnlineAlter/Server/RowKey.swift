import MySQL

/// The values of a row's copy key, as they are compared and written in statements.
package enum RowKey: Sendable, Hashable {
  /// A single whole number: most keys.
  case integer(Int128)
  /// Each column's value as the server writes it.
  case texts([[UInt8]])

  /// Each column's value as the server writes it.
  package var texts: [[UInt8]] {
    switch self {
    case .integer(let number): [Array("\(number)".utf8)]
    case .texts(let texts): texts
    }
  }
}

/// A column of the copy key, on both sides.
package struct CopyKeyColumn: Sendable, Equatable {
  package let source: ColumnDefinition
  package let ghost: ColumnDefinition
  /// Its place in the table, from 0.
  package let ordinal: Int

  package init(source: ColumnDefinition, ghost: ColumnDefinition, ordinal: Int) {
    self.source = source
    self.ghost = ghost
    self.ordinal = ordinal
  }

  package var isUnsigned: Bool { source.columnType.contains("unsigned") }
  var isInteger: Bool { KeyLiteral.isInteger(source) }
  /// Text that the collation may find equal though its bytes differ.
  var isFolded: Bool {
    guard let collation = source.collation, collation != "binary" else { return false }
    // The other binary collations pass over trailing spaces.
    return collation != "utf8mb4_0900_bin" && !collation.hasSuffix("_nopad_bin")
  }
  /// Whether the ghost's rows stand in the order of the source's.
  var keepsOrder: Bool {
    if isInteger { return KeyLiteral.isInteger(ghost) }
    return source.dataType == ghost.dataType && source.characterSet == ghost.characterSet
      && source.collation == ghost.collation
  }

  /// The column of the ghost as literals are written for it: the server converts them, as it did the rows.
  var ghostComparison: ColumnDefinition {
    guard source.characterSet != ghost.characterSet || source.collation != ghost.collation else {
      return ghost
    }
    return ColumnDefinition(
      name: ghost.name, dataType: source.dataType, columnType: source.columnType,
      characterSet: source.characterSet, collation: nil, isNullable: false, isGenerated: false)
  }

  /// What the ghost's value was in the source's character set; nil where the two have the same.
  func inSourceCharacterSet(_ value: SQLText) -> SQLText? {
    guard let charset = source.characterSet, ghost.characterSet != nil, ghost.characterSet != charset else {
      return nil
    }
    return "CONVERT(\(value) USING \(raw: charset))"
  }

  /// The ghost's value as the source compares it; nil where both compare alike.
  ///
  /// Under the ghost's collation rows may be the same that are not so on the source: one must not be taken for the other.
  func comparedAsOnSource(_ value: SQLText) -> SQLText? {
    guard let collation = source.collation, ghost.characterSet != nil,
      collation != ghost.collation || source.characterSet != ghost.characterSet
    else { return nil }
    return "\(inSourceCharacterSet(value) ?? value) COLLATE \(raw: collation)"
  }

  /// The text of a value from the log.
  func text(_ value: ColumnValue) throws -> [UInt8] {
    switch value {
    case .int(let number): Array("\(number)".utf8)
    case .uint(let number): Array("\(number)".utf8)
    case .year(let number): Array("\(number)".utf8)
    case .decimal(let text), .date(let text), .datetime(let text), .time(let text), .timestamp(let text):
      Array(text.utf8)
    case .bytes(let bytes): source.dataType == "binary" ? padded(bytes) : bytes
    case .null, .bits, .enumeration: throw UnexpectedKeyValue(column: source.name)
    }
  }

  /// The log leaves out trailing zero bytes of BINARY.
  private func padded(_ bytes: [UInt8]) -> [UInt8] {
    let length = Int(source.columnType.drop { $0 != "(" }.dropFirst().prefix { $0.isNumber }) ?? bytes.count
    return bytes + [UInt8](repeating: 0, count: max(0, length - bytes.count))
  }
}

/// A value that the column's definition does not allow.
struct UnexpectedKeyValue: Error {
  let column: String
}

/// The unique key by which rows are copied, compared and refreshed.
package struct MigrationKey: Sendable, Equatable {
  /// Its name on the source and on the ghost table.
  package let sourceIndex: String
  package let ghostIndex: String
  package let columns: [CopyKeyColumn]

  package init(sourceIndex: String, ghostIndex: String, columns: [CopyKeyColumn]) {
    self.sourceIndex = sourceIndex
    self.ghostIndex = ghostIndex
    self.columns = columns
  }

  /// Whether keys are whole numbers, so that they can be held against the copy's bounds here.
  package var isInteger: Bool { columns.count == 1 && columns[0].isInteger }
  /// Whether a stretch of the source's key is the same stretch of the ghost's.
  package var keepsOrder: Bool { columns.allSatisfy(\.keepsOrder) }
  /// Whether two keys may be one for the server though their bytes differ: refreshed at the same time, the earlier
  /// reading could come to stand in the ghost table last.
  package var isFolded: Bool { columns.contains(where: \.isFolded) }

  /// The key of a row from the log.
  func key(_ values: [ColumnValue]) throws -> RowKey {
    if isInteger {
      switch values[0] {
      case .int(let number): return .integer(Int128(number))
      case .uint(let number): return .integer(Int128(number))
      default: throw UnexpectedKeyValue(column: columns[0].source.name)
      }
    }
    return .texts(try zip(columns, values).map { try $0.text($1) })
  }

  /// A bound as the server sent it.
  func key(texts: [[UInt8]]) -> RowKey {
    if isInteger, let number = Int128(String(decoding: texts[0], as: UTF8.self)) { return .integer(number) }
    return .texts(texts)
  }
}
