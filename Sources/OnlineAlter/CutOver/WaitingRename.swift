import Basics
import MySQL

/// The cut-over where a session with locks may not rename: MariaDB, and MySQL before 8.0.13.
///
/// A second session's RENAME waits behind the lock. Until all changes are applied, a table that stands where RENAME wants
/// to put the old one makes it fail, however the lock is lost; it is dropped at the last moment. The ghost table's name
/// sorts behind the table's, so that RENAME waits for the table before anything else, ahead of all writers.
struct WaitingRename: Exchanger {
  private let cutOver: CutOver
  static let comment = "dbops: holds the place of the old table"

  init(_ cutOver: CutOver) { self.cutOver = cutOver }

  private var tables: MigrationTables { cutOver.tables }
  private var old: TableName { cutOver.tables.names.old }

  func run(_ locker: Connection) async throws -> CutOver.Outcome {
    try await locker.perform { connection in
      // One that a killed attempt left is as good; any other table of that name is somebody's data.
      if try TableCatalog.comment(old, connection) == Self.comment { return }
      try connection.execute(
        "CREATE TABLE \(old.sql) (id INT PRIMARY KEY) COMMENT=\(literal: .string(Self.comment))")
    }
    let renamer = try await cutOver.sessions.open("rename", profile: .plain)
    // From here on clients wait.
    let deadline = ContinuousClock.now + cutOver.limit
    do {
      guard try await cutOver.lock([tables.source, tables.ghost, old], locker, until: deadline) else {
        return try await withdraw(locker, renamer, why: CutOver.lockNotHad)
      }
      let marker = Marker(cutOver.heartbeats)
      guard try await cutOver.drain(locker, to: marker, until: deadline) else {
        let outcome = try await withdraw(locker, renamer, why: "the last changes were not applied in time")
        await marker.end()
        return outcome
      }
      try await cutOver.carryCounter(locker)
      return try await rename(locker, renamer, until: deadline)
    } catch {
      _ = try? await locker.execute("UNLOCK TABLES")
      throw error
    }
  }

  private func rename(
    _ locker: Connection, _ renamer: Connection, until deadline: ContinuousClock.Instant
  ) async throws -> CutOver.Outcome {
    let renaming = Task {
      try await BoundedStatement(renamer, until: deadline).run(
        "RENAME TABLE \(tables.source.sql) TO \(old.sql), \(tables.ghost.sql) TO \(tables.source.sql)")
    }
    guard (try? await waits(renamer.id, until: deadline)) == true else {
      // The place is held until RENAME is known to be gone: it must not come true later.
      _ = try? await locker.execute("UNLOCK TABLES")
      return try await ended(
        ExchangeInquiry(cutOver), after: RenameDidNotWait(), of: [renamer.id], renamer)
    }
    var ids = [renamer.id]
    do {
      try await locker.execute("DROP TABLE \(old.sql)")
      try await locker.execute("UNLOCK TABLES")
    } catch {
      // The locks go with the session, and RENAME then finds the place free or not.
      ids.append(locker.id)
    }
    do {
      _ = try await renaming.value
      await renamer.close()
      return .swapped
    } catch {
      return try await ended(ExchangeInquiry(cutOver), after: error, of: ids, renamer)
    }
  }

  /// From here on only the tables tell.
  private func ended(
    _ inquiry: ExchangeInquiry, after failure: any Error, of ids: [UInt64], _ renamer: Connection
  ) async throws -> CutOver.Outcome {
    let outcome = try await inquiry.outcome(after: failure, of: ids)
    renamer.interrupt()
    await renamer.close()
    return outcome
  }

  /// Whether RENAME stands in the queue for the table.
  private func waits(_ id: UInt64, until deadline: ContinuousClock.Instant) async throws -> Bool {
    let watcher = cutOver.sessions.worker("watch")
    defer { Task { await watcher.close() } }
    while ContinuousClock.now < deadline {
      let state = try await watcher.run { connection in
        try connection.query("SELECT STATE AS s FROM information_schema.PROCESSLIST WHERE ID = \(id)")
          .first?["s"].string
      }
      if state?.hasPrefix("Waiting for table metadata lock") == true { return true }
      try await Task.sleep(for: .milliseconds(2))
    }
    return false
  }

  /// Lets writers go on; nothing has been exchanged, and no RENAME was sent.
  private func withdraw(
    _ locker: Connection, _ renamer: Connection, why: String
  ) async throws -> CutOver.Outcome {
    try await locker.execute("UNLOCK TABLES")
    await renamer.close()
    try await locker.perform { connection in
      if try TableCatalog.comment(old, connection) == Self.comment {
        try connection.execute("DROP TABLE \(old.sql)")
      }
    }
    return .postponed(why: why)
  }
}

struct RenameDidNotWait: Error, CustomStringConvertible {
  var description: String { "RENAME did not come to wait for the table" }
}
