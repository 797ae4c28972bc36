import Basics
import MySQL

/// What a logical backup holds, as its contents object tells.
package struct DumpContents: Sendable, Equatable {
  /// The form of this text; a restorer refuses numbers it does not know.
  package static let currentVersion: Int64 = 1

  package var databases: [DatabaseDefinition]
  package var tables: [TableContents]
  package var programs: [StoredProgram]
  package var accounts: [Account]

  package init(
    databases: [DatabaseDefinition], tables: [TableContents], programs: [StoredProgram], accounts: [Account]
  ) {
    self.databases = databases
    self.tables = tables
    self.programs = programs
    self.accounts = accounts
  }

  package var json: JSONValue {
    .object([
      "version": .int(Self.currentVersion), "kind": "mysql-logical",
      "databases": .array(databases.map { .object(["name": .string($0.name), "create": .text($0.create)]) }),
      "tables": .array(tables.map(\.json)), "programs": .array(programs.map(\.json)),
      "accounts": .array(accounts.map(\.json)),
    ])
  }

  /// - Throws: `OpsError` `corrupt` naming what is wrong; `refused` for a version this dbops does not know.
  package init(json: JSONValue) throws {
    guard try json.text("kind") == "mysql-logical", try json.number("version") == Self.currentVersion else {
      throw OpsError(
        .refused, "cannot read this backup",
        why: "its contents are of a kind or version this dbops does not know",
        hint: "use the dbops that made it, or a newer one")
    }
    databases = try json.list("databases").map {
      DatabaseDefinition(name: try $0.text("name"), create: try $0.rawText("create"))
    }
    tables = try json.list("tables").map(TableContents.init(json:))
    programs = try json.list("programs").map(StoredProgram.init(json:))
    accounts = try json.list("accounts").map(Account.init(json:))
  }
}

extension StoredProgram {
  var json: JSONValue {
    .object([
      "kind": .string(kind.rawValue), "database": .string(name.database), "name": .string(name.name),
      "create": .text(create), "sql_mode": .string(sqlMode),
      "character_set_client": .string(characterSetClient),
      "collation_connection": .string(collationConnection), "database_collation": .string(databaseCollation),
      "time_zone": .string(timeZone), "details": .array(details.map { .string($0) }),
    ])
  }

  init(json: JSONValue) throws {
    guard let kind = Kind(rawValue: try json.text("kind")) else { throw OpsError.malformedContents("kind") }
    self.init(
      kind: kind, name: TableName(try json.text("database"), try json.text("name")),
      create: try json.rawText("create"), sqlMode: try json.text("sql_mode"),
      characterSetClient: try json.text("character_set_client"),
      collationConnection: try json.text("collation_connection"),
      databaseCollation: try json.text("database_collation"), timeZone: try json.text("time_zone"),
      details: try json.texts("details"))
  }
}

extension Account {
  var json: JSONValue {
    .object([
      "user": .string(user), "host": .string(host), "role": .bool(isRole), "create": .text(create),
      "grants": .array(grants.map { .text($0) }),
    ])
  }

  init(json: JSONValue) throws {
    self.init(
      user: try json.text("user"), host: try json.text("host"), isRole: try json.flag("role"),
      create: try json.rawText("create"), grants: try json.list("grants").map { try $0.rawText() })
  }
}
