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
    return try TrialSpace(table: copy, source: source).use(connection) { connection in
      try first(of: algorithms, for: statement, source: definition, connection)
    }
  }

  private func first(
    of algorithms: [NativeAlgorithm], for statement: AlterStatement, source definition: TableSchema,
    _ connection: isolated Connection
  ) throws -> (algorithm: NativeAlgorithm?, reason: String?) {
    try connection.execute("CREATE TABLE \(copy.sql) LIKE \(source.sql)")
    try connection.execute(
      "ALTER TABLE \(copy.sql) COMMENT = \(literal: .string(TrialSpace.comment))")
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
