import Basics
import MySQL
import Schema
import TestKit
import Testing

@Suite(
  .enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)), .timeLimit(.minutes(10)))
struct HazardServerTests {
  private static let types = [
    "tinyint", "tinyint unsigned", "smallint", "smallint unsigned", "mediumint", "mediumint unsigned", "int",
    "int unsigned zerofill", "bigint", "bigint unsigned", "decimal(3,0)", "decimal(10,2)",
    "decimal(12,2) unsigned",
    "decimal(20,0)", "decimal(30,6)", "float", "double", "double(9,3)", "bit(1)", "bit(8)", "bit(64)", "year",
    "char(5)", "varchar(5)", "varchar(40)", "varchar(300)", "tinytext", "text", "mediumtext", "longtext",
    "varchar(40) character set latin1", "varchar(40) character set ascii",
    "varchar(40) character set utf8mb3",
    "text character set latin1", "text character set utf8mb3", "varchar(40) character set ucs2", "binary(4)",
    "binary(8)", "varbinary(4)", "varbinary(40)", "varbinary(300)", "tinyblob", "blob", "longblob",
    "enum('a','b')",
    "enum('a','b','c')", "enum('b','a')", "enum('1','22')", "set('a','b')", "set('a','b','c')", "date",
    "time", "time(6)",
    "datetime", "datetime(3)", "datetime(6)", "timestamp null", "timestamp(6) null", "json",
  ]

  @Test(arguments: TestServer.available)
  func `values survive every change that is called harmless`(server: TestServer) async throws {
    try await server.withDatabase { _, connection in
      try await connection.execute("SET SESSION innodb_strict_mode = ON")
      var tables: [(type: String, source: TableSchema, ghost: TableSchema)] = []
      for (index, type) in Self.types.enumerated() {
        let source = try await make("s\(index)", type, connection)
        try await fill(source, connection)
        tables.append((type, source, try await make("g\(index)", type, connection)))
      }
      var checked = 0
      for old in tables {
        for new in tables {
          guard try hazards(old.source, new.ghost).isEmpty else { continue }
          let problem = try await problem(old.source.name, new.ghost.name, connection)
          #expect(problem == nil, "\(old.type) to \(new.type): \(problem ?? "")")
          checked += 1
        }
      }
      #expect(checked > 300)
    }
  }

  /// Those that the sample values are sure to show.
  private static let certain: Set<String> = [
    "members-removed", "range-narrowed", "length-narrowed", "fraction-lost", "sign-changed", "null-forbidden",
    "padding", "check-added",
  ]

  @Test(arguments: TestServer.available)
  func `changes that are called risky lose or change values`(server: TestServer) async throws {
    try await server.withDatabase { _, connection in
      var checked = 0
      for (before, after, kinds) in TypeChanges.risky where !kinds.isDisjoint(with: Self.certain) {
        // Not every server has every type.
        guard let source = try? await make("s", before, connection),
          let ghost = try? await make("g", after, connection)
        else { continue }
        try await fill(source, connection)
        let problem = try await problem("s", "g", connection)
        #expect(problem != nil, "\(before) to \(after)")
        #expect(try !hazards(source, ghost).isEmpty)
        checked += 1
      }
      #expect(checked > 40)
    }
  }

  private func make(_ name: String, _ type: String, _ connection: Connection) async throws -> TableSchema {
    try await connection.execute("DROP TEMPORARY TABLE IF EXISTS \(quoted: name)")
    try await connection.execute(
      "CREATE TEMPORARY TABLE \(quoted: name) (id INT AUTO_INCREMENT PRIMARY KEY, c \(raw: type)) CHARSET=utf8mb4"
    )
    return try await ServerTable.read(name, connection)
  }

  private func hazards(_ source: TableSchema, _ ghost: TableSchema) throws -> [ColumnHazard] {
    let statement = try AlterStatement(parsing: "FORCE", in: AlterContext(database: "d", table: "t"))
    return try ColumnMapping(source: source, ghost: ghost, statement: statement).hazards
  }

  private func fill(_ table: TableSchema, _ connection: Connection) async throws {
    let column = try #require(table.column("c"))
    for value in SampleValues.of(column) {
      try await connection.execute("INSERT INTO \(quoted: table.name) (c) VALUES (\(raw: value))")
    }
  }

  /// Why the values of one table are not the same in the other; nil when they are.
  private func problem(_ source: String, _ ghost: String, _ connection: Connection) async throws -> String? {
    try await connection.execute("DELETE FROM \(quoted: ghost)")
    do {
      try await connection.execute("INSERT INTO \(quoted: ghost) (id, c) SELECT id, c FROM \(quoted: source)")
    } catch {
      return "\(error)"
    }
    let old = try await values(source, connection), new = try await values(ghost, connection)
    guard let different = zip(old, new).first(where: { $0 != $1 }) else { return nil }
    return "\(different.0.prefix(60)) became \(different.1.prefix(60))"
  }

  private func values(_ table: String, _ connection: Connection) async throws -> [String] {
    let isBit = try await ServerTable.read(table, connection).column("c")?.type.base == .bit
    let value: SQLText = isBit ? "c + 0" : "c"
    return try await connection.query("SELECT \(value) FROM \(quoted: table) ORDER BY id").map {
      Self.plain($0[0].string ?? "NULL")
    }
  }

  /// Without what is only another way to write the same: zeroes at the ends of a number, midnight of a day.
  private static func plain(_ text: String) -> String {
    var text = Substring(text)
    if text.hasSuffix(" 00:00:00") { text = text.dropLast(9) }
    let digits: Set<Character> = Set("0123456789.-: ")
    guard !text.isEmpty, text.allSatisfy(digits.contains) else { return String(text) }
    if text.contains(".") {
      while text.hasSuffix("0") { text = text.dropLast() }
      if text.hasSuffix(".") { text = text.dropLast() }
    }
    while text.hasPrefix("0"), text.count > 1 { text = text.dropFirst() }
    return text.hasSuffix(" 00:00:00") ? String(text.dropLast(9)) : String(text)
  }
}
