import Basics
import MySQL
import Schema

/// Makes databases, tables, indexes, constraints and programs on the target. Each step may be repeated.
struct DefinitionWriter: Sendable {
  let ledger: RestoreLedger

  /// Makes the database unless it is there.
  func make(database: (name: String, create: [UInt8]), _ connection: isolated Connection) throws {
    let there = try connection.query(
      "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = \(literal: .string(database.name))")
    if there.isEmpty { try connection.execute(definition: database.create) }
  }

  /// Makes the table with what must be there from the start; the ledger says so before the table is there.
  func make(_ table: RestorePlan.Table, _ connection: isolated Connection) throws {
    try ledger.record(.table(table.target), connection)
    try connection.execute("USE \(quoted: table.target.database)")
    try connection.execute(definition: table.split.create)
  }

  /// Makes a table of ours again when it holds rows: without transactions half of them cannot be told from all.
  ///
  /// Not every engine without transactions can delete or truncate.
  func emptyAgain(_ table: RestorePlan.Table, _ connection: isolated Connection) throws {
    guard !(try connection.query("SELECT 1 FROM \(table.target.sql) LIMIT 1").isEmpty) else { return }
    try connection.execute("DROP TABLE \(table.target.sql)")
    try make(table, connection)
  }

  /// Adds the secondary indexes that are still missing.
  func addIndexes(_ table: RestorePlan.Table, _ connection: isolated Connection) throws {
    let missing = try Self.missing(table.split.indexes, of: table, connection)
    guard !missing.isEmpty else { return }
    for group in Self.groups(missing) { try alter(table, adding: group, connection) }
  }

  /// What may stand in one ALTER, in the order given, so that the table ends with its indexes in that order.
  ///
  /// InnoDB builds one FULLTEXT index at a time, and does not mix spatial ones with others.
  static func groups(_ indexes: [[UInt8]]) -> [[[UInt8]]] {
    var groups: [[[UInt8]]] = []
    var isOpen = false
    for index in indexes {
      if isSpecial(index) {
        groups.append([index])
        isOpen = false
      } else if isOpen {
        groups[groups.count - 1].append(index)
      } else {
        groups.append([index])
        isOpen = true
      }
    }
    return groups
  }

  /// Adds the foreign keys that are still missing.
  func addForeignKeys(_ table: RestorePlan.Table, _ connection: isolated Connection) throws {
    let missing = try Self.missing(table.split.foreignKeys, of: table, connection)
    guard !missing.isEmpty else { return }
    try alter(table, adding: missing, connection)
  }

  private func alter(
    _ table: RestorePlan.Table, adding definitions: [[UInt8]], _ connection: isolated Connection
  ) throws {
    try connection.execute("USE \(quoted: table.target.database)")
    var statement = Array("ALTER TABLE \(SQLText.quoted(table.target.name).description) ".utf8)
    for (index, definition) in definitions.enumerated() {
      statement += Array((index == 0 ? "ADD " : ", ADD ").utf8) + definition
    }
    try connection.execute(definition: statement)
  }

  private static func isSpecial(_ definition: [UInt8]) -> Bool {
    let word = SQLLexer.tokens(of: definition).first?.keyword(in: definition)
    return ["FULLTEXT", "SPATIAL", "VECTOR"].contains(word)
  }

  /// Those of `definitions` that the table on the server has not got, by name.
  private static func missing(
    _ definitions: [[UInt8]], of table: RestorePlan.Table, _ connection: isolated Connection
  ) throws -> [[UInt8]] {
    guard !definitions.isEmpty else { return [] }
    let text =
      try connection.query("SHOW CREATE TABLE \(table.target.sql)").first?["Create Table"].bytes ?? []
    let there = Set(try CreateTable(parsing: text).definitions.compactMap { name(of: $0.kind) })
    return definitions.filter { definition in
      guard let kind = CreateTable.kind(ofDefinition: definition), let name = name(of: kind) else {
        return true
      }
      return !there.contains(name)
    }
  }

  /// Indexes and foreign keys have names of their own, and columns others.
  private static func name(of kind: CreateTable.Definition.Kind) -> String? {
    switch kind {
    case .index(let name, _, _): "index \(name)"
    case .foreignKey(let name): "foreign key \(name)"
    default: nil
    }
  }
}

/// Makes sequences, routines, views, triggers and events on the target.
struct ProgramWriter: Sendable {
  let ledger: RestoreLedger

