import Basics
import MySQL

/// The cut-over where one session may lock and rename: MySQL from 8.0.13.
///
/// Whatever ends the session before RENAME leaves both tables as they were, and RENAME is atomic.
struct LockedRename: Exchanger {
  private let cutOver: CutOver

  init(_ cutOver: CutOver) { self.cutOver = cutOver }

  func run(_ session: Connection) async throws -> CutOver.Outcome {
    let tables = cutOver.tables
    try await session.execute("SET SESSION lock_wait_timeout = \(cutOver.lockSeconds)")
    try await session.execute("LOCK TABLES \(tables.source.sql) WRITE, \(tables.ghost.sql) WRITE")
    let deadline = ContinuousClock.now + cutOver.limit
    do {
      guard try await cutOver.drain(session, until: deadline) else {
        try await session.execute("UNLOCK TABLES")
        return .postponed(why: "the last changes were not applied in time")
      }
      try await cutOver.carryCounter(session)
      try await session.execute(
        """
        RENAME TABLE \(tables.source.sql) TO \(tables.names.old.sql), \(tables.ghost.sql) TO \(tables.source.sql)
        """)
    } catch {
      _ = try? await session.execute("UNLOCK TABLES")
      throw error
    }
    // When this fails, the session is gone, and its locks with it.
    _ = try? await session.execute("UNLOCK TABLES")
    return .swapped
  }
}
