import MySQL

/// The columns of a table, and the key by which its rows can be told apart.
struct CaseColumns: Sendable {
  struct Column: Sendable {
    let name: String
    let type: String
    let isGenerated: Bool
    let isNullable: Bool
  }

  /// Invisible ones too.
  let all: [Column]
  /// Of the first unique key that holds whole columns without NULL; empty where there is none.
  let key: [String]
  /// Columns of any unique key.
  let unique: Set<String>

  /// Those that can be given values.
  var stored: [Column] { all.filter { !$0.isGenerated } }

  static func read(_ table: TableName, _ session: Connection) async throws -> CaseColumns {
    let place: SQLText = """
      TABLE_SCHEMA = \(literal: .string(table.database)) AND TABLE_NAME = \(literal: .string(table.name))
      """
    let columns = try await session.query(
      """
      SELECT COLUMN_NAME AS c, DATA_TYPE AS d, EXTRA AS x, IS_NULLABLE AS n FROM information_schema.COLUMNS
      WHERE \(place) ORDER BY ORDINAL_POSITION
      """
    ).map { row in
      let extra = (row["x"].string ?? "").uppercased()
      return Column(
        name: row["c"].string ?? "", type: (row["d"].string ?? "").lowercased(),
        isGenerated: extra.contains("VIRTUAL") || extra.contains("STORED") || extra.contains("PERSISTENT"),
        isNullable: row["n"].string == "YES")
    }
    let parts = try await session.query(
      """
      SELECT INDEX_NAME AS i, COLUMN_NAME AS c, SUB_PART AS p FROM information_schema.STATISTICS
      WHERE \(place) AND NON_UNIQUE = 0 ORDER BY INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX
      """)
    var names: [String] = []
    var keys: [String: [String]] = [:]
    var unfit: Set<String> = []
    for part in parts {
      let (name, column) = (part["i"].string ?? "", part["c"].string ?? "")
      if !names.contains(name) { names.append(name) }
      keys[name, default: []].append(column)
      let isNullable = columns.first { $0.name == column }?.isNullable ?? true
      if isNullable || !part["p"].isNull { unfit.insert(name) }
    }
    return CaseColumns(
      all: columns, key: names.first { !unfit.contains($0) }.flatMap { keys[$0] } ?? [],
      unique: Set(keys.values.joined()))
  }
}
