import Basics
import MySQL
import Schema

/// Makes the tables of a migration, or finds those that an earlier run of the same one left.
struct GhostPreparation: Sendable {
  let request: AlterRequest
  let names: MigrationNames
  let run: RunID

  struct Prepared: Sendable {
    let tables: MigrationTables
    let owner: MigrationOwner
    /// Nil for a new migration.
    let checkpoint: Checkpoint?
    let fingerprint: String
  }

  func prepare(_ connection: isolated Connection) throws -> Prepared {
    let owner = MigrationOwner(table: names.checkpoint, run: run)
    if let resumed = try resume(owner, connection) { return resumed }
    try clear(connection)
    do {
      try create(connection)
      try owner.take(connection)
      return Prepared(
        tables: try tables(connection), owner: owner, checkpoint: nil,
        fingerprint: try fingerprint(connection))
    } catch {
      // Nothing is in them yet.
      for table in made { _ = try? connection.execute("DROP TABLE IF EXISTS \(table.sql)") }
      throw error
    }
  }

  /// The tables that a migration makes; the checkpoint's last, since it tells that the others are ours.
  private var made: [TableName] { [names.ghost, names.changelog, names.checkpoint] }

  /// Takes over what is there when it is this migration's and whole.
  private func resume(_ owner: MigrationOwner, _ connection: isolated Connection) throws -> Prepared? {
    guard !request.dropsLeftGhost, try CheckpointStore.exists(names.checkpoint, connection),
      try TableCatalog.exists(names.ghost, connection), try TableCatalog.exists(names.changelog, connection)
    else { return nil }
    try owner.take(connection)
    let fingerprint = try fingerprint(connection)
    let tables = try tables(connection)
    guard let checkpoint = try CheckpointStore(tables, owner: owner).load(connection) else { return nil }
    guard checkpoint.fingerprint == fingerprint else {
      throw OpsError(
        .refused, "cannot carry on with the migration of \(names.source)",
        why: "the statement or a table's definition is not the one it was begun with",
        hint: "add --initially-drop-ghost-table to begin anew")
    }
    return Prepared(tables: tables, owner: owner, checkpoint: checkpoint, fingerprint: fingerprint)
  }

  private func clear(_ connection: isolated Connection) throws {
    if try TableCatalog.exists(names.old, connection) {
      guard request.dropsLeftOld else { throw leftover(names.old, "--initially-drop-old-table") }
      try connection.execute("DROP TABLE \(names.old.sql)")
    }
    // Ours, and without a checkpoint: there is nothing in them that anybody could go on with.
    let isBegun = try CheckpointStore.exists(names.checkpoint, connection)
    for table in made where try TableCatalog.exists(table, connection) {
      guard request.dropsLeftGhost || isBegun else { throw leftover(table, "--initially-drop-ghost-table") }
      try connection.execute("DROP TABLE \(table.sql)")
    }
  }

  private func leftover(_ table: TableName, _ option: String) -> OpsError {
    OpsError(
      .refused, "cannot migrate \(names.source)", why: "there is a table \(table) already",
      hint: "if nobody needs it, add \(option)")
  }

  private func create(_ connection: isolated Connection) throws {
    try CheckpointStore.create(names.checkpoint, connection)
    try connection.execute(
      """
      CREATE TABLE \(names.changelog.sql) (beat BIGINT UNSIGNED NOT NULL PRIMARY KEY, written BIGINT NOT NULL)
      ENGINE=InnoDB COMMENT='dbops: heartbeats of a migration'
      """)
    try connection.execute("INSERT INTO \(names.changelog.sql) VALUES (0, 0)")
    try connection.execute("CREATE TABLE \(names.ghost.sql) LIKE \(names.source.sql)")
    try connection.execute(SQLText(raw: request.statement.text(on: names.ghost.sql.text)))
  }

  private func tables(_ connection: isolated Connection) throws -> MigrationTables {
    let source = try TableCatalog.read(names.source, connection)
    let ghost = try TableCatalog.read(names.ghost, connection)
    guard
      let tables = MigrationTables.matching(
        source, ghost, names: names, renames: request.renames, dropped: request.dropped)
    else {
      throw OpsError(
        .refused, "cannot migrate \(names.source)", why: "no unique key without nulls is in both tables",
        hint: "keep a primary key, or add one first")
    }
    return tables
  }

  /// The statement and both definitions, without how far they have counted.
  private func fingerprint(_ connection: isolated Connection) throws -> String {
    func definition(_ table: TableName, _ connection: isolated Connection) throws -> String {
      let text = try connection.query("SHOW CREATE TABLE \(table.sql)").first?["Create Table"].bytes ?? []
      return String(decoding: TableText.withoutCounter(text), as: UTF8.self)
    }
    return request.alter + "\n" + (try definition(names.source, connection)) + "\n"
      + (try definition(names.ghost, connection))
  }
}
