import Basics
import MySQL

/// The migrations whose tables are on a server, whoever began them and wherever they run.
package struct MigrationsOnServer: Sendable {
  /// A migration that is under way, or was left.
  package struct Entry: Sendable, Equatable {
    package let record: MigrationRecord
    package let checkpoint: TableName
    /// The tables that belong to it and are there.
    package let tables: [TableName]
    /// Whether a run holds its lock.
    package let isRunning: Bool
    /// The statement; nil where the first checkpoint was not kept.
    package let statement: String?
  }

  private let options: ConnectionOptions

  package init(_ options: ConnectionOptions) {
    self.options = options.with(profile: .plain, phase: "migrations")
  }

  /// - Parameter database: Nil looks in all.
  package func all(in database: String? = nil) async throws -> [Entry] {
    let connection = try await Connection.open(options)
    let entries = try await connection.perform { connection in
      try CheckpointStore.all(in: database, connection).map { try entry($0, connection) }
    }
    await connection.close()
    return entries
  }

  private func entry(_ checkpoint: TableName, _ connection: isolated Connection) throws -> Entry {
    let values = try CheckpointStore.values(checkpoint, connection)
    let record =
      MigrationRecord(values, database: checkpoint.database)
      ?? MigrationRecord(
        unfinished: checkpoint, run: values["owner"].map { String(decoding: $0, as: UTF8.self) })
    let names = names(record.table, checkpoint, connection.server)
    let owned = [names.ghost, names.changelog, names.checkpoint]
    var tables = try owned.filter { try TableCatalog.exists($0, connection) }
    if try TableCatalog.comment(names.old, connection) == WaitingRename.comment { tables.append(names.old) }
    let holder = try connection.query("SELECT IS_USED_LOCK(\(Guardian.lockName(names))) AS h").first
    return Entry(
      record: record, checkpoint: checkpoint, tables: tables, isRunning: holder?["h"].isNull == false,
      statement: values["statement"].map { String(decoding: $0, as: UTF8.self) })
  }

  private func names(_ table: TableName, _ checkpoint: TableName, _ server: ServerInfo) -> MigrationNames {
    MigrationNames(table, server.canRenameLockedTables ? .known : .behind)
  }

  /// Drops what a migration left. The table itself and the one that was put aside stay.
  ///
  /// - Throws: `OpsError` `locked` while a run works on it.
  package func cleanUp(_ entry: Entry, log: Log) async throws {
    let sessions = MigrationSessions(options, log: log)
    let server = try await sessions.version()
    let guardian = try await Guardian.open(sessions, names(entry.record.table, entry.checkpoint, server), log)
    let session = try await guardian.session()
    // The checkpoint goes last: without it nobody knows whose the others are.
    for table in entry.tables.filter({ $0 != entry.checkpoint }) + [entry.checkpoint] {
      try await session.execute("DROP TABLE IF EXISTS \(table.sql)")
    }
    await guardian.close()
  }
}

extension MigrationRecord {
  /// A migration that was cut off before it kept a checkpoint: only its tables' names tell what it was for.
  fileprivate init(unfinished checkpoint: TableName, run: String?) {
    let name = checkpoint.name.dropFirst().dropLast("_ghk".count)
    let never = Timestamp(microseconds: 0)
    self.init(
      table: TableName(checkpoint.database, String(name)), run: run ?? "", who: "", started: never,
      updated: never, phase: "preparing", copied: 0, total: 0, backlog: 0)
  }
}
