import MySQL

/// A statement that is stopped when its time is up, whatever it waits for.
///
/// `lock_wait_timeout` would not do: it counts each of the locks that a statement takes by itself, and clients wait for
/// the first all the while.
struct BoundedStatement: Sendable {
  let session: Connection
  let deadline: ContinuousClock.Instant
  /// Between attempts to stop it: it may not have begun when it is first told to.
  private static let pause = Duration.milliseconds(100)

  init(_ session: Connection, until deadline: ContinuousClock.Instant) {
    self.session = session
    self.deadline = deadline
  }

  /// - Throws: `SQLFailure` of kind `interrupted` when the time was up.
  func run(_ statement: SQLText) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await session.execute(statement) }
      group.addTask { await stop() }
      // The other one must have ended before the session is used again: it would stop what comes next.
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private func stop() async {
    do {
      try await Task.sleep(until: deadline)
      while true {
        _ = try? await session.cancelRunningStatement()
        try await Task.sleep(for: Self.pause)
      }
    } catch {
      return
    }
  }
}
