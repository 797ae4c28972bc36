import Basics
import MySQL

/// The target server's own record of what a restore has done, so that a killed restore carries on.
///
/// A row for each loaded object is written in the transaction that loads it: after a crash the object is there
/// with its row, or neither is. A row for a table is written before the table is made: a table of that name
/// without such a row is somebody else's.
package struct RestoreLedger: Sendable {
  package enum Item: Sendable, Hashable {
    /// A run of dbops that has worked on this restore.
    case run(RunID)
    /// The table is made by this restore.
    case table(TableName)
    /// All rows of the object are in.
    case object(Int)
    /// A table without transactions has all its rows.
    case filled(TableName)
    /// A view, routine, trigger, event or sequence is made by this restore.
    case program(StoredProgram.Kind, TableName)
    /// A user or role is made by this restore.
    case account(String)
    /// The database has another default collation for a moment; this is the one to go back to.
    case collation(of: String, was: String)

    var key: String {
      switch self {
      case .run(let run): "\(Self.runPrefix)\(run)"
      case .table(let name): "table \(name.database)/\(name.name)"
      case .object(let number): "object \(number)"
      case .filled(let name): "filled \(name.database)/\(name.name)"
      case .program(let kind, let name): "\(kind.rawValue) \(name.database)/\(name.name)"
      case .account(let name): "account \(name)"
      case .collation(let database, let was): "\(Self.collationPrefix)\(was) \(database)"
      }
    }

    fileprivate static let runPrefix = "run "
    fileprivate static let collationPrefix = "collation "
  }

  /// Names the restore: the same backup, selection and names give the same one.
  private let id: String

  /// Where dbops keeps its own tables on a server.
  static let database = "dbops"
  private static let table: SQLText = "`dbops`.`restore_ledger`"

  package init(id: String) {
    self.id = id
  }

  /// Makes the ledger's table where it is missing, and writes `run` into it as the first thing.
  ///
  /// From then on no other restore takes the table away at its end.
  package func prepare(for run: RunID, _ connection: Connection) async throws {
    try await connection.perform { connection in
      try Self.alone(connection) {
        try connection.repeating { try connection.execute("CREATE DATABASE IF NOT EXISTS `dbops`") }
        try connection.repeating {
          try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS \(Self.table) (restore_id CHAR(64) CHARACTER SET ascii NOT NULL,
            item VARBINARY(600) NOT NULL, done_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
            PRIMARY KEY (restore_id, item)) ENGINE=InnoDB
            """)
        }
        try connection.repeating { try record(.run(run), connection) }
      }
    }
  }

  /// The keys of all items recorded so far; empty too where there is no ledger yet.
  package func items(_ connection: Connection) async throws -> RecordedItems {
    do {
      let rows = try await connection.query(
        "SELECT item AS i FROM \(Self.table) WHERE restore_id = \(literal: .string(id))")
      return RecordedItems(keys: rows.compactMap { $0["i"].string })
    } catch let failure as SQLFailure where failure.kind == .unknownObject {
      return RecordedItems(keys: [])
    }
  }

  /// Records an item in whatever transaction `connection` is in.
  ///
  /// An object recorded twice is an error of the server's: its rows would be in twice.
  package func record(_ item: Item, _ connection: isolated Connection) throws {
    var sql: SQLText = """
      INSERT INTO \(Self.table) (restore_id, item) VALUES (\(literal: .string(id)),
      \(literal: .bytes(Array(item.key.utf8))))
      """
    if case .object = item {} else { sql += " ON DUPLICATE KEY UPDATE done_at = CURRENT_TIMESTAMP" }
    _ = try connection.execute(sql)
  }

  package func remove(_ item: Item, _ connection: isolated Connection) throws {
    _ = try connection.execute(
      """
      DELETE FROM \(Self.table) WHERE restore_id = \(literal: .string(id))
      AND item = \(literal: .bytes(Array(item.key.utf8)))
      """)
  }

  /// Forgets the restore, and removes the ledger when no other restore is in it.
  package func clear(_ connection: Connection) async throws {
    try await connection.perform { connection in
      try Self.alone(connection) {
        try connection.repeating {
          try connection.execute("DELETE FROM \(Self.table) WHERE restore_id = \(literal: .string(id))")
        }
        let others = try connection.query("SELECT COUNT(*) AS n FROM \(Self.table)").first?["n"].int ?? 1
        guard others == 0 else { return }
        try connection.repeating { try connection.execute("DROP TABLE \(Self.table)") }
        let rest =
          try connection.query(
            "SELECT COUNT(*) AS n FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'dbops'"
          ).first?["n"].int ?? 1
        if rest == 0 { try connection.repeating { try connection.execute("DROP DATABASE `dbops`") } }
      }
    }
  }

  /// Runs `body` while no other restore makes or removes the ledger: one that ends must not take it away from one
  /// that has just begun.
  private static func alone(_ connection: isolated Connection, _ body: () throws -> Void) throws {
    let row = try connection.query("SELECT GET_LOCK('dbops.restore_ledger', 60) AS l").first
    guard row?["l"].int == 1 else {
      throw OpsError(
        .locked, "cannot write the restore's ledger", why: "another restore has held its lock for a minute",
        hint: "run again; SHOW PROCESSLIST on the target shows what dbops does there")
    }
    try body()
    _ = try connection.query("SELECT RELEASE_LOCK('dbops.restore_ledger')")
  }

  /// Takes the lock that keeps a second run of the same restore out; it ends with the connection.
  ///
  /// The connection should do nothing else: a killed run's lock is then free as soon as the server sees that its
  /// client is gone, whatever the run's other sessions are still busy with.
  ///
  /// - Throws: `OpsError` `locked` when another session holds it.
  package func lock(_ connection: Connection) async throws {
    let name = "dbops.restore.\(id.prefix(40))"
    // Long enough for the server to see that a run killed a moment ago is gone.
    let row = try await connection.query("SELECT GET_LOCK(\(literal: .string(name)), 2) AS l").first
    guard row?["l"].int == 1 else {
      throw OpsError(
        .locked, "cannot restore", why: "another dbops is restoring the same to this server",
        hint: "wait for it to end; its sessions show dbops in SHOW PROCESSLIST")
    }
  }
}

/// What a ledger holds.
package struct RecordedItems: Sendable, Equatable {
  private let keys: Set<ExactText>

  package init(keys: some Sequence<String>) {
    self.keys = Set(keys.map(ExactText.init(_:)))
  }

  package init(_ items: Set<RestoreLedger.Item>) {
    keys = Set(items.map { ExactText($0.key) })
  }

  package func contains(_ item: RestoreLedger.Item) -> Bool { keys.contains(ExactText(item.key)) }

  /// The runs that have worked on the restore.
  package var runs: [RunID] {
    let prefix = RestoreLedger.Item.runPrefix
    return keys.compactMap { key in
      key.text.hasPrefix(prefix) ? RunID(text: String(key.text.dropFirst(prefix.count))) : nil
    }
  }

  /// Databases whose default collation a run may have left changed, each with the one to go back to.
  package var collations: [(database: String, was: String)] {
    let prefix = RestoreLedger.Item.collationPrefix
    return keys.compactMap { key in
      let parts = key.text.split(separator: " ", maxSplits: 2).map(String.init)
      return key.text.hasPrefix(prefix) && parts.count == 3 ? (parts[2], parts[1]) : nil
    }
  }

  /// Whether nothing was done yet.
  package var isEmpty: Bool { runs.count == keys.count }
}
