import Basics
import MySQL

/// Reads the tables of one database: definitions, columns and keys.
struct TableReader {
  let database: String

  /// The base tables that `wanted` accepts, sorted by name.
  func read(
    _ connection: isolated Connection, _ wanted: (TableName) -> Bool
  ) throws -> [TableDefinition] {
    if connection.server.cachesTableStatistics {
      _ = try connection.execute("SET SESSION information_schema_stats_expiry = 0")
    }
    let rows = try connection.query(
      """
      SELECT TABLE_NAME AS n, TABLE_TYPE AS t, ENGINE AS e, TABLE_ROWS AS r, DATA_LENGTH AS b, CREATE_TIME AS c
      FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(literal: .string(database))
      AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY TABLE_NAME
      """)
    let selected = rows.filter { wanted(TableName(database, $0["n"].string ?? "")) }
    guard !selected.isEmpty else { return [] }
    let (columns, lifeSpans) = try columns(connection)
    let keys = try keys(columns, connection)
    return try selected.map { row in
      let name = TableName(database, row["n"].string ?? "")
      guard let engine = row["e"].string, !engine.isEmpty else {
        throw OpsError(
          .failed, "cannot back up table \(name)", why: "the server cannot open it",
          hint: "see CHECK TABLE and the server's error log, or leave it out with --exclude-tables \(name)")
      }
      let create = try connection.query("SHOW CREATE TABLE \(name.sql)").first?["Create Table"].bytes
      guard let create else { throw OpsError.withheld("table", name, grant: "GRANT SELECT ON \(name)") }
      return TableDefinition(
        name: name, create: create, engine: engine, columns: columns[ExactText(name.name)] ?? [],
        key: keys[ExactText(name.name)],
        lifeSpan: row["t"].string == "SYSTEM VERSIONED"
          ? lifeSpans[ExactText(name.name)] ?? ["row_start", "row_end"] : [],
        createdAt: row["c"].string ?? "",
        estimatedRows: row["r"].int ?? 0, estimatedBytes: row["b"].int ?? 0)
    }
  }

  /// The columns of each table, and where they are declared the two that hold a row's life span.
  private func columns(
    _ connection: isolated Connection
  ) throws -> (columns: [ExactText: [ColumnDefinition]], lifeSpans: [ExactText: [String]]) {
    let rows = try connection.query(
      """
      SELECT TABLE_NAME AS n, COLUMN_NAME AS c, DATA_TYPE AS d, COLUMN_TYPE AS t, CHARACTER_SET_NAME AS s,
      COLLATION_NAME AS o, IS_NULLABLE AS u, EXTRA AS x, GENERATION_EXPRESSION AS g
      FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = \(literal: .string(database))
      ORDER BY TABLE_NAME, ORDINAL_POSITION
      """)
    var columns: [ExactText: [ColumnDefinition]] = [:]
    var lifeSpans: [ExactText: [String]] = [:]
    for row in rows {
      let table = ExactText(row["n"].string ?? "")
      let extra = (row["x"].string ?? "").uppercased()
      // DEFAULT_GENERATED marks an expression as default, not a generated column.
      let generated =
        extra.contains("VIRTUAL GENERATED") || extra.contains("STORED GENERATED")
        || extra.contains("PERSISTENT")
      let limitsLife = ["ROW START", "ROW END"].contains(row["g"].string ?? "")
      if limitsLife {
        // By transaction numbers history cannot come back: a restore's transactions have other numbers.
        let isByTime = row["d"].string?.lowercased() != "bigint"
        lifeSpans[table, default: []] += isByTime ? [row["c"].string ?? ""] : []
      }
      columns[table, default: []].append(
        ColumnDefinition(
          name: row["c"].string ?? "", dataType: (row["d"].string ?? "").lowercased(),
          columnType: row["t"].string ?? "", characterSet: row["s"].string, collation: row["o"].string,
          isNullable: row["u"].string != "NO", isGenerated: generated || limitsLife))
    }
    return (columns, lifeSpans)
  }

  private func keys(
    _ columns: [ExactText: [ColumnDefinition]], _ connection: isolated Connection
  ) throws -> [ExactText: ReadingKey] {
    let rows = try connection.query(
      """
      SELECT * FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = \(literal: .string(database))
      AND NON_UNIQUE = 0 ORDER BY TABLE_NAME, INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX
      """)
    var parts: [ExactText: [(index: String, column: ColumnDefinition?)]] = [:]
    for row in rows {
      let table = ExactText(row["TABLE_NAME"].string ?? "")
      let hidden =
        (row.has("IS_VISIBLE") && !row["IS_VISIBLE"].isOn) || (row.has("IGNORED") && row["IGNORED"].isOn)
      let name = ExactText(row["COLUMN_NAME"].string ?? "")
      let whole = row["SUB_PART"].isNull && !hidden
      let column = columns[table]?.first { ExactText($0.name) == name }
      parts[table, default: []].append((row["INDEX_NAME"].string ?? "", whole ? column : nil))
    }
    return parts.compactMapValues(Self.readingKey)
  }

  /// The first index all of whose parts are whole columns without nulls that literals compare with exactly.
  static func readingKey(_ parts: [(index: String, column: ColumnDefinition?)]) -> ReadingKey? {
    var names: [ExactText] = []
    for part in parts where !names.contains(ExactText(part.index)) { names.append(ExactText(part.index)) }
    for name in names {
      let columns = parts.filter { ExactText($0.index) == name }.map(\.column)
      let usable = columns.compactMap { $0 }.filter { !$0.isNullable && KeyLiteral.isComparable($0) }
      if usable.count == columns.count { return ReadingKey(indexName: name.text, columns: usable) }
    }
    return nil
  }
}
