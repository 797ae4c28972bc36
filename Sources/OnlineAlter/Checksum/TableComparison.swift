import Basics
import MySQL
import Synchronization

/// Hashes both tables stretch by stretch in snapshots of one moment, and tells where they differ.
package struct TableComparison: Sendable {
  private let tables: MigrationTables
  private let hashes: RowHashStatements
  private let statements: RefreshStatements
  private let brake: any CopyBrake
  private let progress: MigrationProgress
  private let rowsAtATime: Int

  package init(
    _ tables: MigrationTables, brake: any CopyBrake, progress: MigrationProgress, rowsAtATime: Int = 20_000
  ) {
    self.brake = brake
    self.progress = progress
    self.tables = tables
    hashes = RowHashStatements(tables)
    statements = RefreshStatements(tables)
    self.rowsAtATime = rowsAtATime
  }

  /// - Parameter snapshots: Sessions in transactions that see the same moment.
  /// - Returns: The stretches that differ; empty when the tables are equal.
  package func differences(_ snapshots: [Connection]) async throws -> [RowRegion] {
    let regions = RegionFeed()
    return try await withThrowingTaskGroup(of: [RowRegion].self) { group in
      for session in snapshots {
        group.addTask {
          var found: [RowRegion] = []
          while let region = try await next(regions, session) {
            try await brake.waitUntilClear()
            let (source, ghost) = try await session.perform {
              (
                RowHashStatements.hash(try $0.query(hashes.source(region))),
                RowHashStatements.hash(try $0.query(hashes.ghost(region)))
              )
            }
            progress.compared(source.rows)
            if source != ghost { found.append(region) }
          }
          return found
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  /// The next stretch; each session looks for its own end, behind the one that was given out last.
  private func next(_ feed: RegionFeed, _ session: Connection) async throws -> RowRegion? {
    guard tables.key.keepsOrder else { return feed.takeWhole() }
    return try await session.perform { connection in
      try feed.take { lower in
        let row = try connection.query(statements.bound(behind: lower, rows: rowsAtATime)).first
        return row.map { row in
          tables.key.key(texts: tables.key.columns.indices.map { row[$0].bytes ?? [] })
        }
      }
    }
  }
}

/// Hands out stretches of a table, one behind the other.
private final class RegionFeed: Sendable {
  private struct State {
    var lower: RowKey?
    var isEnded = false
  }

  private let state = Mutex(State())

  /// - Parameter bound: Looks up the end of the stretch behind a key; nil ends the table. Others wait meanwhile.
  func take(_ bound: (RowKey?) throws -> RowKey?) throws -> RowRegion? {
    try state.withLock { state in
      guard !state.isEnded else { return nil }
      let upper = try bound(state.lower)
      let region = RowRegion.range(lower: state.lower, upper: upper)
      state.lower = upper
      state.isEnded = upper == nil
      return region
    }
  }

  func takeWhole() -> RowRegion? {
    state.withLock { state in
      defer { state.isEnded = true }
      return state.isEnded ? nil : .range(lower: nil, upper: nil)
    }
  }
}
