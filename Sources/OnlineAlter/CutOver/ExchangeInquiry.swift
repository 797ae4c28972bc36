import Basics
import MySQL

/// Finds out whether the tables were exchanged when the answer was lost: by what the server has, never by guessing.
struct ExchangeInquiry: Sendable {
  private let cutOver: CutOver
  /// How long the ended sessions may take to be gone.
  private static let patience = Duration.seconds(60)

  init(_ cutOver: CutOver) { self.cutOver = cutOver }

  /// - Parameter ids: The sessions that took part: what they began must have ended before the tables are looked at.
  /// - Throws: `OpsError` `unknown` when neither outcome fits.
  func outcome(after failure: any Error, of ids: [UInt64]) async throws -> CutOver.Outcome {
    let session = cutOver.sessions.worker("inquiry")
    defer { Task { await session.close() } }
    for id in ids {
      _ = try? await session.run { try $0.execute("KILL \(id)") }
      guard try await isGone(id, session) else { throw unknown(failure) }
    }
    let tables = cutOver.tables
    let (old, ghost, source) = try await session.run { connection in
      (
        try TableCatalog.comment(tables.names.old, connection),
        try TableCatalog.comment(tables.ghost, connection),
        try TableCatalog.comment(tables.source, connection)
      )
    }
    guard source != nil else { throw unknown(failure) }
    let holdsPlace = old == WaitingRename.comment
    if ghost != nil, old == nil || holdsPlace {
      if holdsPlace { try await session.run { try $0.execute("DROP TABLE \(tables.names.old.sql)") } }
      return .postponed(why: "\(failure)")
    }
    if ghost == nil, old != nil, !holdsPlace { return .swapped }
    throw unknown(failure)
  }

  private func isGone(_ id: UInt64, _ session: WorkerSession) async throws -> Bool {
    let deadline = ContinuousClock.now + Self.patience
    while ContinuousClock.now < deadline {
      let rows = try await session.run { connection in
        try connection.query("SELECT ID FROM information_schema.PROCESSLIST WHERE ID = \(id)").count
      }
      if rows == 0 { return true }
      try await Task.sleep(for: .milliseconds(20))
    }
    return false
  }

  private func unknown(_ failure: any Error) -> OpsError {
    let tables = cutOver.tables
    return OpsError(
      .unknown, "cannot tell whether the tables were exchanged", why: "\(failure)",
      changed: "perhaps \(tables.source) and \(tables.ghost) have exchanged their names",
      hint: "look at both tables before anything else is done")
  }
}
