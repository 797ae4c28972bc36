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
    // From here on clients wait.
    let deadline = ContinuousClock.now + cutOver.limit
    guard try await cutOver.lock([tables.source, tables.ghost], session, until: deadline) else {
      return .postponed(why: CutOver.lockNotHad)
    }
    do {
      let marker = Marker(cutOver.heartbeats)
      guard try await cutOver.drain(session, to: marker, until: deadline) else {
        try await session.execute("UNLOCK TABLES")
        await marker.end()
        return .postponed(why: "the last changes were not applied in time")
      }
      try await cutOver.carryCounter(session)
      try await BoundedStatement(session, until: deadline).run(
        "RENAME TABLE \(tables.source.sql) TO \(tables.names.old.sql), \(tables.ghost.sql) TO \(tables.source.sql)"
      )
    } catch {
      _ = try? await session.execute("UNLOCK TABLES")
      throw error
    }
    // When this fails, the session is gone, and its locks with it.
    _ = try? await session.execute("UNLOCK TABLES")
    return .swapped
  }
}
