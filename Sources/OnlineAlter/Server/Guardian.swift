import Basics
import MySQL

/// The session that holds a migration's lock, so that one run at a time works on a table.
///
/// When it breaks, another is opened and must get the lock again; that no other run has begun meanwhile is what
/// `MigrationOwner` sees to.
package actor Guardian {
  private let sessions: MigrationSessions
  private let names: MigrationNames
  private var connection: Connection
  private let log: Log
  /// How often the session is asked whether it lives: idle ones are cut by firewalls.
  private static let interval = Duration.seconds(5)

  package nonisolated let server: ServerInfo

  /// - Throws: `OpsError` `locked` when another run holds the lock.
  package static func open(_ sessions: MigrationSessions, _ names: MigrationNames, _ log: Log) async throws
    -> Guardian
  {
    Guardian(sessions, names, try await Self.locked(sessions, names), log)
  }

  private init(_ sessions: MigrationSessions, _ names: MigrationNames, _ connection: Connection, _ log: Log) {
    self.sessions = sessions
    self.names = names
    self.connection = connection
    self.log = log
    server = connection.server
  }

  /// The session; to be used by one task at a time.
  package func session() async throws -> Connection {
    do {
      try await connection.execute("DO 0")
    } catch let failure as SQLFailure where failure.mayPass {
      log.warning("the session with the lock was lost", ["why": failure.description])
      await connection.close()
      connection = try await reopened()
    }
    return connection
  }

  private func reopened() async throws -> Connection {
    let worker = sessions.worker("guard")
    // Proves that the server answers, with all the patience of a worker.
    try await worker.run { try $0.execute("DO 0") }
    await worker.close()
    return try await Self.locked(sessions, names)
  }

  /// Keeps the session alive until the task is cancelled; returns then.
  package func keep() async throws {
    while !Task.isCancelled {
      do {
        try await Task.sleep(for: Self.interval)
        _ = try await session()
      } catch is CancellationError {
        return
      }
    }
  }

  package func close() async { await connection.close() }

  /// The name of the lock; `GET_LOCK` takes 64 characters.
  static func lockName(_ names: MigrationNames) -> SQLText {
    "LEFT(SHA2(\(literal: .string("dbops alter " + names.checkpoint.description)), 256), 60)"
  }

  private static func locked(_ sessions: MigrationSessions, _ names: MigrationNames) async throws
    -> Connection
  {
    let connection = try await sessions.open("guard")
    let isHad = try await connection.query("SELECT GET_LOCK(\(lockName(names)), 5) AS l").first?["l"].int
    guard isHad == 1 else {
      await connection.close()
      throw OpsError(
        .locked, "cannot migrate \(names.source)", why: "another run is migrating it",
        hint: "wait for it to end, or stop it")
    }
    return connection
  }
}
