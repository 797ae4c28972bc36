import Basics
import MySQL
import TestKit

/// Two databases on one server that hold the same table: the subject is migrated, the control is altered by the server.
///
/// They bear the same name in both, so that what the server prints for them can be compared as it is.
struct CaseStage: Sendable {
  let test: AlterCase
  /// The server that has a replica, where indexes fill with the rows, or the one that has none, where they come behind them.
  let role: TestServer.Role
  let subject: TableName
  let control: TableName

  init(_ test: AlterCase, on role: TestServer.Role) {
    self.test = test
    self.role = role
    let prefix = "case_\(RunID().description.lowercased())"
    subject = TableName(prefix + "_s", test.table)
    control = TableName(prefix + "_c", test.table)
  }

  /// Makes both tables, runs `body`, and drops the databases whatever happens.
  func use<Value: Sendable>(_ body: (Connection) async throws -> Value) async throws -> Value {
    let session = try await open()
    let result: Result<Value, any Error>
    do {
      for table in [subject, control] {
        try await session.execute("CREATE DATABASE \(quoted: table.database) CHARACTER SET utf8mb4")
        try await session.execute("USE \(quoted: table.database)")
        for statement in test.create { try await session.execute(SQLText(raw: statement)) }
      }
      result = .success(try await body(session))
    } catch {
      result = .failure(error)
    }
    await session.close()
    let cleaner = try await Connection.open(test.server.options(role))
    for table in [subject, control] {
      try await cleaner.execute("DROP DATABASE IF EXISTS \(quoted: table.database)")
    }
    await cleaner.close()
    return try result.get()
  }

  /// A session as the application's: with the server's time zone, and what the case sets.
  func open() async throws -> Connection {
    let session = try await Connection.open(test.server.options(role))
    try await session.execute(
      """
      SET SESSION time_zone = @@GLOBAL.time_zone,
      sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'
      """)
    for statement in test.session { try await session.execute(SQLText(raw: statement)) }
    return session
  }

  /// Lets the server change the control by itself.
  func alterControl(_ session: Connection) async throws {
    try await session.execute("ALTER TABLE \(control.sql) \(raw: test.alter)")
  }

  /// What the databases hold beside the tables of the case.
  func leftovers(_ session: Connection) async throws -> [String] {
    var tables: [[String]] = []
    for name in [subject.database, control.database] {
      tables.append(
        try await session.query(
          """
          SELECT TABLE_NAME AS t FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(literal: .string(name))
          """
        ).map { $0["t"].string ?? "" })
    }
    return tables[0].filter { !tables[1].contains($0) }.sorted()
  }

  // MARK: Comparison

  /// One line for each thing that is not the same in both tables; empty when they are equal to the last byte.
  func differences() async throws -> [String] {
    let options = try test.server.options(role).with(profile: .export, phase: "test")
    let session = try await Connection.open(options)
    let mine = try await definition(subject, session)
    let other = try await definition(control, session)
    var found = mine == other ? [] : ["definition\n  is \(mine)\n  not \(other)"]
    let rows = try await rows(subject, session)
    let wanted = try await self.rows(control, session)
    if rows.columns != wanted.columns { found.append("columns \(rows.columns), not \(wanted.columns)") }
    found += Self.differences(rows.lines, wanted.lines)
    for table in [subject, control] {
      let check = try await session.query("CHECK TABLE \(table.sql)").map { $0["Msg_text"].string ?? "" }
      if check != ["OK"] { found.append("\(table): \(check)") }
    }
    await session.close()
    return found
  }

  private static func differences(_ rows: [String: Int], _ wanted: [String: Int]) -> [String] {
    let lines = Set(rows.keys).union(wanted.keys).sorted().filter { rows[$0] != wanted[$0] }
    return lines.prefix(10).map { line in
      "\(rows[line] ?? 0) times, not \(wanted[line] ?? 0) times: \(line)"
    }
  }

  private func definition(_ table: TableName, _ session: Connection) async throws -> String {
    let text =
      try await session.query("SHOW CREATE TABLE \(table.sql)").first?["Create Table"].string ?? ""
    return test.server == .mysql ? Self.withoutCheckNames(text) : text
  }

  /// MySQL wants every check of a database to have a name of its own, so the ghost's are called otherwise than the table's,
  /// and stand in another order.
  private static func withoutCheckNames(_ text: String) -> String {
    var lines: [String] = []
    var checks: [String] = []
    for line in text.split(separator: "\n").map({ $0.hasSuffix(",") ? String($0.dropLast()) : String($0) }) {
      let words = line.split(separator: " ", maxSplits: 2)
      if words.first == "CONSTRAINT", let start = line.range(of: "` CHECK (") {
        checks.append(String(line[start.lowerBound...]))
      } else {
        lines.append(line)
      }
    }
    return (lines + checks.sorted()).joined(separator: "\n")
  }

  /// How often the table has which row, every column as the bytes that are stored.
  private func rows(
    _ table: TableName, _ session: Connection
  ) async throws -> (columns: [String], lines: [String: Int]) {
    let columns = try await CaseColumns.read(table, session)
    let values = columns.all.map { column -> SQLText in
      // FLOAT is printed with fewer digits than it has.
      ["float", "double"].contains(column.type) ? "\(quoted: column.name) * 1E0" : "\(quoted: column.name)"
    }
    var lines: [String: Int] = [:]
    let rows = try await session.query("SELECT \(values.joined(separator: ", ")) FROM \(table.sql)")
    for row in rows {
      let texts = columns.all.indices.map { index in row[index].bytes.map(Self.text) ?? "NULL" }
      lines[texts.joined(separator: " | "), default: 0] += 1
    }
    return (columns.all.map(\.name), lines)
  }

  /// Readable where every byte can be told from what is printed.
  private static func text(_ bytes: [UInt8]) -> String {
    if bytes.allSatisfy({ (0x20..<0x7f).contains($0) }) {
      return "'\(String(decoding: bytes, as: UTF8.self))'"
    }
    return "X" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
