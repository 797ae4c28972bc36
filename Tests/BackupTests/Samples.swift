import Backup
import Basics
import MySQL
import Pipeline

/// Columns, tables and programs as a server describes them, for tests.
enum Sample {
  static func column(
    _ name: String, _ type: String = "int", charset: String? = nil, collation: String? = nil,
    isGenerated: Bool = false
  ) -> ColumnDefinition {
    ColumnDefinition(
      name: name, dataType: type, columnType: type, characterSet: charset, collation: collation,
      isNullable: false, isGenerated: isGenerated)
  }

  static func create(_ name: String, _ lines: [String] = ["`id` int NOT NULL", "PRIMARY KEY (`id`)"])
    -> [UInt8]
  {
    Array("CREATE TABLE `\(name)` (\n  \(lines.joined(separator: ",\n  "))\n) ENGINE=InnoDB".utf8)
  }

  static func table(
    _ database: String, _ name: String, create: [UInt8]? = nil, engine: String = "InnoDB",
    columns: [ColumnDefinition] = [column("id")]
  ) -> TableDefinition {
    TableDefinition(
      name: TableName(database, name), create: create ?? Self.create(name), engine: engine, columns: columns,
      key: ReadingKey(indexName: "PRIMARY", columns: [columns[0]]), lifeSpan: [], createdAt: "",
      estimatedRows: 0, estimatedBytes: 0)
  }

  static func contents(
    _ tables: [TableDefinition], programs: [StoredProgram] = [], databases: [String] = ["shop"]
  ) -> DumpContents {
    DumpContents(
      databases: databases.map {
        DatabaseDefinition(
          name: $0, create: Array("CREATE DATABASE `\($0)` /*!40100 DEFAULT CHARSET */".utf8))
      }, tables: tables.map { TableContents($0) }, programs: programs, accounts: [])
  }

  static func program(
    _ kind: StoredProgram.Kind, _ database: String, _ name: String, _ create: String, sqlMode: String = "",
    details: [String] = []
  ) -> StoredProgram {
    StoredProgram(
      kind: kind, name: TableName(database, name), create: Array(create.utf8), sqlMode: sqlMode,
      details: details)
  }
}

/// The code and text of what `body` throws; nil when it throws nothing.
func failure(_ body: () throws -> Void) -> OpsError? {
  do {
    try body()
    return nil
  } catch {
    return error as? OpsError
  }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
