import Basics
import MySQL
import Synchronization

/// Copies the table chunk by chunk; several workers share one.
package struct RowCopier: Sendable {
  private let ledger: MigrationLedger
  private let refresher: RowRefresher
  private let bounds: ChunkBounds
  private let sessions: MigrationSessions
  private let brake: any CopyBrake

  package init(
    _ ledger: MigrationLedger, _ refresher: RowRefresher, _ bounds: ChunkBounds,
    _ sessions: MigrationSessions,
    brake: any CopyBrake
  ) {
    self.ledger = ledger
    self.refresher = refresher
    self.bounds = bounds
    self.sessions = sessions
    self.brake = brake
  }

  /// Copies until no chunk is left.
  package func run() async throws {
    let session = sessions.worker("copy")
    while true {
      try await brake.wait()
      guard let chunk = try await bounds.next() else { break }
      let start = ContinuousClock.now
      let rows = try await session.run { try refresher.copy(chunk, $0) }
      ledger.endChunk(chunk, rows: rows)
      bounds.learn(rows: Int(rows), took: ContinuousClock.now - start)
      try await brake.rest(after: ContinuousClock.now - start)
    }
    await session.close()
  }
}

/// Holds the copy back while others need the server.
package protocol CopyBrake: Sendable {
  /// Returns when copying may go on.
  func wait() async throws
  /// Pauses after a chunk that took `time`.
  func rest(after time: Duration) async throws
}

/// Cuts the table into chunks; one session looks the bounds up, for one worker after the other.
package final class ChunkBounds: Sendable {
  private let ledger: MigrationLedger
  private let statements: RefreshStatements
  private let key: MigrationKey
  private let connection: Connection
  private let sizer: Mutex<ChunkSizer>

  /// - Parameter connection: Used by nothing else.
  package init(
    _ ledger: MigrationLedger, _ tables: MigrationTables, _ connection: Connection, sizer: ChunkSizer
  ) {
    self.ledger = ledger
    statements = RefreshStatements(tables)
    key = tables.key
    self.connection = connection
    self.sizer = Mutex(sizer)
  }

  /// The next chunk, which counts as started from here; nil when none is left.
  func next() async throws -> CopyProgress.Chunk? {
    let rows = sizer.withLock { $0.rows }
    // Nothing else runs on this connection, so that two workers cannot get the same chunk.
    return try await connection.perform { [ledger, statements, key] connection in
      guard let next = ledger.nextChunk() else { return nil }
      let row = try connection.query(statements.bound(behind: next.lower, rows: rows)).first
      let upper = row.map { row in key.key(texts: key.columns.indices.map { row[$0].bytes ?? [] }) }
      return ledger.startChunk(upper: upper)
    }
  }

  func learn(rows: Int, took time: Duration) { sizer.withLock { $0.learn(rows: rows, took: time) } }
}
