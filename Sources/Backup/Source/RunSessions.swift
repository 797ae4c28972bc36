import Basics
import MySQL

/// The sessions on a server that still work for runs that have ended.
///
/// A server notices that its client is gone when it next reads or writes: the statement it was given goes on until
/// then, an `ALTER TABLE` to its very end. Such sessions are told by the tag of their statement.
package struct RunSessions: Sendable {
  private let runs: [RunID]

  package init(of runs: [RunID]) {
    self.runs = runs
  }

  /// Kills them and waits until they are gone, their transactions undone.
  ///
  /// - Parameter limit: How long to wait for the server, 10 minutes by default.
  /// - Throws: `OpsError` `locked` when one is still there after `limit`; `SQLFailure`.
  package func end(_ connection: Connection, within limit: Duration = .seconds(600)) async throws {
    guard !runs.isEmpty else { return }
    let deadline = ContinuousClock.now + limit
    while true {
      let sessions = try await ids(connection)
      guard let first = sessions.first else { return }
      guard ContinuousClock.now < deadline else {
        throw OpsError(
          .locked, "cannot go on", why: "session \(first) still works for a run of dbops that has ended",
          hint: "wait until the server has ended it (SHOW PROCESSLIST), then run again")
      }
      for session in sessions { try await kill(session, connection) }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  private func ids(_ connection: Connection) async throws -> [UInt64] {
    let tags = runs.map { "/* dbops run=\($0) " }
    return try await ProcessList(connection).sessions
      .filter { session in tags.contains { session.statement.hasPrefix($0) } }.map(\.id)
  }

  private func kill(_ session: UInt64, _ connection: Connection) async throws {
    do {
      try await connection.execute("KILL \(session)")
    } catch let failure as SQLFailure where failure.number == 1094 {
      // It has ended by itself meanwhile.
      return
    }
  }
}
