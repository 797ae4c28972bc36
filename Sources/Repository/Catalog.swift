import Basics
import Glibc
import Synchronization

/// A cache of what the repositories hold, the verifications that were made, and the journal of runs.
///
/// A SQLite file in the state folder. What concerns backups can be made again from the repositories at
/// any time. Any thread, and any process, may use it.
package final class Catalog: Sendable {
  /// The form of the file; it grows by one with each entry of `migrations`.
  static var schema: Int64 { Int64(migrations.count) }
  package static let fileName = "catalog.sqlite"

  private let database: Mutex<SQLiteHandle>
  /// How many samples of lag were kept since they were last counted.
  let uncountedLagSamples = Mutex(0)

  /// Opens the catalog in the folder `state`, making both if they are missing.
  ///
  /// - Throws: `OpsError` `corrupt` when the file is damaged, `refused` when a newer dbops made it.
  package init(state: String) throws {
    _ = try DirectoryStore(path: state, root: .created)
    let path = "\(state)/\(Self.fileName)"
    try Self.reserve(path)
    let database = try SQLiteHandle(path: path)
    try Self.prepare(database, path: path)
    self.database = Mutex(database)
  }

  // SQLite would make the file readable for all.
  private static func reserve(_ path: String) throws {
    do {
      _ = try DescriptorHandle(path: path, flags: O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
    } catch {
      throw error.ops("cannot open the catalog \(path)")
    }
  }

  private static func prepare(_ database: borrowing SQLiteHandle, path: String) throws {
    try database.run("PRAGMA journal_mode = WAL")
    try database.run("PRAGMA synchronous = NORMAL")
    try database.run("BEGIN IMMEDIATE")
    let version = try database.run("PRAGMA user_version").first?.first?.int ?? 0
    guard version <= schema else {
      try database.run("ROLLBACK")
      throw OpsError(
        .refused, "cannot use the catalog \(path)", why: "a newer dbops made it (schema \(version))",
        hint: "use that dbops, or another state folder")
    }
    for statement in migrations.dropFirst(Int(version)).joined() { try database.run(statement) }
    if version < schema { try database.run("PRAGMA user_version = \(schema)") }
    try database.run("COMMIT")
  }

  /// The statements that bring a file from each form to the next. Entries are only ever added: a file that an older
  /// dbops made keeps what it holds.
  private static let migrations = [firstTables, lagTables]

  private static let firstTables = [
    "CREATE TABLE repositories (id TEXT PRIMARY KEY, location TEXT NOT NULL, seen INTEGER NOT NULL) STRICT",
    """
    CREATE TABLE backups (
      repository TEXT NOT NULL, target TEXT NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL, detail TEXT NOT NULL,
      pin_reason TEXT, pin_at INTEGER,
      engine TEXT, flavour TEXT, version TEXT, host TEXT, run TEXT, started INTEGER, finished INTEGER,
      tables INTEGER, rows INTEGER, raw INTEGER, stored INTEGER, objects INTEGER, encrypted INTEGER,
      PRIMARY KEY (repository, target, id)) STRICT
    """,
    """
    CREATE TABLE verifications (
      repository TEXT NOT NULL, target TEXT NOT NULL, backup TEXT NOT NULL, level TEXT NOT NULL,
      at INTEGER NOT NULL, problems INTEGER NOT NULL, detail TEXT NOT NULL) STRICT
    """,
    "CREATE INDEX verifications_of ON verifications (repository, target, backup, at)",
    """
    CREATE TABLE runs (
      run TEXT PRIMARY KEY, command TEXT NOT NULL, target TEXT NOT NULL, started INTEGER NOT NULL,
      finished INTEGER, exit_code INTEGER, summary TEXT NOT NULL) STRICT
    """,
  ]

  private static let lagTables = [
    """
    CREATE TABLE lag_samples (
      target TEXT NOT NULL, host TEXT NOT NULL, channel TEXT NOT NULL, at INTEGER NOT NULL,
      lag INTEGER, delay INTEGER NOT NULL, reason TEXT NOT NULL,
      PRIMARY KEY (target, host, channel, at)) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX lag_samples_by_age ON lag_samples (at)",
  ]

  /// Runs `body` in one transaction.
  func transaction<Value: Sendable>(_ body: (borrowing SQLiteHandle) throws -> Value) throws -> Value {
    try database.withLock { database in
      try database.run("BEGIN IMMEDIATE")
      do {
        let value = try body(database)
        try database.run("COMMIT")
        return value
      } catch {
        // The first error tells more than one from the rollback.
        _ = try? database.run("ROLLBACK")
        throw error
      }
    }
  }

  func query(_ sql: String, _ values: [SQLValue] = []) throws -> [[SQLValue]] {
    try database.withLock { try $0.run(sql, values) }
  }
}
