import Basics
import MySQL

/// Opens the sessions of a migration, and runs work on them again when they break.
package struct MigrationSessions: Sendable {
  private let options: ConnectionOptions
  private let log: Log
  /// Attempts before a failure that may pass is final; gh-ost's `--default-retries`.
  package let retries: Int

  package init(_ options: ConnectionOptions, retries: Int = 60, log: Log) {
    self.options = options
    self.retries = retries
    self.log = log
  }

  package func open(_ phase: String, profile: SessionProfile = .refresh) async throws -> Connection {
    try await Connection.open(options.with(profile: profile, phase: "alter-" + phase))
  }

  /// Which server it is.
  package func version() async throws -> ServerInfo {
    let connection = try await open("look")
    await connection.close()
    return connection.server
  }

  /// A session of one worker.
  package func worker(_ phase: String) -> WorkerSession {
    WorkerSession(sessions: self, phase: phase, log: log)
  }
}

/// A worker's own session: opened when first needed and again when it broke.
///
/// To be used by one task at a time.
package actor WorkerSession {
  private let sessions: MigrationSessions
  private let phase: String
  private let log: Log
  private var connection: Connection?

  fileprivate init(sessions: MigrationSessions, phase: String, log: Log) {
    self.sessions = sessions
    self.phase = phase
    self.log = log
  }

  /// Runs `body` until it succeeds, fails for good, or the attempts are used up.
  ///
  /// A body that was cut off may have been done: it must bear being done again.
  @discardableResult
  package func run<Value: Sendable>(
    _ body: @Sendable (isolated Connection) throws -> Value
  ) async throws -> Value {
    var pause = Duration.milliseconds(5)
    for attempt in 1... {
      do {
        let session = try await ready()
        return try await session.perform(body)
      } catch let failure as SQLFailure where failure.mayPass && attempt < sessions.retries {
        if failure.kind != .contention { await close() }
        log.debug("tried again", ["phase": phase, "attempt": "\(attempt)", "why": failure.description])
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .seconds(1))
      }
    }
    throw CancellationError()
  }

  package func close() async {
    await connection?.close()
    connection = nil
  }

  private func ready() async throws -> Connection {
    if let connection { return connection }
    let fresh = try await sessions.open(phase)
    connection = fresh
    return fresh
  }
}

extension SQLFailure {
  /// Whether the same may succeed when tried again.
  var mayPass: Bool { [.contention, .connectionLost, .unreachable].contains(kind) }
}
