import Basics
import MySQL
import Schema

/// Makes the tables of a migration, or finds those that an earlier run of the same one left.
struct GhostPreparation: Sendable {
  let request: AlterRequest
  let names: MigrationNames
  let run: RunID
  /// Where indexes are built that are left out; nil where none are.
  let indexes: IndexBuildPlace?
  /// Whether a ghost table whose indexes cannot come back ends the migration; else they fill with the rows.
  let mustLeaveIndexesOut: Bool
  let log: Log

  struct Prepared: Sendable {
    let tables: MigrationTables
    let facts: MigrationFacts
    let owner: MigrationOwner
    let identity: MigrationIdentity
    /// Nil for a new migration.
    let checkpoint: Checkpoint?
    /// The number of the first heartbeat; no other run's has one of ours.
    let firstBeat: UInt64
    /// Indexes that are built behind the rows; nil when none are.
    let deferred: DeferredIndexes?
    /// Whether the statement says where the new table counts on.
    let setsCounter: Bool
  }

  enum Outcome: Sendable {
    case prepared(Prepared)
    /// An earlier run had exchanged the tables and was cut off before it tidied up.
    case exchanged
  }

  func prepare(_ connection: isolated Connection) throws -> Outcome {
    let owner = MigrationOwner(table: names.checkpoint, run: run)
    if try FinishedExchange(request: request, names: names).isThere(connection) { return .exchanged }
    if let resumed = try resume(owner, connection) { return .prepared(resumed) }
    try clear(connection)
    do {
      try create(connection)
      let turn = try owner.take(connection)
      return .prepared(try prepared(owner, turn, nil, connection))
    } catch {
      // Nothing is in them yet.
      drop(connection)
      throw error
    }
  }

  /// Removes the tables of a migration in which nothing has been done.
  func drop(_ connection: isolated Connection) {
    for table in made { _ = try? connection.execute("DROP TABLE IF EXISTS \(table.sql)") }
  }

  /// The tables that a migration makes; the checkpoint's last, since it tells that the others are ours.
  private var made: [TableName] { [names.ghost, names.changelog, names.checkpoint] }

  /// Takes over what is there when it is this migration's and whole.
  ///
  /// That is asked first also where leftovers may be dropped: the same command, given again, carries on.
  private func resume(_ owner: MigrationOwner, _ connection: isolated Connection) throws -> Prepared? {
    guard try CheckpointStore.exists(names.checkpoint, connection),
      try TableCatalog.exists(names.ghost, connection), try TableCatalog.exists(names.changelog, connection)
    else { return nil }
    let turn = try owner.take(connection)
    do {
      guard let checkpoint = try CheckpointStore.load(names.checkpoint, connection) else { return nil }
      let prepared = try prepared(owner, turn, checkpoint, connection)
      if let why = checkpoint.identity.difference(from: prepared.identity) {
        throw OpsError(
          .refused, "cannot carry on with the migration of \(names.source)", why: why,
          hint: "add --initially-drop-ghost-table to begin anew")
      }
      if prepared.deferred != nil, indexes == nil {
        throw OpsError(
          .refused, "cannot carry on with the migration of \(names.source)",
          why: "its ghost table was made without secondary indexes",
          hint: "add --defer-secondary-indexes: they are built when the rows are copied")
      }
      _ = try LogStart.find(checkpoint, connection)
      return prepared
    } catch let error as OpsError where error.code == .refused && request.leftovers.contains(.ghost) {
      log.warning("beginning anew", ["why": error.message])
      return nil
    }
  }

  private func clear(_ connection: isolated Connection) throws {
    if let comment = try TableCatalog.comment(names.old, connection) {
      guard request.leftovers.contains(.old) || comment == WaitingRename.comment else {
        throw leftover(names.old, "--initially-drop-old-table")
      }
      try connection.execute("DROP TABLE \(names.old.sql)")
    }
    // Ours, and without a checkpoint: there is nothing in them that anybody could go on with.
    let isBegun = try CheckpointStore.exists(names.checkpoint, connection)
    for table in made where try TableCatalog.exists(table, connection) {
      guard request.leftovers.contains(.ghost) || isBegun else {
        throw leftover(table, "--initially-drop-ghost-table")
      }
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
      CREATE TABLE \(names.changelog.sql) (id TINYINT NOT NULL PRIMARY KEY, beat BIGINT UNSIGNED NOT NULL,
      written BIGINT NOT NULL)
      ENGINE=InnoDB COMMENT='dbops: heartbeats of a migration'
      """)
    try connection.execute("INSERT INTO \(names.changelog.sql) VALUES (1, 0, 0)")
    try GhostTable(names.source, request.statement).create(names.ghost, connection)
    guard let indexes else { return }
    do {
      try leaveOut(indexes, connection)
    } catch  where !mustLeaveIndexesOut {
      log.info("secondary indexes fill with the rows", ["why": "\(error)"])
      try connection.execute("DROP TABLE \(names.ghost.sql)")
      try GhostTable(names.source, request.statement).create(names.ghost, connection)
    }
  }

  private func leaveOut(_ indexes: IndexBuildPlace, _ connection: isolated Connection) throws {
    let deferred = try DeferredIndexes(try DeferredIndexes.definition(of: names.ghost, connection) ?? [])
    try deferred.takeOut(of: names.ghost, isLogged: indexes.isLogged, connection)
    try deferred.save(in: names.checkpoint, connection)
  }

  private func prepared(
    _ owner: MigrationOwner, _ turn: UInt64, _ checkpoint: Checkpoint?, _ connection: isolated Connection
  ) throws -> Prepared {
    let source = try TableDefinition.read(names.source, connection)
    let ghost = try TableDefinition.read(names.ghost, connection)
    let facts = try MigrationFacts(request, source, ghost)
    return Prepared(
      tables: MigrationTables(names, source, ghost, facts), facts: facts, owner: owner,
      identity: MigrationIdentity(
        statement: request.text, source: source.text, ghost: ghost.text, key: facts.key.sourceIndex),
      checkpoint: checkpoint, firstBeat: turn << 32,
      deferred: try DeferredIndexes.load(from: names.checkpoint, connection),
      setsCounter: request.statement.autoIncrement != nil)
  }
}
