import Basics
import MySQL
import OnlineAlter
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)")) struct AlterCaseTests {
  /// Most of a case is waiting, so several are played at once.
  private static let width = 6
  /// Far more than any takes on a busy machine: what takes longer waits for something that does not come.
  private static let patience = Duration.seconds(120)

  @Test(arguments: try AlterCaseGroup.all())
  func `a migration makes of a table what the server's own ALTER makes of it, or leaves it as it was`(
    group: AlterCaseGroup
  ) async throws {
    let scenes = group.cases.flatMap { test in
      let modes: [CaseMigration.Mode] = test.expectation == .equal ? [.plain, .resumed] : [.plain]
      return modes.map { mode in
        CaseMigration(stage: CaseStage(test, on: mode == .resumed ? .target : .primary), mode: mode)
      }
    }
    await withTaskGroup(of: Void.self) { tasks in
      for (index, scene) in scenes.enumerated() {
        if index >= Self.width { await tasks.next() }
        tasks.addTask {
          await playInTime(scene)
        }
      }
    }
  }

  private func playInTime(_ scene: CaseMigration) async {
    let work = Task { try await play(scene) }
    let watch = Task {
      try await Task.sleep(for: Self.patience)
      Issue.record("\(scene): no end after \(Self.patience)")
      work.cancel()
    }
    if case .failure(let error) = await work.result {
      Issue.record("\(scene): \(OpsError.wrapping(error, as: "could not be played").message)")
    }
    watch.cancel()
  }

  private func play(_ scene: CaseMigration) async throws {
    let stage = scene.stage
    try await stage.use { session in
      guard case .refused(let code, let text) = stage.test.expectation else {
        return try await playWithChanges(scene, session)
      }
      await expectFailure(of: scene, code, text)
      expectNone(try await stage.differences(), of: scene)
      #expect(try await stage.leftovers(session) == [], "\(scene)")
    }
  }

  private func playWithChanges(_ scene: CaseMigration, _ session: Connection) async throws {
    let stage = scene.stage
    let writer = try await CaseWriter.prepare(stage, session)
    let writing = writer.map { writer in Task { try await writer.run() } }
    let outcome = await expectOutcome(of: scene)
    writing?.cancel()
    let changes = try await writing?.value
    if let changes { #expect(changes > 0, "\(scene): nothing was changed meanwhile") }
    guard let outcome else { return }
    if case .success(let result) = outcome {
      #expect(result.isResumed == (scene.mode == .resumed), "\(scene)")
      try await stage.alterControl(session)
      let left = try await stage.leftovers(session)
      #expect(left == result.old.map { [$0.name] } ?? [], "\(scene)")
    }
    expectNone(try await stage.differences(), of: scene)
  }

  /// - Returns: How the migration ended; nil when it should have ended otherwise.
  private func expectOutcome(of scene: CaseMigration) async -> Result<MigrationResult, any Error>? {
    if case .aborted(let code, let text) = scene.stage.test.expectation {
      return await expectFailure(of: scene, code, text).map { .failure($0) }
    }
    do {
      return .success(try await scene.carryOut())
    } catch {
      let error = OpsError.wrapping(error, as: "the migration failed")
      Issue.record("\(scene): \(error.message) (\(error.code))")
      return nil
    }
  }

  @discardableResult
  private func expectFailure(of scene: CaseMigration, _ code: Int32, _ text: String) async -> OpsError? {
    do {
      _ = try await scene.carryOut()
      Issue.record("\(scene): no error")
      return nil
    } catch {
      let error = OpsError.wrapping(error, as: "the migration failed")
      let isTold = text.isEmpty || error.message.lowercased().contains(text.lowercased())
      #expect(error.code.rawValue == code && isTold, "\(scene): \(error)")
      return error
    }
  }

  private func expectNone(_ differences: [String], of scene: CaseMigration) {
    if !differences.isEmpty { Issue.record("\(scene): \(differences.joined(separator: "\n"))") }
  }
}
