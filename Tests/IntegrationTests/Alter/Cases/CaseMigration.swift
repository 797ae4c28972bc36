import Basics
import MySQL
import OnlineAlter
import Synchronization
import TestKit

/// Runs the engine on a case's subject.
struct CaseMigration: Sendable, CustomStringConvertible {
  enum Mode: String, Sendable, CaseIterable {
    /// In one run.
    case plain
    /// Ended in the middle of the copy, and run again.
    case resumed
  }

  let stage: CaseStage
  let mode: Mode
  /// Each run has another number as a replica, so that none ends another's reading.
  private static let runs = Atomic<UInt32>(0)

  var description: String { "\(stage.test.name) on \(stage.test.server), \(mode.rawValue)" }

  func carryOut() async throws -> MigrationResult {
    if mode == .resumed {
      do {
        _ = try await run(CaseBrake(breaksAt: 3))
      } catch is CaseBrake.Broken {
        return try await run(CaseBrake())
      }
    }
    return try await run(CaseBrake())
  }

  private func run(_ brake: CaseBrake) async throws -> MigrationResult {
    var settings = MigrationSettings()
    settings.chunkRows = 2
    settings.heartbeat = .milliseconds(20)
    // A busy machine may need several attempts.
    settings.lockLimit = .seconds(10)
    settings.pauses.first = .milliseconds(50)
    settings.pauses.longest = .milliseconds(500)
    settings.checkpointEvery = .milliseconds(25)
    if stage.role == .target { settings.secondaryIndexes = .deferredWhereAlone }
    settings.serverID = 21_200 + Self.runs.add(1, ordering: .relaxed).newValue % 200
    var request = try AlterRequest(table: stage.subject, alter: stage.test.alter)
    if stage.test.allowsCoarserKey { request.coarserKeys = .allowed }
    return try await MigrationRun(
      request, try stage.test.server.options(stage.role),
      settings,
      brake: brake, run: RunID(),
      log: .silent
    ).carryOut()
  }
}

/// Slows the copy down, so that writers get their turn, and may end the run.
private final class CaseBrake: CopyBrake {
  struct Broken: Error {}

  private let breaksAt: Int
  private let chunks = Atomic(0)

  init(breaksAt: Int = .max) { self.breaksAt = breaksAt }

  func wait() async throws {
    let number = chunks.add(1, ordering: .relaxed).newValue
    guard number >= breaksAt else { return try await Task.sleep(for: .milliseconds(10)) }
    // A checkpoint may be written meanwhile.
    try await Task.sleep(for: .milliseconds(100))
    throw Broken()
  }

  func waitUntilClear() async throws {}
}
