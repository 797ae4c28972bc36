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
    default: "\(quoted: source.name)"
    }
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
    case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob":
      return (trimmed("CAST(\(selected) AS BINARY)"), trimmed("CAST(\(new) AS BINARY)"))
    case "json": return ("CAST(CAST(\(selected) AS JSON) AS CHAR)", "CAST(\(new) AS CHAR)")
    default: return nil
    }
  }

  private var isText: Bool { Self.texts.contains(source.dataType) }

  private func sameType(_ new: SQLText) -> (source: SQLText, ghost: SQLText) {
    switch source.dataType {
    case "float": return ("(\(selected) * 1E0)", "(\(new) * 1E0)")
    case "bit", "enum", "set": return ("(\(selected) + 0)", "(\(new) + 0)")
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
    case "json": return ("CAST(\(selected) AS CHAR)", "CAST(\(new) AS CHAR)")
    case "date", "double": return (selected, new)
    default: return (trimmed("CAST(\(selected) AS BINARY)"), trimmed("CAST(\(new) AS BINARY)"))
    }
  }

  private func asText(_ new: SQLText) -> (source: SQLText, ghost: SQLText)? {
    if ["bit", "float", "double"].contains(source.dataType) { return nil }
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
