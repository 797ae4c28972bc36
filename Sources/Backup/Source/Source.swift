import Basics
import MySQL

/// A server to work with: opens sessions on it.
package struct Source: Sendable {
  private let options: ConnectionOptions

  package init(_ options: ConnectionOptions) {
    self.options = options
  }

  /// The server's address, for messages.
  package var address: ServerAddress { options.address }

  /// The run that its sessions' statements are tagged with.
  package var run: RunID? { options.run }

  /// Opens a session.
  ///
  /// - Parameter phase: Shown in the tag of each statement.
  package func connect(_ profile: SessionProfile, _ phase: String) async throws -> Connection {
    try await Connection.open(options.with(profile: profile, phase: phase))
  }

  /// Opens a session for `body` and closes it whatever comes of it.
  package func withConnection<Value: Sendable>(
    _ profile: SessionProfile, _ phase: String, _ body: (Connection) async throws -> Value
  ) async throws -> Value {
    let connection = try await connect(profile, phase)
    do {
      let value = try await body(connection)
      await connection.close()
      return value
    } catch {
      await connection.close()
      throw error
    }
  }

  /// Stops what the run's sessions are still doing on the server, after a failure or a signal; waits 5 s at most.
  ///
  /// What cannot be stopped is logged. Works in a task that was cancelled, too.
  package func endSessions(log: Log) async {
    guard let run else { return }
    var options = options.with(profile: .plain, phase: "end")
    options.connectTimeout = min(options.connectTimeout, .seconds(3))
    let cleaner = Source(options)
    await Task {
      do {
        try await cleaner.withConnection(.plain, "end") {
          try await RunSessions(of: [run]).end($0, within: .seconds(5))
        }
      } catch {
        let why = OpsError.wrapping(error, as: "cannot look").message
        log.warning("statements of this run may still be at work on the server", ["why": why])
      }
    }.value
  }
}
