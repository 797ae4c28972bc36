import Basics
import MySQL
import Schema

/// Makes an empty table that is what the statement makes of the source.
struct GhostTable: Sendable {
  private let source: TableName
  private let statement: AlterStatement

  init(_ source: TableName, _ statement: AlterStatement) {
    self.source = source
    self.statement = statement
  }

  /// - Parameter mark: A comment by which the table is known to be ours until the statement gives it another.
  /// - Throws: `OpsError` `refused` with the server's words when it does not take the statement.
  func create(_ name: TableName, marked mark: String? = nil, _ connection: isolated Connection) throws {
    try connection.execute("CREATE TABLE \(name.sql) LIKE \(source.sql)")
    if let mark { try connection.execute("ALTER TABLE \(name.sql) COMMENT = \(literal: .string(mark))") }
    let original = try TableDefinition.read(source, connection).schema
    let copy = try TableDefinition.read(name, connection).schema
    let text = statement.text(
      on: name.sql.text, checkNames: CheckNames.renamed(original: original, copy: copy))
    do {
      try connection.execute(SQLText(raw: text))
    } catch let failure as SQLFailure where !failure.mayPass {
      throw OpsError(
        failure.kind == .privilege ? .privilege : .refused, "cannot alter \(source)",
        why: "the server does not take the statement: \(failure.description)",
        hint: "correct --alter; nothing was changed")
    }
  }
}
