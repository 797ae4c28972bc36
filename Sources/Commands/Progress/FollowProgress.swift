import Basics

extension Console {
  /// Shows how `work` goes, phase by phase, while it runs.
  ///
  /// - Parameter title: Names the work: `backup of purplle_purplle2`.
  func follow<Value: Sendable>(
    _ title: String, _ progress: WorkProgress, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        await self.showPhases(title, progress)
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

  private func showPhases(_ title: String, _ progress: WorkProgress) async {
    while !Task.isCancelled {
      let phase = progress.reading.phase
      let name = phase.isEmpty ? title : "\(title): \(phase)"
      await self.progress(name, unit: .bytes) { counter in
        while !Task.isCancelled {
          let reading = progress.reading
          guard reading.phase == phase else { return }
          // What is to be done is an estimate at first, so it must not stay behind what is done.
          let total = reading.totalBytes > 0 ? max(reading.totalBytes, reading.doneBytes) : nil
          counter.set(done: reading.doneBytes, total: total)
          try? await Task.sleep(for: .milliseconds(50))
        }
      }
    }
  }
}
