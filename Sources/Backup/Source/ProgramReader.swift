import Basics
import MySQL

/// Reads views, sequences, routines, triggers and events of one database.
struct ProgramReader {
  let database: String
  let selection: Selection

  func read(_ connection: isolated Connection) throws -> [StoredProgram] {
    var programs = try sequences(connection) + views(connection) + triggers(connection)
    if selection.includesPrograms(of: database) {
      programs += try routines(connection) + events(connection)
    }
    return programs
  }

  /// That `column` holds the name of this database.
  ///
  /// MariaDB compares names of databases here as text, for which `shop`, `Shop` and `shöp` are the same.
  private func isOwn(_ column: SQLText) -> SQLText {
    let name = SQLText.literal(.string(database))
    return """
      \(column) = \(name) AND IF(@@lower_case_table_names = 0, CAST(\(column) AS BINARY) = CAST(\(name) AS BINARY),
      CAST(LOWER(\(column)) AS BINARY) = CAST(LOWER(\(name)) AS BINARY))
      """
  }

  private func names(_ sql: SQLText, _ connection: isolated Connection) throws -> [TableName] {
    try connection.query(sql).compactMap { $0["n"].string }.map { TableName(database, $0) }
  }

  private func sequences(_ connection: isolated Connection) throws -> [StoredProgram] {
    guard connection.server.hasSequences else { return [] }
    let found = try names(
      """
      SELECT TABLE_NAME AS n FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(literal: .string(database))
      AND TABLE_TYPE = 'SEQUENCE' ORDER BY TABLE_NAME
      """, connection)
    return try found.filter(selection.includes(table:)).map { name in
      let row = try connection.query("SHOW CREATE SEQUENCE \(name.sql)").first
      guard let create = row?["Create Table"].bytes else {
        throw OpsError.withheld("sequence", name, grant: "GRANT SELECT ON \(name)")
      }
      let state = try connection.query("SELECT next_not_cached_value AS v, cycle_count AS c FROM \(name.sql)")
        .first
      return StoredProgram(
        kind: .sequence, name: name, create: create,
        details: [state?["v"].string ?? "1", state?["c"].string ?? "0"])
    }
  }

  private func views(_ connection: isolated Connection) throws -> [StoredProgram] {
    let found = try names(
      """
      SELECT TABLE_NAME AS n FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(literal: .string(database))
      AND TABLE_TYPE = 'VIEW' ORDER BY TABLE_NAME
      """, connection)
    return try found.filter(selection.includes(table:)).map { name in
      let row = try connection.query("SHOW CREATE VIEW \(name.sql)").first
      guard let row, let create = row["Create View"].bytes else {
        throw OpsError.withheld("view", name, grant: "GRANT SELECT, SHOW VIEW ON *.*")
      }
      let columns = try connection.query(
        """
        SELECT COLUMN_NAME AS n FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = \(literal: .string(database))
        AND TABLE_NAME = \(literal: .string(name.name)) ORDER BY ORDINAL_POSITION
        """
      ).compactMap { $0["n"].string }
      return StoredProgram(
        kind: .view, name: name, create: create, characterSetClient: row["character_set_client"].string ?? "",
        collationConnection: row["collation_connection"].string ?? "", details: columns)
    }
  }

  private func triggers(_ connection: isolated Connection) throws -> [StoredProgram] {
    let rows = try connection.query(
      """
      SELECT TRIGGER_NAME AS n, EVENT_OBJECT_TABLE AS t FROM information_schema.TRIGGERS
      WHERE \(isOwn("TRIGGER_SCHEMA"))
      ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER
      """)
    return try rows.compactMap { row in
      let table = row["t"].string ?? ""
      guard selection.includes(table: TableName(database, table)) else { return nil }
      let name = TableName(database, row["n"].string ?? "")
      return try program(
        .trigger, name, show: "SHOW CREATE TRIGGER \(name.sql)", column: "SQL Original Statement",
        details: [table], grant: "GRANT TRIGGER ON *.*", connection)
    }
  }

  private func routines(_ connection: isolated Connection) throws -> [StoredProgram] {
    let rows = try connection.query(
      """
      SELECT ROUTINE_NAME AS n, ROUTINE_TYPE AS t FROM information_schema.ROUTINES
      WHERE \(isOwn("ROUTINE_SCHEMA")) ORDER BY ROUTINE_TYPE, ROUTINE_NAME
      """)
    return try rows.compactMap { row in
      guard let kind = StoredProgram.Kind(rawValue: (row["t"].string ?? "").lowercased()) else { return nil }
      let name = TableName(database, row["n"].string ?? "")
      let word = kind.rawValue.uppercased()
      let column =
        "Create " + kind.rawValue.split(separator: " ").map(\.capitalizedASCII).joined(separator: " ")
      return try program(
        kind, name, show: "SHOW CREATE \(raw: word) \(name.sql)", column: column,
        grant: "GRANT SHOW_ROUTINE ON *.* (MySQL), GRANT SELECT ON mysql.proc (MariaDB)", connection)
    }
  }

  private func events(_ connection: isolated Connection) throws -> [StoredProgram] {
    let found = try names(
      """
      SELECT EVENT_NAME AS n FROM information_schema.EVENTS WHERE \(isOwn("EVENT_SCHEMA")) ORDER BY EVENT_NAME
      """, connection)
    return try found.map { name in
      try program(
        .event, name, show: "SHOW CREATE EVENT \(name.sql)", column: "Create Event",
        grant: "GRANT EVENT ON *.*",
        connection)
    }
  }

  private func program(
    _ kind: StoredProgram.Kind, _ name: TableName, show: SQLText, column: String, details: [String] = [],
    grant: String, _ connection: isolated Connection
  ) throws -> StoredProgram {
    guard let row = try connection.query(show).first, row.has(column), let create = row[column].bytes else {
      throw OpsError.withheld(kind.rawValue, name, grant: grant)
    }
    func text(_ name: String) -> String { row.has(name) ? row[name].string ?? "" : "" }
    return StoredProgram(
      kind: kind, name: name, create: create, sqlMode: text("sql_mode"),
      characterSetClient: text("character_set_client"), collationConnection: text("collation_connection"),
      databaseCollation: text("Database Collation"), timeZone: text("time_zone"), details: details)
  }
}

extension Substring {
  /// `package` as `Package`.
  fileprivate var capitalizedASCII: String { prefix(1).uppercased() + dropFirst() }
}
