import Basics
import MySQL

/// A table of ours that is there only for as long as something is tried on it.
struct TrialSpace: Sendable {
  /// Tells our table from others of the name; to be given to it by whoever makes it.
  static let comment = "dbops: tries a statement"

  let table: TableName
  /// What the table is made like.
  let source: TableName

  /// Runs `body`, which may make the table; it is gone afterwards, and so is one that a killed run left.
  ///
  /// Replicas do not see it where the account may switch off the log for a session. One that is left is removed by the log, and
  /// before one is made by the log, too: a replica that still had one could not go on when it is made again.
  ///
  /// - Throws: `OpsError` `refused` when there is a table of that name that is not ours.
  func use<Value>(
    _ connection: isolated Connection, _ body: (isolated Connection) throws -> Value
  ) throws -> Value {
    let left = try TableCatalog.comment(table, connection)
    guard try left == nil || left == Self.comment || isBare(connection) else {
      throw OpsError(
        .refused, "cannot try the statement", why: "there is a table \(table) already",
        hint: "if nobody needs it, drop it")
    }
    if left != nil { try drop(connection) }
    let isUnlogged = try canSwitchOffLog(connection)
    if !isUnlogged, left == nil { try drop(connection) }
    let result = Result { try body(connection) }
    _ = try? drop(connection)
    if isUnlogged { try switchOnLog(connection) }
    return try result.get()
  }

  /// Whether the table is what a run leaves that was killed before it could mark it: like the source, and empty.
  private func isBare(_ connection: isolated Connection) throws -> Bool {
    guard try connection.query("SELECT 1 FROM \(table.sql) LIMIT 1").isEmpty else { return false }
    let left = try TableDefinition.read(table, connection)
    return MigrationIdentity.isSame(left.text, try TableDefinition.read(source, connection).text, .all)
  }

  private func drop(_ connection: isolated Connection) throws {
    try connection.execute("DROP TABLE IF EXISTS \(table.sql)")
  }

  private func canSwitchOffLog(_ connection: isolated Connection) throws -> Bool {
    do {
      try connection.execute("SET SESSION sql_log_bin = 0")
      return true
    } catch let failure as SQLFailure where failure.kind == .privilege {
      return false
    }
  }

  /// What the session does afterwards must reach the replicas: it ends where that is not so.
  private func switchOnLog(_ connection: isolated Connection) throws {
    do {
      try connection.execute("SET SESSION sql_log_bin = 1")
    } catch {
      connection.close()
      throw error
    }
  }
}
