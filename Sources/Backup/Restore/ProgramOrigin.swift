import Basics
import MySQL

/// The state of session and database in which a program was first made: the server keeps it with the program.
///
/// Parameters and variables of routines get their character set from the default of the database, which may have
/// been another one then.
struct ProgramOrigin: Sendable {
  private let program: StoredProgram
  private let database: String
  private let ledger: RestoreLedger

  /// - Parameter database: Where the program is made; the session's default database.
  init(_ program: StoredProgram, in database: String, ledger: RestoreLedger) {
    self.program = program
    self.database = database
    self.ledger = ledger
  }

  /// Runs `body` in that state, and goes back to what was before whatever comes of it.
  func perform(_ connection: isolated Connection, _ body: () throws -> Void) throws {
    try withCollation(connection) {
      let result = Result {
        try enter(connection)
        try body()
      }
      do {
        try connection.execute("SET NAMES utf8mb4")
      } catch {
        // A connection that broke has told so before.
        try result.get()
        throw error
      }
      try result.get()
    }
  }

  private func enter(_ connection: isolated Connection) throws {
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

  /// Gives the database the default of then for as long as `body` runs: there is no other way to tell the server.
  private func withCollation(_ connection: isolated Connection, _ body: () throws -> Void) throws {
    let now = try connection.query("SELECT @@collation_database AS c").first?["c"].string ?? ""
    let wanted = program.databaseCollation
    guard !wanted.isEmpty, !StoredProgram.isSameCollation(wanted, now) else { return try body() }
    // The ledger comes first: after a crash the next run finds there what to go back to.
    let item = RestoreLedger.Item.collation(of: database, was: now)
    try connection.repeating { try ledger.record(item, connection) }
    try Self.set(wanted, of: database, connection)
    let result = Result { try body() }
    do {
      try Self.set(now, of: database, connection)
      try connection.repeating { try ledger.remove(item, connection) }
    } catch {
      try result.get()
      throw error
    }
    try result.get()
  }

  /// Puts right what a run that was killed left changed.
  static func putBack(
    _ recorded: RecordedItems, ledger: RestoreLedger, _ connection: isolated Connection
  ) throws {
    for (database, was) in recorded.collations {
      let there = try connection.query(
        "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = \(literal: .string(database))")
      if !there.isEmpty { try set(was, of: database, connection) }
      try ledger.remove(.collation(of: database, was: was), connection)
    }
  }

  private static func set(
    _ collation: String, of database: String, _ connection: isolated Connection
  ) throws {
    try connection.repeating {
      try connection.execute("ALTER DATABASE \(quoted: database) COLLATE \(literal: .string(collation))")
    }
  }
}
