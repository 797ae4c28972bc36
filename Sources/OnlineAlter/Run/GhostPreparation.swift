import Basics
import MySQL
import Schema

/// What is asked for.
package struct AlterRequest: Sendable {
  package var table: TableName
  /// What stands behind `ALTER TABLE t`.
  package var alter: String
  /// Columns of the source, in lower case, with their new names.
  package var renames: [String: String] = [:]
  /// In lower case.
  package var dropped: Set<String> = []
  package var dropsLeftGhost = false
  package var dropsLeftOld = false

  package init(table: TableName, alter: String) {
    self.table = table
    self.alter = alter
  }
}

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
    try create(connection)
    try owner.take(connection)
    let tables = try tables(connection)
    return Prepared(
      tables: tables, owner: owner, checkpoint: nil, fingerprint: try fingerprint(connection))
  }

  /// Takes over what is there when it is this migration's and whole.
  private func resume(_ owner: MigrationOwner, _ connection: isolated Connection) throws -> Prepared? {
    guard !request.dropsLeftGhost, try exists(names.checkpoint, connection),
      try exists(names.ghost, connection),
      try exists(names.changelog, connection)
    else { return nil }
    try owner.take(connection)
    let fingerprint = try fingerprint(connection)
    let tables = try tables(connection)
    guard let checkpoint = try CheckpointStore(tables).load(connection) else { return nil }
    guard checkpoint.fingerprint == fingerprint else {
      throw OpsError(
        .refused, "cannot carry on with the migration of \(names.source)",
        why: "the statement or a table's definition is not the one it was begun with",
        hint: "add --initially-drop-ghost-table to begin anew")
    }
    return Prepared(tables: tables, owner: owner, checkpoint: checkpoint, fingerprint: fingerprint)
  }

  private func clear(_ connection: isolated Connection) throws {
    if try exists(names.old, connection) {
      guard request.dropsLeftOld else { throw leftover(names.old, "--initially-drop-old-table") }
      try connection.execute("DROP TABLE \(names.old.sql)")
    }
    // Without a checkpoint there is nothing in them that anybody could go on with.
    let isBegun = try exists(names.checkpoint, connection)
    for table in [names.ghost, names.changelog, names.checkpoint] where try exists(table, connection) {
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
    try connection.execute("ALTER TABLE \(names.ghost.sql) \(raw: request.alter)")
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

  private func exists(_ table: TableName, _ connection: isolated Connection) throws -> Bool {
    try !connection.query(
      """
      SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(literal: .string(table.database))
      AND TABLE_NAME = \(literal: .string(table.name))
      """
    ).isEmpty
  }
}
