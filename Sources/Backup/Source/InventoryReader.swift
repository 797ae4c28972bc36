import Basics
import MySQL
import Schema

/// Reads what a server holds: databases, tables, programs, accounts.
///
/// Needs a connection of profile `export`, so that definitions arrive in the bytes they were written in.
package struct InventoryReader: Sendable {
  package let selection: Selection

  package init(selection: Selection) {
    self.selection = selection
  }

  /// Everything selected, accounts apart.
  ///
  /// - Throws: `OpsError` `notFound` when a database or table was named that is not there.
  package func read(_ connection: Connection) async throws -> Inventory {
    var inventory = Inventory()
    for name in try await databaseNames(connection) {
      let selection = selection
      let part = try await connection.perform { connection in
        try Self.readDatabase(name, selection: selection, connection)
      }
      inventory.databases += part.databases
      inventory.tables += part.tables
      inventory.programs += part.programs
    }
    try checkNothingIsMissing(inventory)
    return inventory
  }

  /// Whether a table is still the one that `definition` describes, in the same shape.
  package static func isUnchanged(_ definition: TableDefinition, _ connection: Connection) async throws
    -> Bool
  {
    let name = definition.name
    return try await connection.perform { connection in
      let made = try connection.query(
        """
        SELECT CREATE_TIME AS c FROM information_schema.TABLES
        WHERE TABLE_SCHEMA = \(literal: .string(name.database)) AND TABLE_NAME = \(literal: .string(name.name))
        """)
      guard let row = made.first, (row["c"].string ?? "") == definition.createdAt else { return false }
      let create = try connection.query("SHOW CREATE TABLE \(name.sql)").first?["Create Table"].bytes ?? []
      return TableText.withoutCounter(create) == TableText.withoutCounter(definition.create)
    }
  }

  private func databaseNames(_ connection: Connection) async throws -> [String] {
    let rows = try await connection.query(
      "SELECT SCHEMA_NAME AS n FROM information_schema.SCHEMATA ORDER BY SCHEMA_NAME")
    return rows.compactMap { $0["n"].string }.filter { selection.includes(database: $0) }
  }

  private func checkNothingIsMissing(_ inventory: Inventory) throws {
    let databases = Set(inventory.databases.map { ExactText($0.name) })
    if let missing = selection.databases.sorted().first(where: { !databases.contains($0) }) {
      throw OpsError(
        .notFound, "cannot back up database \(missing)",
        why: Selection.serverDatabases.contains(missing.text.lowercased())
          ? "it belongs to the server itself" : "there is no database of that name that this account can see",
        hint: hint(for: missing.text, among: databases.sorted().map(\.text)))
    }
    let names = Set(inventory.tables.map(\.name) + inventory.programs.map(\.name))
    if let missing = selection.tables.sorted().first(where: { !names.contains($0) }) {
      throw OpsError(
        .notFound, "cannot back up table \(missing)",
        why: "there is no table of that name that this account can see",
        hint: hint(for: missing.name, among: names.map(\.name).sorted()))
    }
  }

  private func hint(for word: String, among candidates: [String]) -> String {
    suggestion(for: word, among: candidates).map { "did you mean \($0)?" }
      ?? "check the spelling and the account's grants (SHOW GRANTS)"
  }

  private static func readDatabase(
    _ name: String, selection: Selection, _ connection: isolated Connection
  ) throws -> Inventory {
    var inventory = Inventory()
    let create = try connection.query("SHOW CREATE DATABASE \(quoted: name)")
    inventory.databases = [
      DatabaseDefinition(name: name, create: create.first?["Create Database"].bytes ?? [])
    ]
    // With the database as the default one, views and routines are printed without its name.
    _ = try connection.execute("USE \(quoted: name)")
    inventory.tables = try TableReader(database: name).read(connection, selection.includes(table:))
    inventory.programs = try ProgramReader(database: name, selection: selection).read(connection)
    return inventory
  }
}

extension OpsError {
  /// An object that is there but whose definition the server withholds.
  static func withheld(_ kind: String, _ name: TableName, grant: String) -> OpsError {
    OpsError(
      .privilege, "cannot read the definition of \(kind) \(name)",
      why: "the server withholds it from this account",
      hint: grant)
  }
}
