import Basics
import CommandKit
import MySQL
import OnlineAlter

/// `dbops migrations` and what can be done with them.
enum MigrationsCommand {
  static let table = Argument(
    "TABLE", value: .string("TABLE"), help: "The table that is migrated, DATABASE.TABLE, or the run's id.")
  static let database = Option("database", value: .string("NAME"), help: "Look in this database only.")
  static let execute = Option(flag: "execute", help: "Do it; without this only what would be done is shown.")

  private static let sections = [OptionSection("Options", [database]), ServerOptions.section]

  static let command = Command(
    CommandSpec(
      "migrations", summary: "lists online schema changes that are under way or were left on a server",
      discussion: """
        Every migration keeps a table beside the one it changes, which tells how far it is. So they are seen from any \
        machine that reaches the server, whoever began them.
        """,
      examples: [
        CommandExample("dbops migrations --target shop", "What is under way on shop's primary"),
        CommandExample("dbops migrations status shop.orders --target shop", "How far one of them is"),
        CommandExample(
          "dbops migrations cleanup shop.orders --target shop --execute",
          "Drop what an abandoned one has left"),
      ],
      sections: sections, rules: ServerOptions.rules, exits: [.privilege, .notFound, .locked, .refused]),
    subcommands: [status, cleanup]
  ) { invocation, context in
    let server = try ServerChoice(invocation, context)
    let found = try await MigrationsOnServer(server.connection).all(in: invocation[database])
    for entry in found { context.console.event("migration", MigrationText(entry).members) }
    guard !found.isEmpty else {
      context.console.show("no migrations on \(server.connection.address)")
      return .ok(["migrations": 0])
    }
    var list = TextTable([
      TextTable.Column("TABLE", .left, .never), TextTable.Column("STATE"), TextTable.Column("COPIED", .right),
      TextTable.Column("BACKLOG", .right), TextTable.Column("RUN", .left, .never),
      TextTable.Column("HEARD OF"),
    ])
    for entry in found { list.add(MigrationText(entry).cells) }
    context.console.show(list)
    return .ok(["migrations": .int(Int64(found.count))])
  }

  private static let status = Command(
    CommandSpec(
      "status", summary: "tells how far one migration is", arguments: [table], sections: sections,
      rules: ServerOptions.rules, exits: [.privilege, .notFound])
  ) { invocation, context in
    let (_, entry) = try await find(invocation, context)
    let text = MigrationText(entry)
    context.console.event("migration", text.members)
    context.console.show(text.lines)
    return .ok(text.members)
  }

  private static let cleanup = Command(
    CommandSpec(
      "cleanup",
      summary: "drops the tables that an abandoned migration left: shows them, acts with --execute",
      discussion: """
        Drops the ghost table and what belongs to it; all that was copied is lost. The table itself is not touched, \
        nor one that an earlier migration has put aside. A migration that is running is left alone.
        """,
      arguments: [table], sections: [OptionSection("Options", [database, execute]), ServerOptions.section],
      rules: ServerOptions.rules, exits: [.privilege, .notFound, .locked, .refused])
  ) { invocation, context in
    try await Journal(context).run("migrations cleanup", target: invocation[GlobalOptions.target] ?? "") {
      let (migrations, entry) = try await find(invocation, context)
      let names = entry.tables.map(\.description).joined(separator: ", ")
      context.console.show("tables of the migration of \(entry.record.table): \(names)")
      let members: [String: JSONValue] = [
        "table": .string(entry.record.table.description),
        "tables": .array(entry.tables.map { .string($0.description) }),
      ]
      guard !entry.isRunning else {
        throw OpsError(
          .locked, "cannot drop the tables of the migration of \(entry.record.table)",
          why: "run \(entry.record.run) of \(entry.record.who) works on it", hint: "stop that run first")
      }
      guard invocation[execute] else {
        context.console.say("nothing was dropped; add --execute to do it")
        return .ok(members).told(as: "planned only")
      }
      try context.consent.agree(to: "drop \(names)?")
      try await migrations.cleanUp(entry, log: context.log)
      context.console.show("dropped")
      return .ok(members).told(as: "dropped \(names)")
    }
  }

  private static func find(
    _ invocation: Invocation, _ context: CommandContext
  ) async throws -> (MigrationsOnServer, MigrationsOnServer.Entry) {
    let server = try ServerChoice(invocation, context)
    let migrations = MigrationsOnServer(server.connection)
    let word = try invocation[table]
    let found = try await migrations.all(in: invocation[database]).filter {
      $0.record.table.description == word || $0.record.run == word || $0.record.table.name == word
    }
    guard let entry = found.first else {
      throw OpsError(
        .notFound, "there is no migration of \(word) on \(server.connection.address)",
        hint: "dbops migrations lists them")
    }
    guard found.count == 1 else {
      throw OpsError(
        .usage, "which \(word)?",
        why: "there are \(found.map(\.record.table.description).joined(separator: ", "))",
        hint: "write DATABASE.TABLE")
    }
    return (migrations, entry)
  }
}
