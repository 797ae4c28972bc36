import MySQL

/// Tells whether an earlier run of a migration was cut off behind the exchange of the tables.
struct FinishedExchange: Sendable {
  let request: AlterRequest
  let names: MigrationNames

  /// True when only the tidying up is left: the table is what the ghost was, and the old one what the table was.
  func isThere(_ connection: isolated Connection) throws -> Bool {
    guard try CheckpointStore.exists(names.checkpoint, connection),
      try !TableCatalog.exists(names.ghost, connection), try TableCatalog.exists(names.old, connection),
      let saved = try CheckpointStore.load(names.checkpoint, connection)?.identity,
      saved.statement == request.text
    else { return false }
    let old = try TableDefinition.read(names.old, connection)
    let now = try TableDefinition.read(names.source, connection)
    return MigrationIdentity.isSame(old.text, saved.source, .all)
      && MigrationIdentity.isSame(now.text, saved.ghost, .unique)
  }
}
