import MySQL

/// How a column's values get from the source into the ghost table, and how the two are compared.
struct ColumnConversion: Sendable {
  private let source: ColumnDefinition
  private let ghost: ColumnDefinition

  init(_ column: SharedColumn) {
    source = column.source
    ghost = column.ghost
  }

  private static let integers: Set<String> = ["tinyint", "smallint", "mediumint", "int", "bigint", "year"]
  private static let texts: Set<String> = [
    "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set",
  ]

  private static let bytes: Set<String> = [
    "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob",
  ]

  /// What is selected from the source for the ghost's column.
  ///
  /// Sessions run in UTC; the server's own ALTER would convert between TIMESTAMP and DATETIME in the server's time
  /// zone, and so do we.
  var selected: SQLText {
    switch (source.dataType, ghost.dataType) {
    case ("timestamp", "datetime"), ("timestamp", "date"), ("timestamp", "time"):
      "CONVERT_TZ(\(quoted: source.name), '+00:00', @@GLOBAL.time_zone)"
    case ("datetime", "timestamp"), ("date", "timestamp"):
      "CONVERT_TZ(\(quoted: source.name), @@GLOBAL.time_zone, '+00:00')"
    default: isPrinted ? "CONVERT(\(quoted: source.name) USING utf8mb4)" : "\(quoted: source.name)"
    }
  }

  /// An INSERT makes texts of these from the number alone; the server's own ALTER as they are printed: `0007`, `0.1`.
  private var isPrinted: Bool {
    let isNumber =
      ["year", "float"].contains(source.dataType)
      || Self.integers.contains(source.dataType) && source.columnType.contains("zerofill")
    return isNumber && (Self.texts.contains(ghost.dataType) || Self.bytes.contains(ghost.dataType))
      && !["enum", "set"].contains(ghost.dataType)
  }

  /// Two expressions that are the same bytes where the ghost's value is what the source's became, and only there.
  ///
  /// Nil where no expression of SQL does what the assignment does.
  var compared: (source: SQLText, ghost: SQLText)? {
    let new: SQLText = "\(quoted: ghost.name)"
    if source.dataType == ghost.dataType, source.characterSet == ghost.characterSet,
      source.columnType == ghost.columnType || !["enum", "set"].contains(source.dataType)
    {
      return sameType(new)
    }
    if ["enum", "set"].contains(ghost.dataType) { return asMembers(new) }
    if ghost.dataType == "float" { return nil }
    if Self.texts.contains(ghost.dataType) { return asText(new) }
    if Self.integers.contains(ghost.dataType) {
      guard Self.integers.contains(source.dataType) || ["bit", "decimal"].contains(source.dataType) || isText
      else { return nil }
      return ("CAST(\(selected) AS DECIMAL(65))", "CAST(\(new) AS DECIMAL(65))")
    }
    switch ghost.dataType {
    case "decimal":
      let form: SQLText = "DECIMAL(65,\(raw: scale))"
      return ("CAST(\(selected) AS \(form))", "CAST(\(new) AS \(form))")
    case "double": return ("(\(selected) * 1E0)", "(\(new) * 1E0)")
    case "date": return ("CAST(\(selected) AS DATE)", new)
    case "datetime", "timestamp": return ("CAST(\(selected) AS DATETIME(\(raw: precision)))", new)
    case "time": return ("CAST(\(selected) AS TIME(\(raw: precision)))", new)
    case let type where Self.bytes.contains(type):
      // The digits of its number.
      let old: SQLText = source.dataType == "bit" ? "CAST(\(selected) AS UNSIGNED)" : selected
      return (trimmed("CAST(\(old) AS BINARY)"), trimmed("CAST(\(new) AS BINARY)"))
    case "json": return ("CAST(CAST(\(selected) AS JSON) AS CHAR)", "CAST(\(new) AS CHAR)")
    default: return nil
    }
  }

  /// Text that no conversion to utf8mb4 changes.
  private var isPlain: Bool {
    ["utf8mb4", "utf8mb3", "utf8", "ascii"].contains(source.characterSet ?? "")
  }

  private var isText: Bool { Self.texts.contains(source.dataType) }

