import MySQL

/// Tells about everything in one database, in SQL alone.
struct DatabasePainter {
  let database: String
  let ignored: Set<String>

  /// Columns of SHOW statements that tell when something was made and not what it is.
  private static let moments: Set<String> = ["Created", "Updated", "Last_altered"]

  func facts(_ connection: isolated Connection) throws -> [String: String] {
    var facts = ["database \(database)": try shown("SHOW CREATE DATABASE \(quoted: database)", connection)]
    // With the database as the default one, definitions are printed without its name.
    _ = try connection.execute("USE \(quoted: database)")
    let tables = try connection.query(
      "SELECT TABLE_NAME AS n, TABLE_TYPE AS t FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(own)")
    for table in tables {
      let (name, kind) = (table["n"].string ?? "", table["t"].string ?? "")
      let title = "\(database).\(name)"
      guard !ignored.contains(title) else { continue }
      switch kind {
      case "VIEW": facts["view \(title)"] = try shown("SHOW CREATE VIEW \(quoted: name)", connection)
      case "SEQUENCE":
        facts["sequence \(title)"] = try shown("SHOW CREATE SEQUENCE \(quoted: name)", connection)
        facts["state of \(title)"] = try shown("SELECT * FROM \(quoted: name)", connection)
      default:
        facts["table \(title)"] = try defined("SHOW CREATE TABLE \(quoted: name)", connection)
        facts["rows of \(title)"] = try rows(of: name, isVersioned: kind == "SYSTEM VERSIONED", connection)
      }
    }
    try addTriggers(&facts, connection)
    try addRoutines(&facts, connection)
    try addEvents(&facts, connection)
    return facts
  }

  private var own: SQLText { .literal(.string(database)) }

  /// A definition without what servers print or leave out for the same thing: a collation tells its character set.
  private func defined(_ sql: SQLText, _ connection: isolated Connection) throws -> String {
    try shown(sql, connection).replacing(#/CHARACTER SET (\w+) COLLATE \1/#) { "COLLATE \($0.1)" }
  }

  private func shown(_ sql: SQLText, _ connection: isolated Connection) throws -> String {
    let rows = try connection.query(sql)
    return rows.map { $0.line(of: rows.columns, without: Self.moments) }.joined(separator: "\n")
  }

  /// Number of rows and two sums over a digest of each row's exact bytes, whatever the order.
  private func rows(
    of table: String, isVersioned: Bool, _ connection: isolated Connection
  ) throws -> String {
    let all = try connection.query(
      """
      SELECT COLUMN_NAME AS c, DATA_TYPE AS d, COALESCE(GENERATION_EXPRESSION, '') AS g FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = \(own) AND TABLE_NAME = \(literal: .string(table)) ORDER BY ORDINAL_POSITION
      """)
    let lifeSpan = all.filter { ["ROW START", "ROW END"].contains($0["g"].string) }
    // A history by transaction numbers means something on its own server alone.
    let isByTransaction = lifeSpan.contains { $0["d"].string == "bigint" }
    let columns = isByTransaction ? all.filter { ($0["g"].string ?? "").isEmpty } : Array(all)
    var digests = columns.map { Self.digest(.quoted($0["c"].string ?? ""), type: $0["d"].string ?? "") }
    if isVersioned, lifeSpan.isEmpty {
      digests += ["row_start", "row_end"].map { Self.digest(.quoted($0), type: "timestamp") }
    }
    let withHistory: SQLText = "\(quoted: table) FOR SYSTEM_TIME ALL"
    let source: SQLText = isVersioned && !isByTransaction ? withHistory : .quoted(table)
    // A value longer than max_allowed_packet becomes NULL with a warning: `unread` counts what was not told.
    return try shown(
      """
      SELECT COUNT(*) AS n, COALESCE(SUM(CAST(CONV(SUBSTRING(h, 1, 15), 16, 10) AS UNSIGNED)), 0) AS a,
      COALESCE(SUM(CAST(CONV(SUBSTRING(h, 20, 15), 16, 10) AS UNSIGNED)), 0) AS b,
      COALESCE(SUM(h IS NULL), 0) AS unread
      FROM (SELECT SHA2(CONCAT(\(digests.joined(separator: ", '-', "))), 256) AS h FROM \(source)) AS digests
      """, connection)
  }

  /// A digest of one column's exact bytes; `-` for NULL.
  private static func digest(_ name: SQLText, type: String) -> SQLText {
    let bytes: SQLText =
      switch type.lowercased() {
      case "float", "double": "HEX(CONCAT(CAST(\(name) AS DOUBLE)))"
      case "bit": "HEX(\(name) + 0)"
      // Only the number tells the error value, which is empty, from an empty member.
      case "enum", "set": "CONCAT(HEX(\(name)), ':', CAST(\(name) AS UNSIGNED))"
      // The type tells a date in a document from the text of that date.
      case "json": "CONCAT(JSON_TYPE(\(name)), HEX(CAST(\(name) AS CHAR)))"
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "binary", "varbinary", "tinyblob",
        "blob", "mediumblob", "longblob", "geometry", "point", "linestring", "polygon", "multipoint",
        "multilinestring", "multipolygon", "geometrycollection", "geomcollection", "vector":
        "HEX(\(name))"
      default: "HEX(CONCAT(\(name)))"
      }
    return "IF(\(name) IS NULL, '-', SHA2(\(bytes), 256))"
  }

  private func addTriggers(_ facts: inout [String: String], _ connection: isolated Connection) throws {
    let triggers = try connection.query(
      """
      SELECT TRIGGER_NAME AS n, EVENT_OBJECT_TABLE AS t, CONCAT_WS(' ', ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER)
      AS o FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = \(own)
      """)
    for trigger in triggers where !ignored.contains("\(database).\(trigger["t"].string ?? "")") {
      let name = trigger["n"].string ?? ""
      facts["trigger \(database).\(name)"] = try shown("SHOW CREATE TRIGGER \(quoted: name)", connection)
      facts["place of trigger \(database).\(name)"] = trigger["o"].string
    }
  }

  private func addRoutines(_ facts: inout [String: String], _ connection: isolated Connection) throws {
    let routines = try connection.query(
      """
      SELECT ROUTINE_NAME AS n, ROUTINE_TYPE AS t FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = \(own)
      """)
    for routine in routines {
      let (name, kind) = (routine["n"].string ?? "", routine["t"].string ?? "")
      facts["\(kind.lowercased()) \(database).\(name)"] = try shown(
        "SHOW CREATE \(raw: kind) \(quoted: name)", connection)
    }
  }

  private func addEvents(_ facts: inout [String: String], _ connection: isolated Connection) throws {
    let events = try connection.query(
      "SELECT EVENT_NAME AS n, STATUS AS s FROM information_schema.EVENTS WHERE EVENT_SCHEMA = \(own)")
    for event in events {
      let name = event["n"].string ?? ""
      facts["event \(database).\(name)"] = try shown("SHOW CREATE EVENT \(quoted: name)", connection)
      facts["status of event \(database).\(name)"] = event["s"].string
    }
  }
}
