/// Values of a key as literals that compare with the column exactly as the column's own values do.
package enum KeyLiteral {
  private static let integers: Set<String> = ["tinyint", "smallint", "mediumint", "int", "bigint"]
  private static let quoted: Set<String> = [
    "date", "datetime", "timestamp", "time", "inet4", "inet6", "uuid",
  ]
  private static let binary: Set<String> = ["binary", "varbinary"]
  private static let text: Set<String> = ["char", "varchar"]

  /// Whether the column counts in whole numbers, so that ranges can be cut in halves.
  package static func isInteger(_ column: ColumnDefinition) -> Bool { integers.contains(column.dataType) }

  /// Whether literals can be written for the column.
  ///
  /// FLOAT and DOUBLE compare inexactly; ENUM and SET sort by number but compare by text; BIT has no plain
  /// literal on every server.
  package static func isComparable(_ column: ColumnDefinition) -> Bool {
    integers.contains(column.dataType) || quoted.contains(column.dataType) || binary.contains(column.dataType)
      || ["decimal", "year"].contains(column.dataType)
      || (text.contains(column.dataType) && column.characterSet != nil && column.collation != nil)
  }

  /// The literal for a value as the server sent it, without conversion.
  package static func sql(_ bytes: [UInt8], for column: ColumnDefinition) -> SQLText {
    if binary.contains(column.dataType) { return .literal(.bytes(bytes)) }
    if text.contains(column.dataType), let charset = column.characterSet {
      return .literal(.bytes(bytes, charset: charset, collation: column.collation))
    }
    let text = String(decoding: bytes, as: UTF8.self)
    if quoted.contains(column.dataType) { return .literal(.string(text)) }
    // Whole and decimal numbers come as digits, sign and point; anything else is kept from the statement.
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let isNumber =
      digits.contains { $0 != "." } && digits.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
    return isNumber ? SQLText(raw: text) : .literal(.string(text))
  }
}
