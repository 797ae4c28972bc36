import Basics
import MySQL

/// Looks at the room on the server's disk while a migration goes on, and ends it before the disk is full.
struct DiskWatch: Sendable {
  let table: TableName
  let floor: DiskFloor
  let sessions: MigrationSessions
  let progress: MigrationProgress
  let log: Log
  private static let pause = Duration.milliseconds(500)

  /// Looks until the task is cancelled; returns where the room is not known.
  ///
  /// - Throws: `OpsError` `aborted` when no more than the floor is free.
  func run() async throws {
    let session = sessions.worker("disk")
    let database = table.database
    do {
      let disk = try await session.run { try ServerDisk.find(database, $0) }
      if case .none = disk.way { return await session.close() }
      // From here on the server itself is asked only by the other way.
      if disk.way == .here { await session.close() }
      while let space = try await space(disk, session) {
        try check(space, disk)
        try await Task.sleep(for: Self.pause)
      }
      log.warning("the room on the server's disk is no longer known", ["folder": disk.folder])
    } catch let failure as SQLFailure {
      log.warning("the room on the server's disk is not known", ["why": failure.description])
    }
    await session.close()
  }

  private func space(_ disk: ServerDisk, _ session: WorkerSession) async throws -> FileSystemSpace? {
    if disk.way == .here { return FileSystemPlace.space(at: disk.folder) }
    return try await session.run { try disk.space($0) }
  }

  private func check(_ space: FileSystemSpace, _ disk: ServerDisk) throws {
    // An exchange that has begun takes no room, and is carried to its end; between two attempts changes are applied.
    guard !progress.isExchanging, ![.tidying, .done].contains(progress.reading.phase) else { return }
    let least = floor.bytes(of: space.total)
    guard space.free <= least, least > ByteCount(0) || space.free == ByteCount(0) else { return }
    throw OpsError(
      .aborted, "cannot go on with the migration of \(table)",
      why:
        "the server's disk is nearly full: \(disk.folder) has \(space.free) free, and \(least) must be left",
      changed: "the table is as it was; the ghost table is kept",
      hint:
        "make room, then run the same command again: it carries on; dbops migrations cleanup \(table) gives it up"
    )
  }
}