  /// Makes the programs in order, each under the settings it was first made with.
  ///
  /// - Parameter recorded: What an earlier run of this restore began; that is made again.
  func make(
    _ programs: [RestorePlan.Program], recorded: RecordedItems, _ connection: isolated Connection
  ) throws {
    for program in programs {
      try make(program, isAgain: recorded.contains(item(program)), connection)
    }
  }

  /// Makes the views of `plan`.
  ///
  /// Views stand on views, and what they are is decided when they are made: one made over a stand-in would lose
  /// its algorithm or its check option. So those that cannot be made yet wait until the others are.
  ///
  /// - Returns: The views that cannot be made here: broken on the source too, or standing on what the restore does
  ///   not bring and the server has not got.
  /// - Throws: `SQLFailure` of a view for which neither is true.
  func makeViews(of plan: RestorePlan, _ connection: isolated Connection) throws -> [MissingView] {
    var left = plan.programs(.view)
    while true {
      var failures: [(view: RestorePlan.Program, failure: SQLFailure)] = []
      for view in left {
        do {
          try make(view, isAgain: true, connection)
        } catch let error as SQLFailure where error.kind != .connectionLost {
          failures.append((view, error))
        }
      }
      guard failures.count == left.count else {
        left = failures.map(\.view)
        continue
      }
      let brought = Set(
        plan.tables.map(\.target)
          + plan.programs.map(\.target).filter { name in !left.contains { $0.target == name } })
      for (view, failure) in failures where !view.program.isBrokenView {
        guard MissingView.isAbout(failure, notAmong: brought, plan.databases.map(\.name)) else {
          throw failure
        }
      }
      return failures.map { MissingView(name: $0.view.target, why: $0.failure.text) }
    }
  }

  private func item(_ program: RestorePlan.Program) -> RestoreLedger.Item {
    .program(program.program.kind, program.target)
  }

  private func make(
    _ item: RestorePlan.Program, isAgain: Bool, _ connection: isolated Connection
  ) throws {
    let program = item.program
    try connection.execute("USE \(quoted: item.target.database)")
    // The ledger comes first: what it does not name is not ours to replace.
    try ledger.record(self.item(item), connection)
    try enter(program, connection)
    switch program.kind {
    case .view:
      try connection.execute(definition: inserting("OR REPLACE", behind: "CREATE", in: item.create))
    case .sequence:
      try connection.execute(
        definition: inserting("IF NOT EXISTS", behind: "CREATE SEQUENCE", in: item.create))
      let value = program.details.first.flatMap { Int64($0) } ?? 1
      let round = program.details.last.flatMap { Int64($0) } ?? 0
      _ = try connection.query("SELECT SETVAL(\(item.target.sql), \(value), 0, \(round))")
    default:
      if isAgain { try dropExisting(item, connection) }
      try connection.execute(definition: item.create)
    }
    try connection.execute("SET NAMES utf8mb4")
  }

  /// Drops a program that stands in the way, if it does.
  func drop(_ item: RestorePlan.Program, _ connection: isolated Connection) throws {
    // MariaDB knows packages only in its Oracle mode.
    try enter(item.program, connection)
    try dropExisting(item, connection)
    try connection.execute("SET NAMES utf8mb4")
  }

  private func dropExisting(_ item: RestorePlan.Program, _ connection: isolated Connection) throws {
    let kind = item.program.kind.rawValue.uppercased()
    try connection.execute("DROP \(raw: kind) IF EXISTS \(item.target.sql)")
  }

  /// Brings the session into the state in which the program was first made.
  private func enter(_ program: StoredProgram, _ connection: isolated Connection) throws {
    let zone = program.timeZone.isEmpty ? "+00:00" : program.timeZone
    var settings: [SQLText] = [
      "sql_mode = \(literal: .string(program.sqlMode))", "time_zone = \(literal: .string(zone))",
    ]
    if !program.characterSetClient.isEmpty {
      settings.append("character_set_client = \(literal: .string(program.characterSetClient))")
      settings.append("collation_connection = \(literal: .string(program.collationConnection))")
    }
    try connection.execute("SET \(settings.joined(separator: ", "))")
  }

  private func inserting(_ words: String, behind start: String, in create: [UInt8]) -> [UInt8] {
    let prefix = Array("\(start) ".utf8)
    guard create.starts(with: prefix) else { return create }
    return prefix + Array("\(words) ".utf8) + create.dropFirst(prefix.count)
  }
}
