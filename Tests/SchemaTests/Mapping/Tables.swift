import Schema

/// Definitions for tests of mappings.
enum Tables {
  /// A table with these columns and keys.
  static func make(_ definitions: String..., charset: String = "utf8mb4") throws -> TableSchema {
    try make(definitions, charset: charset)
  }

  static func make(_ definitions: [String], charset: String = "utf8mb4") throws -> TableSchema {
    let body = definitions.joined(separator: ",\n  ")
    return try TableSchema(
      parsing: Array("CREATE TABLE `orders` (\n  \(body)\n) ENGINE=InnoDB DEFAULT CHARSET=\(charset)".utf8))
  }

  static func alter(_ sql: String) throws -> AlterStatement {
    try AlterStatement(parsing: sql, in: AlterContext(database: "shop", table: "orders"))
  }

  static func mapping(_ source: [String], _ ghost: [String], _ sql: String = "FORCE") throws -> ColumnMapping
  {
    try ColumnMapping(source: make(source), ghost: make(ghost), statement: alter(sql))
  }
}
