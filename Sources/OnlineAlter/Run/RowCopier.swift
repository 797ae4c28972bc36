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
      guard let chunk = try await bounds.next(session, share: brake.chunkShare) else {
        try await brake.rest(after: .zero)
        break
      }
      let start = ContinuousClock.now
      let rows = try await session.run { try refresher.copy(chunk, $0) }
      ledger.endChunk(chunk, rows: rows)
      let took = ContinuousClock.now - start
      bounds.learn(rows: Int(rows), took: took)
      try await brake.rest(after: took)
    }
    await session.close()
  }
}

/// Cuts the table into chunks, for one worker after the other.
package final class ChunkBounds: Sendable {
  private let ledger: MigrationLedger
  private let statements: RefreshStatements
  private let key: MigrationKey
  private let sizer: Mutex<ChunkSizer>

  package init(_ ledger: MigrationLedger, _ tables: MigrationTables, sizer: ChunkSizer) {
    self.ledger = ledger
    statements = RefreshStatements(tables)
    key = tables.key
    self.sizer = Mutex(sizer)
  }

  /// The next chunk, which counts as started from here; nil when none is left.
  ///
  /// - Parameter share: Of the rows that it would have otherwise.
  func next(_ session: WorkerSession, share: Double) async throws -> CopyProgress.Chunk? {
    while true {
      switch ledger.beginCut() {
      case .none: return nil
      case .busy: try await Task.sleep(for: .milliseconds(1))
      case .behind(let lower):
        do {
          return ledger.startChunk(
            upper: try await end(behind: lower, sizer.withLock { $0.rows(share: share) }, session))
        } catch {
          ledger.leaveCut()
          throw error
        }
      }
    }
  }

  private func end(behind lower: RowKey?, _ rows: Int, _ session: WorkerSession) async throws -> RowKey? {
    try await session.run { [statements, key] connection in
      let row = try connection.query(statements.bound(behind: lower, rows: rows)).first
      return row.map { row in key.key(texts: key.columns.indices.map { row[$0].bytes ?? [] }) }
    }
  }

  func learn(rows: Int, took time: Duration) { sizer.withLock { $0.learn(rows: rows, took: time) } }
}
