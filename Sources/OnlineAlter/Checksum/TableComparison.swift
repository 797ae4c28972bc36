import Basics
import MySQL
import Synchronization

/// Hashes both tables stretch by stretch in snapshots of one moment, and finds where they differ.
final class TableComparison: Sendable {
  private let tables: MigrationTables
  private let hashes: RowHashStatements
  private let statements: RefreshStatements
  private let brake: any CopyBrake
  private let progress: MigrationProgress
  /// Stretches of about a second: short enough to make room for others soon.
  private let sizer: Mutex<ChunkSizer>

  init(
    _ tables: MigrationTables, brake: any CopyBrake, progress: MigrationProgress
  ) {
    self.brake = brake
    self.progress = progress
    self.tables = tables
    hashes = RowHashStatements(tables)
    statements = RefreshStatements(tables)
    sizer = Mutex(ChunkSizer(first: 5000, target: .seconds(1), limits: 100...20_000))
  }

  /// Compares what `feed` hands out until it has nothing left, or `isOver` says so.
  ///
  /// - Parameter snapshots: Sessions in transactions that see the same moment.
  /// - Throws: `SQLFailure`; what was under way is to be taken back then.
  func compare(
    _ snapshots: [Connection], _ feed: RegionFeed, until isOver: @escaping @Sendable () -> Bool
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for session in snapshots { group.addTask { try await self.work(session, feed, until: isOver) } }
      try await group.waitForAll()
    }
  }

  private func work(
    _ session: Connection, _ feed: RegionFeed, until isOver: @Sendable () -> Bool
  ) async throws {
    while !isOver(), let piece = try await next(feed, session) {
      try await brake.waitUntilClear()
      let start = ContinuousClock.now
      let (source, ghost) = try await session.perform { [hashes] in
        (
          RowHashStatements.hash(try $0.query(hashes.source(piece.region))),
          RowHashStatements.hash(try $0.query(hashes.ghost(piece.region)))
        )
      }
      sizer.withLock { $0.learn(rows: Int(source.rows), took: ContinuousClock.now - start) }
      progress.compared(source.rows)
      feed.finish(piece, isEqual: source == ghost)
    }
  }

  /// The next stretch; each session looks for its own end, behind the one that was given out last.
  private func next(_ feed: RegionFeed, _ session: Connection) async throws -> RegionFeed.Piece? {
    guard tables.key.keepsOrder else { return feed.takeWhole() }
    let rows = sizer.withLock { $0.rows }
    return try await session.perform { [tables, statements] connection in
      try feed.take { lower in
        let row = try connection.query(statements.bound(behind: lower, rows: rows)).first
        return row.map { row in
          tables.key.key(texts: tables.key.columns.indices.map { row[$0].bytes ?? [] })
        }
      }
    }
  }
}
