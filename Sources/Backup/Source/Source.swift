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
}
