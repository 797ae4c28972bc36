import Basics
import MySQL
import OnlineAlter
import TestKit
import Testing

/// A table, and a ghost table of it that has lost its secondary indexes, as a migration has them on a primary and its
/// replica.
struct IndexStage: Sendable {
  let server: TestServer
  let tables: IndexBuild.Tables
  let deferred: DeferredIndexes
  /// The whole definition of the ghost table.
  let whole: [UInt8]

  static let keys = """
    KEY note (note), KEY pair (owner, tag DESC) COMMENT 'it''s two', UNIQUE KEY tag (tag), KEY start (note(5), owner)
    """

  static func tables(in database: String) -> IndexBuild.Tables {
    IndexBuild.Tables(
      source: TableName(database, "orders"), ghost: TableName(database, "orders_gho"),
      checkpoint: TableName(database, "_orders_ghk"))
  }

  /// Makes the tables, the ghost's indexes taken out.
  static func make(
    _ server: TestServer, _ database: String, keys: String = keys,
    locking: DeferredIndexes.LockingIndexes = .kept, _ connection: Connection
  ) async throws -> IndexStage {
    let tables = tables(in: database)
    try await CheckpointStore.create(tables.checkpoint, connection)
    try await connection.execute(
      """
      CREATE TABLE \(tables.source.sql) (id BIGINT NOT NULL PRIMARY KEY, tag BIGINT NOT NULL, owner INT NOT NULL,
      note VARCHAR(60) NOT NULL, place POINT NOT NULL, \(raw: keys)) ENGINE=InnoDB
      """)
    try await connection.execute("CREATE TABLE \(tables.ghost.sql) LIKE \(tables.source.sql)")
    let whole = try await definition(of: tables.ghost, connection)
    let deferred = try DeferredIndexes(whole, locking: locking)
    try await connection.perform { connection in
      try deferred.takeOut(of: tables.ghost, connection)
      try deferred.save(in: tables.checkpoint, connection)
    }
    return IndexStage(server: server, tables: tables, deferred: deferred, whole: whole)
  }

  static func definition(of table: TableName, _ connection: Connection) async throws -> [UInt8] {
    try await connection.query("SHOW CREATE TABLE \(table.sql)").first?["Create Table"].bytes ?? []
  }

  func fill(_ rows: Int, _ connection: Connection) async throws {
    try await connection.execute(
      """
      INSERT INTO \(tables.ghost.sql) SELECT i + 1, i + 1, i MOD 16, CONCAT('start ', i), POINT(i, 1)
      FROM (\(SQLText.numbers(below: rows))) AS numbers
      """)
  }

  func build(_ settings: IndexBuildSettings = IndexBuildSettings()) throws -> IndexBuild {
    IndexBuild(
      tables, primary: try server.options(), place: .onEach(replicas: [try server.options(.replica)]),
      settings: settings, log: .silent)
  }

  /// The addresses of both servers, as results name them.
  var addresses: [String] {
    get throws {
      [try server.options().address.description, try server.options(.replica).address.description]
    }
  }

  /// The ghost table's definitions on both servers.
  func definitions() async throws -> [[UInt8]] {
    var all: [[UInt8]] = []
    for role in [TestServer.Role.primary, .replica] {
      let connection = try await Connection.open(try server.options(role))
      all.append(try await Self.definition(of: tables.ghost, connection))
      await connection.close()
    }
    return all
  }

  /// Rows of the ghost table, on the server in `role`.
  func rows(_ role: TestServer.Role) async throws -> Set<String> {
    let connection = try await Connection.open(try server.options(role))
    defer { Task { await connection.close() } }
    return Set(
      try await connection.query("SELECT CONCAT_WS(' ', id, tag, owner, note) AS r FROM \(tables.ghost.sql)")
        .map { $0["r"].string ?? "" })
  }

  /// Changes rows of the ghost table all the while.
  func whileWriting<Value: Sendable>(
    _ body: @Sendable @escaping () async throws -> Value
  ) async throws -> Value {
    let options = try server.options()
    let ghost = tables.ghost
    let writing = Task {
      let connection = try await Connection.open(options)
      var dice = SeededGenerator(seed: 3)
      while !Task.isCancelled {
        let id = Int.random(in: 1...5000, using: &dice)
        let note = "w\(Int.random(in: 0...9999, using: &dice))"
        try await connection.execute("DELETE FROM \(ghost.sql) WHERE id = \(id)")
        try await connection.execute(
          "INSERT INTO \(ghost.sql) VALUES (\(id), \(id), \(id % 7), \(literal: .string(note)), POINT(1, 1))")
      }
      await connection.close()
    }
    let result: Result<Value, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    writing.cancel()
    try await writing.value
    return try result.get()
  }
}
