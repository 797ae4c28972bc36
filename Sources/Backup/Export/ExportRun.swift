import Basics
import MySQL
import Synchronization

/// The reading of all tables by all workers of one backup.
///
/// One planner cuts tables into pieces, largest table first; workers take them as they come. The first
/// failure ends everybody: a backup whose sessions no longer share a snapshot must not go on.
struct ExportRun: Sendable {
  private struct Piece: Sendable {
    let chunk: Chunk
    let number: Int
  }

  let tables: [TableDefinition]
  let snapshots: SnapshotSet
  let exporter: ChunkExporter
  let chunkBytes: ByteCount
  /// Called when a table's last piece is done.
  let definitionCheck: @Sendable (TableDefinition) async throws -> Void

  /// The objects of each table, in the order of `tables`.
  func run() async throws -> [[TableObject]] {
    let tally = SharedTally()
    let queue = BoundedQueue<Piece>(limit: snapshots.sessions.count * 2)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await plan(into: queue, tally) }
      for session in snapshots.sessions.dropLast() {
        group.addTask { try await work(on: session, from: queue, tally) }
      }
      if let locked = snapshots.locked {
        group.addTask { try await exportLocked(on: locked, tally) }
      }
      do {
        for try await _ in group {}
      } catch {
        await queue.abort()
        // Wakes the workers that wait for the server.
        for session in snapshots.sessions + [snapshots.locked].compactMap({ $0 }) { session.interrupt() }
        throw error
      }
    }
    return tally.value.withLock { tally in tables.indices.map { tally.objects(of: $0) } }
  }

  private func plan(into queue: BoundedQueue<Piece>, _ tally: SharedTally) async throws {
    guard let planning = snapshots.sessions.last else { return }
    let order = tables.indices
      .filter { tables[$0].isTransactional && tables[$0].holdsRows }
      .sorted { tables[$0].estimatedBytes > tables[$1].estimatedBytes }
    for index in order {
      let table = tables[index]
      try await cut(index, on: planning) { chunk in
        // A change of definition that waits for this session would keep the workers waiting behind it.
        _ = try await planning.execute("ROLLBACK TO SAVEPOINT dbops")
        let number = tally.value.withLock { $0.plan(index) }
        return await queue.put(Piece(chunk: chunk, number: number))
      }
      _ = try await planning.execute("ROLLBACK TO SAVEPOINT dbops")
      if tally.value.withLock({ $0.endPlanning(index) }) { try await definitionCheck(table) }
    }
    await queue.close()
  }

  private func cut(
    _ index: Int, on session: Connection, _ give: (Chunk) async throws -> Bool
  ) async throws {
    do {
      try await ChunkPlanner.cut(tables[index], index: index, chunkBytes: chunkBytes, on: session, give)
    } catch let failure as SQLFailure where failure.tellsOfChangedDefinition {
      throw OpsError.definitionChanged(tables[index].name, why: failure.text)
    }
  }

  private func work(on session: Connection, from queue: BoundedQueue<Piece>, _ tally: SharedTally)
    async throws
  {
    while let piece = await queue.next() {
      try Task.checkCancellation()
      let table = tables[piece.chunk.table]
      let exporter = exporter
      let objects = try await session.perform { connection in
        let objects = try exporter.export(piece.chunk.range, of: table, connection)
        _ = try connection.execute("ROLLBACK TO SAVEPOINT dbops")
        return objects
      }
      let isLast = tally.value.withLock {
        $0.finish(piece.chunk.table, piece: piece.number, objects: objects)
      }
      if isLast { try await definitionCheck(table) }
    }
  }

  private func exportLocked(on session: Connection, _ tally: SharedTally) async throws {
    for (index, table) in tables.enumerated() where !table.isTransactional && table.holdsRows {
      try Task.checkCancellation()
      let exporter = exporter
      let objects = try await session.perform { try exporter.export(.whole, of: table, $0) }
      tally.value.withLock {
        let piece = $0.plan(index)
        _ = $0.finish(index, piece: piece, objects: objects)
      }
    }
    _ = try await session.execute("UNLOCK TABLES")
  }
}

/// The tally under the lock that the planner and the workers share.
private final class SharedTally: Sendable {
  let value = Mutex(ExportTally())
}
