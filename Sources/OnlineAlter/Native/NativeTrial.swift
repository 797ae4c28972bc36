import Basics
import MySQL
import Schema

/// An empty copy of a table, on which algorithms are tried.
struct NativeTrial: Sendable {
  private let source: TableName
  private let copy: TableName
  private let statement: AlterStatement

  init(_ names: MigrationNames, _ statement: AlterStatement) {
    source = names.source
    copy = names.trial
    self.statement = statement
  }

  /// The first of `algorithms` that the server takes; the copy is gone afterwards.
  ///
  /// - Returns: Nil with the server's reason when it takes none.
  /// - Throws: `OpsError` `refused` for a statement that is wrong in itself.
  func first(
    of algorithms: [NativeAlgorithm], source definition: TableSchema, _ connection: isolated Connection
  ) throws -> (algorithm: NativeAlgorithm?, reason: String?) {
    let rest = try withoutForeignKeys(definition)
    // MySQL drops no foreign key instantly, which an empty copy cannot tell.
    let dropsKey = rest != self.statement && connection.server.flavour == .mysql
    let algorithms = algorithms.filter { $0 != .instant || !dropsKey }
    guard let statement = rest, !algorithms.isEmpty else { return (algorithms.first, nil) }
    // Replicas need not know of the copy; without the privilege they see it come and go.
    let isUnlogged = (try? connection.execute("SET SESSION sql_log_bin = 0")) != nil
    defer { if isUnlogged { restoreLog(connection) } }
    try removeLeftover(connection)
    defer { _ = try? connection.execute("DROP TABLE IF EXISTS \(copy.sql)") }
    try connection.execute("CREATE TABLE \(copy.sql) LIKE \(source.sql)")
    try connection.execute(
      "ALTER TABLE \(copy.sql) COMMENT = \(literal: .string(TrialTable.comment))")
    let names = CheckNames.renamed(
      original: definition, copy: try TableDefinition.read(copy, connection).schema)
    var reason: String?
    for algorithm in algorithms {
      let text = statement.text(
        on: copy.sql.text, modifiers: statement.modifiers(for: algorithm, on: connection.server.flavour),
        checkNames: names)
      do {
        try connection.execute(SQLText(raw: text))
        return (algorithm, nil)
      } catch let failure as SQLFailure where failure.refusesAlgorithm {
        reason = failure.refusalReason ?? reason
      } catch let failure as SQLFailure where !failure.mayPass {
        throw failure.refusal(of: source)
      }
    }
    return (nil, reason)
  }

  /// A session that stays off the log must not be used for anything else.
  private func restoreLog(_ connection: isolated Connection) {
    if (try? connection.execute("SET SESSION sql_log_bin = 1")) == nil { connection.close() }
  }

  private func removeLeftover(_ connection: isolated Connection) throws {
    guard let comment = try TableCatalog.comment(copy, connection) else { return }
    guard comment == TrialTable.comment else {
      throw OpsError(
        .refused, "cannot try the statement", why: "there is a table \(copy) already",
        hint: "if nobody needs it, drop it")
    }
    try connection.execute("DROP TABLE \(copy.sql)")
  }

  /// The statement without changes of foreign keys, which a copy does not have; nil when nothing else is in it.
  private func withoutForeignKeys(_ definition: TableSchema) throws -> AlterStatement? {
    let names = definition.foreignKeys.map(\.name)
    let others = statement.specifications.filter { specification in
      switch specification.kind {
      case .dropForeignKey: false
      case .dropConstraint(let name, _): !names.contains { $0.namesSame(as: name) }
      default: true
      }
    }
    if others.count == statement.specifications.count { return statement }
    guard others.contains(where: { !$0.isModifier }) else { return nil }
    return try AlterStatement(
      parsing: others.map(\.text).joined(separator: ", "),
      in: AlterContext(database: source.database, table: source.name))
  }
}

extension AlterStatement {
  /// What is demanded of the server, so that it does that or nothing. A lock that the user demands goes with it, but for
  /// INSTANT, which takes none.
  func modifiers(for algorithm: NativeAlgorithm, on flavour: ServerInfo.Flavour) -> [String] {
    // MariaDB's grammar has no place for them before partitions; it moves no rows for those that may be added.
    if flavour == .mariadb, touchesPartitions { return [] }
    let lock = algorithm == .instant ? nil : requestedLock
    return ["ALGORITHM=\(algorithm.rawValue)"] + (lock.map { ["LOCK=\($0)"] } ?? [])
  }
}

extension SQLFailure {
  /// What is told when the statement is wrong, whatever the algorithm.
  func refusal(of table: TableName) -> OpsError {
    OpsError(
      kind == .privilege ? .privilege : .refused, "cannot alter \(table)",
      why: "the server does not take the statement: \(description)", hint: grant ?? "correct --alter")
  }
}
