import Basics
import Synchronization

extension Console {
  /// Shows how `work` goes, phase by phase, while it runs.
  ///
  /// - Parameter title: Names the work: `backup of purplle_purplle2`.
  package func follow<Value: Sendable>(
    _ title: String, _ progress: WorkProgress, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let failure = FailureMark()
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask {
        do {
          return try await work()
        } catch {
          failure.isSet.store(true, ordering: .relaxed)
          throw error
        }
      }
      group.addTask {
        try await self.showPhases(title, progress, failure)
        return nil
      }
      for try await value in group {
        guard let value else { continue }
        group.cancelAll()
        return value
      }
      throw OpsError(.failed, title, why: "it ended without a result")
    }
  }

  private func showPhases(_ title: String, _ progress: WorkProgress, _ failure: FailureMark) async throws {
    // A log's reader learns at once that something has begun; its phases speak up when they take long.
    if style.redraws == .never, style.form == .text { say(title) }
    while !Task.isCancelled {
      let phase = progress.reading.phase
      let name = phase.isEmpty ? title : "\(title): \(phase)"
      try await self.progress(name, unit: .bytes) { counter in
        while !Task.isCancelled {
          let reading = progress.reading
          guard reading.phase == phase else { break }
          counter.show(reading)
          try? await Task.sleep(for: .milliseconds(50))
        }
        // No closing line for what did not come to its end.
        if failure.isSet.load(ordering: .relaxed) { throw CancellationError() }
        counter.show(progress.last(of: phase))
      }
    }
  }
}

/// Whether the work that is shown has failed.
private final class FailureMark: Sendable {
  let isSet = Atomic(false)
}

extension ProgressCounter {
  fileprivate func show(_ reading: WorkProgress.Reading) {
    // What is to be done is an estimate at first, so it must not stay behind what is done.
    set(
      done: reading.doneBytes,
      total: reading.totalBytes > 0 ? max(reading.totalBytes, reading.doneBytes) : nil)
  }
}
