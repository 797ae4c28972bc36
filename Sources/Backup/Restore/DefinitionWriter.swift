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
    guard there.isEmpty else { return }
    try connection.repeating { try connection.execute(definition: database.create) }
  }

  /// Makes the table with what must be there from the start; the ledger says so before the table is there.
  func make(_ table: RestorePlan.Table, _ connection: isolated Connection) throws {
    try connection.repeating { try ledger.record(.table(table.target), connection) }
    try connection.execute("USE \(quoted: table.target.database)")
    try connection.repeating { try connection.execute(definition: table.split.create) }
  }

  /// Makes a table of ours again when it holds rows: without transactions half of them cannot be told from all.
  ///
  /// Not every engine without transactions can delete or truncate.
  func emptyAgain(_ table: RestorePlan.Table, _ connection: isolated Connection) throws {
    guard !(try connection.query("SELECT 1 FROM \(table.target.sql) LIMIT 1").isEmpty) else { return }
    try drop(table, connection)
    try make(table, connection)
  }

  func drop(_ table: RestorePlan.Table, _ connection: isolated Connection) throws {
    try connection.repeating { try connection.execute("DROP TABLE \(table.target.sql)") }
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
    try connection.repeating { try connection.execute(definition: statement) }
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
  private static func name(of kind: CreateTable.Definition.Kind) -> ExactText? {
    switch kind {
    case .index(let name, _, _): ExactText("index \(name)")
    case .foreignKey(let name): ExactText("foreign key \(name)")
    default: nil
    }
  }
}
