import Basics
import MySQL

/// The server from which the heartbeats of a target come, as its replicas are compared with it.
package actor HeartbeatOrigin {
  /// What it told.
  package struct Look: Sendable {
    package let serverID: UInt32
    package let clock: ServerClock
    package let executed: ExecutedTransactions
    /// Its own newest heartbeat, or why there is none.
    package let heartbeat: HeartbeatLag.Origin
  }

  package nonisolated let address: ServerAddress
  private let table: HeartbeatTable
  private let session: ProbeSession

  package init(_ options: ConnectionOptions, table: HeartbeatTable) {
    address = options.address
    self.table = table
    session = ProbeSession(options, phase: "lag")
  }

  /// Asks now.
  ///
  /// - Throws: `SQLFailure` or `OpsError`.
  package func look() async throws -> Look {
    let table = table
    return try await session.run { connection in
      let serverID = try connection.query("SELECT @@server_id AS s").first?["s"].uint ?? 0
      let id = UInt32(clamping: serverID)
      return Look(
        serverID: id, clock: try ServerClock.read(connection),
        executed: try ExecutedTransactions.read(connection),
        heartbeat: try Self.heartbeat(of: id, in: table, connection))
    }
  }

  private static func heartbeat(
    of server: UInt32, in table: HeartbeatTable, _ connection: isolated Connection
  ) throws -> HeartbeatLag.Origin {
    do {
      if let sight = try table.read(connection)[server] { return .newest(sight) }
      return .unseen(
        "the primary \(connection.options.address) has no heartbeat of its own; start 'dbops heartbeat' there"
      )
    } catch let failure as SQLFailure {
      guard let reason = table.reason(for: failure) else { throw failure }
      return .unseen(reason)
    }
  }

  package func close() async { await session.close() }
}
