import Basics
import MySQL

/// Decides when a migration makes the ghost table's secondary indexes.
struct IndexTiming: Sendable {
  private let table: TableName
  private let wanted: MigrationSettings.SecondaryIndexes
  /// Tells whether an earlier run left them out.
  private let checkpoint: TableName
  private let log: Log
  /// Above this the indexes are left out only when that is asked for: building them takes as much temporary space, and a build
  /// that fails after hours has to begin anew.
  private static let largest = ByteCount.gibibytes(16)

  init(_ names: MigrationNames, _ wanted: MigrationSettings.SecondaryIndexes, _ log: Log) {
    table = names.source
    checkpoint = names.checkpoint
    self.wanted = wanted
    self.log = log
  }

  /// Whether somebody asked for them to be left out.
  var isAsked: Bool {
    if case .deferred = wanted { return true }
    return false
  }

  /// Where indexes are built when the rows are copied; nil where they fill with the rows.
  ///
  /// - Parameter check: Sees to it that they can be built there.
  /// - Throws: What `check` throws, where it was asked for.
  func place(
    _ session: Connection, check: (IndexBuildPlace) async throws -> Void
  ) async throws -> IndexBuildPlace? {
    switch wanted {
    case .copied: return nil
    case .deferred(let replicas):
      let place = replicas.isEmpty ? IndexBuildPlace.throughLog : .onEach(replicas: replicas)
      try await check(place)
      return place
    case .deferredWhereAlone:
      let (table, checkpoint) = (table, checkpoint)
      let isBegun = try await session.perform { session in
        guard try CheckpointStore.exists(checkpoint, session) else { return false }
        return try DeferredIndexes.load(from: checkpoint, session) != nil
      }
      if isBegun {
        // What was begun so goes on so.
        try await check(.throughLog)
        return .throughLog
      }
      let size = try await session.perform { try TableSize.read(table, $0)?.indexBytes ?? 0 }
      guard size <= Self.largest.bytes else { return filled("they are large: \(ByteCount(size))") }
      do {
        try await check(.throughLog)
        return .throughLog
      } catch let error as OpsError {
        return filled(error.why)
      }
    }
  }

  private func filled(_ why: String) -> IndexBuildPlace? {
    log.info("secondary indexes fill with the rows", ["why": why])
    return nil
  }
}
