import Basics
import MySQL
import Schema

/// An empty table on which the statement is tried, so that the plan tells what the server makes of it.
struct TrialTable: Sendable {
  private let source: TableName
  private let trial: TableName
  private let statement: AlterStatement
  static let comment = "dbops: tries a statement"

  init(_ names: MigrationNames, _ statement: AlterStatement) {
    source = names.source
    trial = names.trial
    self.statement = statement
  }

  /// What the statement makes of the source. The trial table is gone afterwards.
  func definition(_ connection: isolated Connection) throws -> TableDefinition {
    // Nothing that replicas need to know; without the privilege they see it come and go.
    _ = try? connection.execute("SET SESSION sql_log_bin = 0")
    defer { _ = try? connection.execute("SET SESSION sql_log_bin = 1") }
    if let comment = try TableCatalog.comment(trial, connection) {
      guard try comment == Self.comment || isBare(connection) else {
        throw OpsError(
          .refused, "cannot try the statement", why: "there is a table \(trial) already",
          hint: "if nobody needs it, drop it")
      }
      try connection.execute("DROP TABLE \(trial.sql)")
    }
    defer { _ = try? connection.execute("DROP TABLE IF EXISTS \(trial.sql)") }
    try GhostTable(source, statement).create(trial, marked: Self.comment, connection)
    return try TableDefinition.read(trial, connection)
  }

  /// Whether the table is what a run leaves that was killed before it could mark it: like the source, and empty.
  private func isBare(_ connection: isolated Connection) throws -> Bool {
    guard try connection.query("SELECT 1 FROM \(trial.sql) LIMIT 1").isEmpty else { return false }
    let left = try TableDefinition.read(trial, connection)
    return MigrationIdentity.isSame(left.text, try TableDefinition.read(source, connection).text, .all)
  }
}
