import Basics
import MySQL

/// The cut-over where a session with locks may not rename: MariaDB, and MySQL before 8.0.13.
///
/// A second session's RENAME waits behind the lock. Until all changes are applied, a table that stands where RENAME wants
/// to put the old one makes it fail, however the lock is lost; it is dropped at the last moment. The ghost table's name
/// sorts behind the table's, so that RENAME waits for the table before anything else, ahead of all writers.
struct WaitingRename: Sendable {
  private let cutOver: CutOver
  private static let comment = "dbops: holds the place of the old table"

  init(_ cutOver: CutOver) { self.cutOver = cutOver }

  func run(_ locker: Connection) async throws -> CutOver.Outcome {
    let renamer = try await cutOver.sessions.open("rename", profile: .plain)
    do {
      let outcome = try await run(locker, renamer)
      await renamer.close()
      return outcome
    } catch {
      // Its RENAME must not come true later.
      renamer.interrupt()
      _ = try? await locker.execute("KILL \(renamer.id)")
      await renamer.close()
      throw error
    }
  }

  private func run(_ locker: Connection, _ renamer: Connection) async throws -> CutOver.Outcome {
    let tables = cutOver.tables
    let old = tables.names.old
    try await locker.perform { connection in
      try connection.execute("SET SESSION lock_wait_timeout = \(cutOver.lockSeconds)")
      // One that a killed attempt left is as good; any other table of that name is somebody's data.
      if try isOurs(old, connection) { return }
      try connection.execute(
        "CREATE TABLE \(old.sql) (id INT PRIMARY KEY) COMMENT=\(literal: .string(Self.comment))")
    }
    do {
      try await locker.execute(
        "LOCK TABLES \(tables.source.sql) WRITE, \(tables.ghost.sql) WRITE, \(old.sql) WRITE")
      let deadline = ContinuousClock.now + cutOver.limit
      guard try await cutOver.drain(locker, until: deadline) else {
        return try await withdraw(locker, why: "the last changes were not applied in time")
      }
      try await cutOver.carryCounter(locker)
      return try await rename(locker, renamer, until: deadline)
    } catch {
      _ = try? await withdraw(locker, why: "")
      throw error
    }
  }

  private func rename(
    _ locker: Connection, _ renamer: Connection, until deadline: ContinuousClock.Instant
  ) async throws -> CutOver.Outcome {
    let tables = cutOver.tables
    let old = tables.names.old
    let watcher = try await cutOver.sessions.open("watch", profile: .plain)
    try await renamer.execute("SET SESSION lock_wait_timeout = \(cutOver.lockSeconds)")
    let renaming = Task {
      try await renamer.execute(
        "RENAME TABLE \(tables.source.sql) TO \(old.sql), \(tables.ghost.sql) TO \(tables.source.sql)")
    }
    var isWaiting = false
    while !isWaiting, ContinuousClock.now < deadline {
      isWaiting = try await waits(renamer.id, watcher)
      if !isWaiting { try await Task.sleep(for: .milliseconds(2)) }
    }
    await watcher.close()
    guard isWaiting else {
      renamer.interrupt()
      _ = await renaming.result
      return try await withdraw(locker, why: "RENAME did not come to wait for the table")
    }
    try await locker.execute("DROP TABLE \(old.sql)")
    try await locker.execute("UNLOCK TABLES")
    switch await renaming.result {
    case .success: return .swapped
    case .failure(let error): return try await judge(error, locker)
    }
  }

  /// RENAME failed or its answer was lost: the tables themselves tell what happened.
  private func judge(_ error: any Error, _ session: Connection) async throws -> CutOver.Outcome {
    let tables = cutOver.tables
    let isSwapped = try await session.perform { connection in
      let old = try TableCatalog.exists(tables.names.old, connection)
      let ghost = try TableCatalog.exists(tables.ghost, connection)
      guard old != ghost else {
        throw OpsError(
          .unknown, "cannot tell whether the tables were exchanged", why: "\(error)",
          changed: "perhaps \(tables.source) and \(tables.ghost) have exchanged their names",
          hint: "look at both tables before anything else is done")
      }
      return old
    }
    return isSwapped ? .swapped : .postponed(why: "RENAME failed: \(error)")
  }

  private func waits(_ id: UInt64, _ watcher: Connection) async throws -> Bool {
    try await watcher.query("SELECT STATE AS s FROM information_schema.PROCESSLIST WHERE ID = \(id)")
      .first?["s"].string?.hasPrefix("Waiting for table metadata lock") == true
  }

  /// Lets writers go on; nothing has been exchanged.
  private func withdraw(_ locker: Connection, why: String) async throws -> CutOver.Outcome {
    try await locker.execute("UNLOCK TABLES")
    try await locker.perform { connection in
      let old = cutOver.tables.names.old
      if try isOurs(old, connection) { try connection.execute("DROP TABLE \(old.sql)") }
    }
    return .postponed(why: why)
  }

  private func isOurs(_ table: TableName, _ connection: isolated Connection) throws -> Bool {
    try TableCatalog.comment(table, connection) == Self.comment
  }
}
