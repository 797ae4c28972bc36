import MySQL
import Schema
import TestKit
import Testing

@Suite(
  .enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)), .timeLimit(.minutes(10)))
struct TableSchemaServerTests {
  @Test(arguments: TestServer.available)
  func `a table read from its definition is the one in the information schema`(server: TestServer)
    async throws
  {
    try await server.withDatabase { database, connection in
      for (index, body) in SampleTables.of(server).enumerated() {
        let name = "t\(index)"
        let sql = "CREATE TABLE \(name) " + body.replacing("NAME", with: name)
        do {
          try await connection.execute(SQLText(raw: sql))
          try await check(name, in: database, connection)
        } catch {
          Issue.record("\(sql): \(error)")
        }
        try await connection.execute("DROP TABLE IF EXISTS \(quoted: name)")
      }
    }
  }

  private func check(_ name: String, in database: String, _ connection: Connection) async throws {
    let table = try await ServerTable.read(name, connection)
    let columns = try await ColumnFacts.of(name, in: database, connection)
    #expect(table.columns.count == columns.count)
    for (column, fact) in zip(table.columns, columns) {
      let read = ColumnFacts(column)
      #expect(read == fact, "\(read) and not \(fact)")
    }
    let parts = table.keys.flatMap { KeyPartFacts.of($0, in: table) }.sorted()
    let facts = try await KeyPartFacts.of(name, in: database, connection).sorted()
    #expect(parts == facts, "\(parts) and not \(facts)")
  }
}

/// Reads tables as the program does.
enum ServerTable {
  static func definition(_ name: String, _ connection: Connection) async throws -> [UInt8] {
    try await connection.query("SHOW CREATE TABLE \(quoted: name)").first?[1].bytes ?? []
  }

  static func read(_ name: String, _ connection: Connection) async throws -> TableSchema {
    try TableSchema(parsing: try await definition(name, connection))
  }
}

/// What both sides tell about a column.
struct ColumnFacts: Equatable, CustomStringConvertible {
  private var facts: [String: String] = [:]

  var description: String {
    facts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }

  init(_ column: ColumnSchema) {
    let type = column.type
    facts = ["name": column.name, "type": type.base.rawValue, "nullable": "\(column.isNullable)"]
    facts["unsigned"] = "\(type.isUnsigned) \(type.isZerofill)"
    switch type.base {
    case .char, .varchar, .binary, .varbinary, .bit: facts["length"] = type.length.map(String.init)
    case .decimal: facts["digits"] = "\(type.precision ?? -1).\(type.scale ?? -1)"
    case .time, .datetime, .timestamp: facts["fraction"] = "\(type.fractionalDigits)"
    default: break
    }
    if type.base.isCharacter {
      facts["charset"] = type.charset
      facts["collation"] = type.collation
    }
    switch column.defaultValue {
    case .literal, .expression: facts["default"] = "true"
    case .null, .unwritten: facts["default"] = "false"
    }
    facts["counts"] = "\(column.isAutoIncrement)"
    facts["invisible"] = "\(column.isInvisible)"
    facts["updates"] = "\(column.onUpdate != nil)"
    facts["generated"] = "\(column.isGenerated) \(column.isVirtual)"
    facts["comment"] = column.comment ?? ""
  }

  private init(_ row: Rows.Row) {
    func text(_ name: String) -> String { row[name].string ?? "" }
    let type = text("COLUMN_TYPE")
    let base = text("DATA_TYPE") == "geomcollection" ? "geometrycollection" : text("DATA_TYPE")
    facts = ["name": text("COLUMN_NAME"), "type": base, "nullable": "\(text("IS_NULLABLE") == "YES")"]
    facts["unsigned"] = "\(type.contains("unsigned")) \(type.contains("zerofill"))"
    switch base {
    case "char", "varchar", "binary", "varbinary": facts["length"] = text("CHARACTER_MAXIMUM_LENGTH")
    case "bit": facts["length"] = text("NUMERIC_PRECISION")
    case "decimal": facts["digits"] = text("NUMERIC_PRECISION") + "." + text("NUMERIC_SCALE")
    case "time", "datetime", "timestamp": facts["fraction"] = text("DATETIME_PRECISION")
    default: break
    }
    if let charset = row["CHARACTER_SET_NAME"].string {
      facts["charset"] = Charset.normalised(charset)
      facts["collation"] = Charset.normalised(text("COLLATION_NAME"))
    }
    let value = row["COLUMN_DEFAULT"].string
    facts["default"] =
      "\(value != nil && value != "NULL" || type.hasPrefix("varchar") && value == "NULL" && !row.isMariaDB)"
    let extra = text("EXTRA").uppercased()
    facts["counts"] = "\(extra.contains("AUTO_INCREMENT"))"
    facts["invisible"] = "\(extra.contains("INVISIBLE"))"
    facts["updates"] = "\(extra.contains("ON UPDATE"))"
    facts["generated"] =
      "\(extra.contains("VIRTUAL GENERATED") || extra.contains("STORED GENERATED")) \(extra.contains("VIRTUAL GENERATED"))"
    facts["comment"] = text("COLUMN_COMMENT")
  }

  static func of(_ table: String, in database: String, _ connection: Connection) async throws -> [ColumnFacts]
  {
    try await connection.query(
      """
      SELECT COLUMNS.*, LEFT(VERSION(), 20) AS version FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = \(literal: .string(database)) AND TABLE_NAME = \(literal: .string(table))
      ORDER BY ORDINAL_POSITION
      """
    ).map { ColumnFacts($0) }
  }
}

extension Rows.Row {
  fileprivate var isMariaDB: Bool { self["version"].string?.contains("MariaDB") ?? false }
}

/// What both sides tell about a part of an index, as one line.
enum KeyPartFacts {
  static func of(_ key: KeySchema, in table: TableSchema) -> [String] {
    key.parts.enumerated().map { index, part in
      let type: String
      switch key.kind {
      case .fulltext, .spatial, .vector: type = key.kind.rawValue.uppercased()
      case .primary, .unique: type = key.algorithm == "HASH" ? "HASH" : "BTREE"
      case .index: type = "BTREE"
      }
      let isWhole = part.prefixLength == nil || key.kind == .spatial
      return [
        key.name, "\(key.isUnique)", "\(index + 1)", part.column ?? "expression",
        isWhole ? "whole" : "\(part.prefixLength ?? 0)", part.isDescending ? "down" : "up", type,
        "\(key.isVisible)", key.comment ?? "",
      ].joined(separator: " | ")
    }
  }

  static func of(_ table: String, in database: String, _ connection: Connection) async throws -> [String] {
    try await connection.query(
      """
      SELECT * FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = \(literal: .string(database)) AND TABLE_NAME = \(literal: .string(table))
      """
    ).map { row in
      func text(_ name: String) -> String { row[name].string ?? "" }
      let isHidden = text("IS_VISIBLE") == "NO" || text("IGNORED") == "YES"
      let isWhole = row["SUB_PART"].string == nil || text("INDEX_TYPE") == "SPATIAL"
      return [
        text("INDEX_NAME"), "\(text("NON_UNIQUE") == "0")", text("SEQ_IN_INDEX"),
        row["COLUMN_NAME"].string ?? "expression", isWhole ? "whole" : text("SUB_PART"),
        text("COLLATION") == "D" ? "down" : "up", text("INDEX_TYPE"), "\(!isHidden)", text("INDEX_COMMENT"),
      ].joined(separator: " | ")
    }
  }
}
