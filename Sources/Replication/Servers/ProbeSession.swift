import Basics
import MySQL

/// A session that looks at one server again and again; opened when first needed and again when it broke.
package actor ProbeSession {
  private let options: ConnectionOptions
  private let expected: UInt32?
  private var connection: Connection?

  /// - Parameters:
  ///   - phase: Tells in the process list what the session is for.
  ///   - expected: The server id that the server must have; nil for any.
  package init(_ options: ConnectionOptions, phase: String, expected: UInt32? = nil) {
    var options = options.with(profile: .plain, phase: phase)
    // Silence is an answer, too: whoever waits for it must not wait for long to say why.
    options.connectTimeout = min(options.connectTimeout, .seconds(3))
    options.readTimeout = .seconds(5)
    self.options = options
    self.expected = expected
  }

  /// Runs `body`, once more on a new session when one that was had before turns out to be lost.
  ///
  /// - Throws: `SQLFailure`, `OpsError`, or what `body` throws.
  package func run<Value: Sendable>(_ body: @Sendable (isolated Connection) throws -> Value) async throws
    -> Value
  {
    let wasOpen = connection != nil
    do {
      return try await attempt(body)
    } catch let failure as SQLFailure where failure.kind == .connectionLost && wasOpen {
      return try await attempt(body)
    }
  }

  /// A failure to look as the reason why something is unknown.
  package static func words(_ error: any Error) -> String {
    if let failure = error as? SQLFailure { return failure.description }
    return OpsError.wrapping(error, as: "it cannot be read").message
  }

  package func close() async {
    await connection?.close()
    connection = nil
  }

  private func attempt<Value: Sendable>(
    _ body: @Sendable (isolated Connection) throws -> Value
  ) async throws -> Value {
    let session = try await ready()
    do {
      return try await session.perform(body)
    } catch let failure as SQLFailure where [.connectionLost, .unreachable].contains(failure.kind) {
      await close()
      throw failure
    } catch is CancellationError {
      connection = nil
      throw CancellationError()
    }
  }

  private func ready() async throws -> Connection {
    if let connection { return connection }
    let fresh = try await Connection.open(options)
    if let expected {
      let found = try await fresh.query("SELECT @@server_id AS s").first?["s"].uint
      guard found == UInt64(expected) else {
        await fresh.close()
        throw OpsError(
          .failed, "another server answers at \(options.address)",
          why: "its server id is \(found ?? 0), not \(expected)")
      }
    }
    connection = fresh
    return fresh
  }
}
