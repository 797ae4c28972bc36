import Basics
import MySQL
import Schema

extension DeferredIndexes {
  private static let name = "deferred"

  /// What the server prints for `table`; nil when there is none.
  static func definition(of table: TableName, _ connection: isolated Connection) throws -> [UInt8]? {
    do {
      return try connection.query("SHOW CREATE TABLE \(table.sql)").first?["Create Table"].bytes
    } catch let failure as SQLFailure where failure.number == 1146 || failure.number == 1049 {
      return nil
    }
  }

  /// Takes the indexes out of the empty ghost table, here and by the log on all replicas.
  ///
  /// Then they are built once, as they will be later, and taken out again: what cannot come back the same does not go. To be
  /// called once, when the ghost table was just made; may change `sql_log_bin` of the session and back.
  ///
  /// - Parameter isLogged: Whether they will be built by a statement in the log; else this is tried without the log.
  /// - Throws: `OpsError` `refused` when the server would not build them again as they were; `privilege` when the account
  ///   may not build them without the log.
  package func takeOut(
    of ghost: TableName, isLogged: Bool = false, _ connection: isolated Connection
  ) throws {
    guard let drop = dropStatement(on: ghost) else { return }
    try connection.execute(drop)
    guard !isLogged else { return try tryOut(on: ghost, drop, connection) }
    try UnloggedSession.run(connection) { try tryOut(on: ghost, drop, $0) }
  }

  private func tryOut(on ghost: TableName, _ drop: SQLText, _ connection: isolated Connection) throws {
    for pass in IndexPass.passes(indexes) { try pass.build(on: ghost, connection) }
    guard let text = try Self.definition(of: ghost, connection), isWhole(text) else {
      throw refusal(ghost, "built again, they are not what they were")
    }
    try connection.execute(drop)
  }

  private func refusal(_ ghost: TableName, _ why: String) -> OpsError {
    OpsError(
      .refused, "cannot build the secondary indexes of \(ghost) after the rows are copied", why: why,
      hint: "add --no-defer-secondary-indexes")
  }

  /// Keeps in the migration's checkpoint table what a later run must know.
  package func save(in table: TableName, _ connection: isolated Connection) throws {
    let text = SQLText.literal(.string(HexBytes.text(definition)))
    let names = SQLText.literal(
      .string(indexes.map { HexBytes.text(Array($0.name.utf8)) }.joined(separator: ",")))
    try connection.execute(
      """
      REPLACE INTO \(table.sql) (name, value) VALUES (\(literal: .string(Self.name)), CONCAT(\(text), ':', \(names)))
      """)
  }

  /// What `save` kept; nil when the migration leaves no indexes out.
  ///
  /// - Throws: `OpsError` `corrupt` when it cannot be read.
  package static func load(
    from table: TableName, _ connection: isolated Connection
  ) throws -> DeferredIndexes? {
    let row = try connection.query(
      "SELECT value AS v FROM \(table.sql) WHERE name = \(literal: .string(name))"
    ).first
    guard let value = row?["v"].string else { return nil }
    let parts = value.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let saved = try DeferredIndexes(saved: parts[0], names: parts[1]) else {
      throw OpsError(
        .corrupt, "cannot carry on with the migration",
        why: "what \(table) tells about the indexes that were left out cannot be read",
        hint: "add --initially-drop-ghost-table to begin anew")
    }
    return saved
  }

  /// Which indexes were left out stands in the table: a later version of this program might choose others.
  private init?(saved: Substring, names: Substring) throws {
    guard let bytes = HexBytes.bytes(saved) else { return nil }
    let names = Set(names.split(separator: ",").compactMap { HexBytes.bytes($0) })
    let text = try CreateTable(parsing: bytes)
    let keys = try TableSchema(text).keys
    definition = bytes
    kept = []
    indexes = text.definitions.compactMap { part in
      guard case .index(let name, _, _) = part.kind, names.contains(Array(name.utf8)),
        let key = keys.first(where: { $0.name.utf8.elementsEqual(name.utf8) })
      else { return nil }
      return Index(name: name, kind: key.kind, definition: part.text)
    }
    guard indexes.count == names.count else { return nil }
  }
}

/// Statements that only this server runs: they do not go to its replicas.
enum UnloggedSession {
  static func begin(_ connection: isolated Connection) throws {
    try connection.execute("SET SESSION sql_log_bin = 0")
  }

  /// Runs `body` without the log, and switches it on again.
  static func run(
    _ connection: isolated Connection, _ body: (isolated Connection) throws -> Void
  ) throws {
    try begin(connection)
    let result = Result { try body(connection) }
    // Whatever this session does afterwards must reach the replicas: it must not go on otherwise.
    do {
      try connection.execute("SET SESSION sql_log_bin = 1")
    } catch {
      connection.close()
      throw error
    }
    try result.get()
  }
}

extension IndexPass {
  /// Builds the indexes of this pass, with the least lock that the server allows.
  func build(on ghost: TableName, _ connection: isolated Connection) throws {
    do {
      try connection.execute(definition: statement(on: ghost, lock: lock))
    } catch let failure as SQLFailure where failure.wantsMoreLock && lock == .none {
      try connection.execute(definition: statement(on: ghost, lock: .shared))
    }
  }
}

extension SQLFailure {
  /// The server cannot do it with so little locking, or not in this way at all. It says so before it begins.
  var wantsMoreLock: Bool { number == 1845 || number == 1846 }
  /// More changes came while an index was built than the server keeps for it (`innodb_online_alter_log_max_size`).
  private var isOnlineLogFull: Bool { number == 1799 }
  /// MySQL 9.7, while it applies the changes that came meanwhile: "Duplicate entry" for an index that is not unique. Seen once in
  /// 80 builds under writers.
  private var isDuplicateInNonUnique: Bool { number == 1859 }

  /// Changes that came while an index was built keep it from being finished. Without them the next build is.
  var isTroubledByChanges: Bool { isOnlineLogFull || isDuplicateInNonUnique }
}
