import Basics
import MySQL
import Synchronization

/// A statement that may run for hours, and that the server stops as soon as the task is cancelled.
///
/// Breaking the connection would not do: the server notices that only when it answers, after the last row.
struct StoppableStatement: Sendable {
  let session: Connection
  let log: Log

  /// - Throws: `CancellationError` when the statement was stopped.
  func run(_ body: @escaping @Sendable (isolated Connection) throws -> Void) async throws {
    try Task.checkCancellation()
    let hasEnded = Flag()
    do {
      try await withTaskCancellationHandler {
        defer { hasEnded.set() }
        try await work(body)
      } onCancel: {
        Task { await stop(hasEnded) }
      }
    } catch {
      throw Task.isCancelled ? CancellationError() : error
    }
  }

  private func work(_ body: @Sendable (isolated Connection) throws -> Void) async throws {
    try await run(body, on: session)
  }

  private func run(
    _ body: @Sendable (isolated Connection) throws -> Void, on session: isolated Connection
  ) throws {
    try body(session)
  }

  /// Again and again, since the statement may not have begun when it is first told to stop.
  private func stop(_ hasEnded: Flag) async {
    while !hasEnded.isSet {
      do {
        try await session.cancelRunningStatement()
      } catch {
        log.warning(
          "cannot stop a statement", ["server": "\(session.options.address)", "why": "\(error)"])
      }
      try? await Task.sleep(for: .milliseconds(200))
    }
  }

  private final class Flag: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
  }
}
