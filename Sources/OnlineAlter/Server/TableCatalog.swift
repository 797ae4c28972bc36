import MySQL

/// What the server's catalog tells of tables.
enum TableCatalog {
  /// The comment of `table`; nil when there is no such table.
  static func comment(_ table: TableName, _ connection: isolated Connection) throws -> String? {
    try connection.query(
      """
      SELECT TABLE_COMMENT AS c FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = \(literal: .string(table.database)) AND TABLE_NAME = \(literal: .string(table.name))
      """
    ).first?["c"].string
  }

  static func exists(_ table: TableName, _ connection: isolated Connection) throws -> Bool {
    try comment(table, connection) != nil
  }

  /// In the order of the table.
  static func columns(
    _ table: TableName, _ connection: isolated Connection
  ) throws -> [ColumnDefinition] {
    try connection.query(
      """
      SELECT COLUMN_NAME AS c, DATA_TYPE AS d, COLUMN_TYPE AS t, CHARACTER_SET_NAME AS s, COLLATION_NAME AS o,
      IS_NULLABLE AS u, EXTRA AS x FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = \(literal: .string(table.database)) AND TABLE_NAME = \(literal: .string(table.name))
      ORDER BY ORDINAL_POSITION
      """
    ).map { row in
      let extra = (row["x"].string ?? "").uppercased()
      // DEFAULT_GENERATED marks an expression as default, not a generated column.
      let isGenerated = ["VIRTUAL GENERATED", "STORED GENERATED", "PERSISTENT"].contains {
        extra.contains($0)
      }
      return ColumnDefinition(
        name: row["c"].string ?? "", dataType: (row["d"].string ?? "").lowercased(),
        columnType: row["t"].string ?? "", characterSet: row["s"].string, collation: row["o"].string,
        isNullable: row["u"].string != "NO", isGenerated: isGenerated)
    }
  }
}
