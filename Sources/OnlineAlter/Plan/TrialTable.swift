import Basics
import MySQL
import Schema

/// An empty table on which the statement is tried, so that the plan tells what the server makes of it.
struct TrialTable: Sendable {
  private let source: TableName
  private let trial: TableName
  private let statement: AlterStatement

  init(_ names: MigrationNames, _ statement: AlterStatement) {
    source = names.source
    trial = names.trial
    self.statement = statement
  }

  /// What the statement makes of the source. The trial table is gone afterwards.
  func definition(_ connection: isolated Connection) throws -> TableDefinition {
    try TrialSpace(table: trial, source: source).use(connection) { connection in
      try GhostTable(source, statement).create(trial, marked: TrialSpace.comment, connection)
      return try TableDefinition.read(trial, connection)
    }
  }
}