  private func sameType(_ new: SQLText) -> (source: SQLText, ghost: SQLText) {
    switch source.dataType {
    case "float": return ("(\(selected) * 1E0)", "(\(new) * 1E0)")
    case "bit": return ("(\(selected) + 0)", "(\(new) + 0)")
    // With + 0 a SET is a DOUBLE, which cannot tell 64 members apart.
    case "enum", "set": return ("CAST(\(selected) AS UNSIGNED)", "CAST(\(new) AS UNSIGNED)")
    case "decimal" where source.columnType != ghost.columnType:
      let form: SQLText = "DECIMAL(65,\(raw: scale))"
      return ("CAST(\(selected) AS \(form))", "CAST(\(new) AS \(form))")
    case "datetime", "timestamp", "time":
      guard source.columnType != ghost.columnType else { return (selected, new) }
      let type: SQLText = ghost.dataType == "time" ? "TIME" : "DATETIME"
      return ("CAST(\(selected) AS \(type)(\(raw: precision)))", new)
    case let type where Self.integers.contains(type):
      // Without the zeroes of ZEROFILL.
      return source.columnType == ghost.columnType ? (selected, new) : ("(\(selected) + 0)", "(\(new) + 0)")
    case "date", "double", "json": return (selected, new)
    // In utf8mb4, to which CONCAT_WS brings all parts, the texts of these are what they are.
    case let type where Self.texts.contains(type) && source.columnType == ghost.columnType && isPlain:
      return (selected, new)
    default: return (trimmed("CAST(\(selected) AS BINARY)"), trimmed("CAST(\(new) AS BINARY)"))
    }
  }

  /// The numbers of the members: their texts may have come to be written otherwise, and those of a SET to stand in another
  /// order.
  private func asMembers(_ new: SQLText) -> (source: SQLText, ghost: SQLText)? {
    let number: SQLText = "CAST(\(new) AS UNSIGNED)"
    guard isText else {
      let isNumber = Self.integers.contains(source.dataType) || ["bit", "decimal"].contains(source.dataType)
      return isNumber ? ("CAST(\(selected) AS UNSIGNED)", number) : nil
    }
    guard let charset = ghost.characterSet, let collation = ghost.collation else { return nil }
    let text: SQLText = "RTRIM(CONVERT(\(selected) USING \(raw: charset)) COLLATE \(raw: collation))"
    let members = MemberList(of: ghost.columnType).literals.map(SQLText.init(raw:))
    guard ghost.dataType == "set" else {
      return ("IF(\(text) IS NULL, NULL, FIELD(\(text), \(members.joined(separator: ", "))))", number)
    }
    let bits = members.enumerated().map { index, member in
      "(FIND_IN_SET(\(member), \(text)) > 0) * \(UInt64(1) << UInt64(index))" as SQLText
    }
    return ("(\(bits.joined(separator: " + ")))", number)
  }

  private func asText(_ new: SQLText) -> (source: SQLText, ghost: SQLText)? {
    if ["bit", "double"].contains(source.dataType) { return nil }
    let charset: SQLText = "\(raw: ghost.characterSet ?? "utf8mb4")"
    let old: SQLText =
      source.characterSet == nil && source.dataType.hasSuffix("binary") || source.dataType.hasSuffix("blob")
      ? "CAST(\(selected) AS BINARY)" : "CAST(CONVERT(\(selected) USING \(charset)) AS BINARY)"
    return (trimmed(old), trimmed("CAST(CONVERT(\(new) USING \(charset)) AS BINARY)"))
  }

  /// CHAR loses the spaces and BINARY gains zero bytes at its end.
  private func trimmed(_ expression: SQLText) -> SQLText {
    guard source.dataType != ghost.dataType || source.columnType != ghost.columnType else {
      return expression
    }
    let types = [source.dataType, ghost.dataType]
    var result = expression
    if types.contains("char") { result = "TRIM(TRAILING ' ' FROM \(result))" }
    if types.contains("binary") { result = "TRIM(TRAILING X'00' FROM \(result))" }
    return result
  }

  /// Digits behind the point of the ghost's DECIMAL.
  private var scale: String {
    let inside = ghost.columnType.drop { $0 != "," }.dropFirst().prefix { $0.isNumber }
    return inside.isEmpty ? "0" : String(inside)
  }

  /// Digits of the ghost's fractions of a second.
  private var precision: String {
    let inside = ghost.columnType.drop { $0 != "(" }.dropFirst().prefix { $0.isNumber }
    return inside.isEmpty ? "0" : String(inside)
  }
}
