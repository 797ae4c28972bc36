import Flags
import MySQL
import Replication

/// Keeps other runs that change flags or move a primary away from all servers of a topology.
///
/// Taken before the servers are looked at for the last time: what a plan is made of must not be changed by another run.
package struct SwitchoverLocks: Sendable {
  private let sessions: [ServerAddress: FlagSession]

  /// - Parameter topology: Those that answer are locked.
  package init(_ topology: Topology, _ access: ServerAccess) {
    sessions = topology.members.filter { $0.facts != nil }.reduce(into: [:]) { sessions, member in
      sessions[member.address] = FlagSession(access.options(for: member.address))
    }
  }

  /// All in the same order, whoever takes them.
  ///
  /// - Throws: `OpsError` `locked`, or why a server cannot be asked.
  package func take() async throws {
    for session in sessions.values.sorted(by: { $0.address.description < $1.address.description }) {
      try await session.lock()
    }
  }

  /// The number of the session that has the lock on a server.
  func sessionID(_ member: Topology.Member) async -> UInt64? { await sessions[member.address]?.sessionID }

  /// Gives them back.
  package func close() async {
    for session in sessions.values { await session.close() }
  }
}
