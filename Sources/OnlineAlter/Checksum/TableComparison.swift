import Basics
import MySQL

/// Hashes both tables stretch by stretch in snapshots of one moment, and finds where they differ.
struct TableComparison: Sendable {
  private let tables: MigrationTables
  private let hashes: RowHashStatements
  private let statements: RefreshStatements
  private let brake: any CopyBrake
  private let progress: MigrationProgress

  init(
    _ tables: MigrationTables, brake: any CopyBrake, progress: MigrationProgress
  ) {
    self.brake = brake
    self.progress = progress
    self.tables = tables
    hashes = RowHashStatements(tables)
    statements = RefreshStatements(tables)
  }

  /// Compares what `feed` hands out until it has nothing left, or `isOver` says so.
  ///
  /// - Parameter snapshots: Sessions in transactions that see the same moment.
  /// - Throws: `SQLFailure`; what was under way is to be taken back then.
  func compare(
    _ snapshots: [Connection], _ feed: RegionFeed, until isOver: @escaping @Sendable () -> Bool
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for session in snapshots { group.addTask { try await work(session, feed, until: isOver) } }
      try await group.waitForAll()
    }
  }

  private func work(
    _ session: Connection, _ feed: RegionFeed, until isOver: @escaping @Sendable () -> Bool
  ) async throws {
    while try await isClear(until: isOver), let piece = try await next(feed, session) {
      let start = ContinuousClock.now
      let (source, ghost) = try await session.perform {
        (
          RowHashStatements.hash(try $0.query(hashes.source(piece.region))),
          RowHashStatements.hash(try $0.query(hashes.ghost(piece.region)))
        )
      }
      feed.learn(rows: Int(source.rows), took: ContinuousClock.now - start)
      progress.compared(source.rows)
      feed.finish(piece, isEqual: source == ghost)
    }
  }

  /// Waits while the migration is held back, but no longer than its snapshot may be kept; false when that is over.
  private func isClear(until isOver: @escaping @Sendable () -> Bool) async throws -> Bool {
    guard !isOver() else { return false }
    return try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        try await brake.waitUntilClear()
        return true
      }
      group.addTask {
        while !isOver() { try await Task.sleep(for: .milliseconds(20)) }
        return false
      }
      defer { group.cancelAll() }
      return try await group.next() ?? false
    }
  }

  /// The next stretch; each session looks for its own end, behind the one that was given out last.
  private func next(_ feed: RegionFeed, _ session: Connection) async throws -> RegionFeed.Piece? {
    guard tables.key.keepsOrder else { return feed.takeWhole() }
    let rows = feed.rows
    return try await session.perform { connection in
      try feed.take { lower in
        let row = try connection.query(statements.bound(behind: lower, rows: rows)).first
        return row.map { row in
          tables.key.key(texts: tables.key.columns.indices.map { row[$0].bytes ?? [] })
        }
      }
    }
  }
}
