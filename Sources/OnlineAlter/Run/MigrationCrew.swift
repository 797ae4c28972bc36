import Basics
import MySQL

/// Runs what goes on all the time beside a migration's phases; the first failure of any ends all.
struct MigrationCrew: Sendable {
  let phases: MigrationPhases
  /// Names the server whose log is read.
  let server: String
  let run: RunID

  func work(_ stream: BinlogStream) async throws -> MigrationResult {
    let phases = phases
    let (started, checkpoints) = (Timestamp.now(), phases.sessions.worker("checkpoint"))
    try await saveCheckpoint(since: started, checkpoints)
    return try await withThrowingTaskGroup(of: MigrationResult?.self) { group in
      group.addTask {
        try await LogReader(stream, phases.ledger).run()
        return nil
      }
      group.addTask {
        try await phases.heartbeats.run()
        return nil
      }
      group.addTask {
        try await phases.brake.run()
        return nil
      }
      group.addTask {
        let watch = DiskWatch(
          table: phases.prepared.tables.source, floor: phases.settings.diskFloor, sessions: phases.sessions,
          progress: phases.progress, log: phases.log)
        try await watch.run()
        return nil
      }
      // Keys that the server may take for one must not be refreshed at the same time.
      for _ in 0..<(phases.prepared.tables.key.isFolded ? 1 : phases.settings.appliers) {
        group.addTask {
          try await ChangeApplier(
            phases.ledger, phases.refresher, phases.sessions, brake: phases.brake,
            batch: phases.settings.batch
          ).run()
          return nil
        }
      }
      group.addTask {
        try await saveCheckpoints(since: started, checkpoints)
        return nil
      }
      group.addTask { try await phases.run() }
      defer { group.cancelAll() }
      do {
        while let result = try await group.next() {
          if let result { return result }
        }
      } catch {
        // An exchange under way is carried to its end: its outcome counts, and not what failed beside it.
        group.cancelAll()
        guard let result = await Self.rest(of: &group) else { throw error }
        return result
      }
      throw CancellationError()
    }
  }

  private static func rest(
    of group: inout ThrowingTaskGroup<MigrationResult?, any Error>
  ) async -> MigrationResult? {
    var result: MigrationResult?
    while let next = await group.nextResult() {
      if case .success(.some(let found)) = next { result = found }
    }
    return result
  }

  /// Keeps the checkpoint up to date; the first one is there before anything is copied.
  private func saveCheckpoints(since started: Timestamp, _ session: WorkerSession) async throws {
    while true {
      try await Task.sleep(for: phases.settings.checkpointEvery)
      try await saveCheckpoint(since: started, session)
    }
  }

  private func saveCheckpoint(since started: Timestamp, _ session: WorkerSession) async throws {
    let prepared = phases.prepared
    let store = CheckpointStore(prepared.tables.names.checkpoint, owner: prepared.owner)
    let reading = phases.progress.reading
    let now = phases.ledger.reading
    let checkpoint = Checkpoint(
      identity: prepared.identity, server: server, position: now.resumePosition, history: "",
      watermark: now.watermark?.texts, isCopied: now.isCopied, copied: now.copied)
    let record = MigrationRecord(
      table: prepared.tables.source, run: run.description, who: phases.settings.who, started: started,
      updated: .now(), phase: reading.phase.rawValue, copied: now.copied, total: reading.total,
      backlog: Int64(now.waiting))
    try await session.run { connection in
      var checkpoint = checkpoint
      checkpoint.history = try LogHistory.read(connection)
      try store.save(checkpoint, record: record, connection)
    }
  }
}
