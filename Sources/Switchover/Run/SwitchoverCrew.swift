import Basics
import Flags
import MySQL
import Replication

/// The sessions of one switchover with all its servers.
package struct SwitchoverCrew: Sendable {
  package let cast: SwitchoverCast
  package let limits: SwitchoverLimits
  private let sessions: [ServerAddress: SwitchoverSession]
  private let flags: [ServerAddress: FlagSession]
  private let locks: SwitchoverLocks?

  /// - Parameters:
  ///   - access: How the servers are reached.
  ///   - locks: Nil for a run that only looks.
  package init(
    _ cast: SwitchoverCast, _ access: ServerAccess, _ limits: SwitchoverLimits, _ locks: SwitchoverLocks?
  ) {
    self.cast = cast
    self.locks = locks
    self.limits = limits
    var sessions: [ServerAddress: SwitchoverSession] = [:]
    for member in cast.members + cast.witnesses {
      sessions[member.address] = SwitchoverSession(
        access.options(for: member.address), serverID: member.facts?.serverID ?? 0, lockWait: limits.lockWait)
    }
    self.sessions = sessions
    var flags: [ServerAddress: FlagSession] = [:]
    for member in [cast.primary, cast.candidate].compactMap({ $0 }) {
      flags[member.address] = FlagSession(
        access.options(for: member.address), lockWait: max(.seconds(1), limits.lockWait))
    }
    self.flags = flags
  }

  /// - Throws: `OpsError` when the server is not one of the switchover's.
  func session(_ member: Topology.Member) throws(OpsError) -> SwitchoverSession {
    guard let session = sessions[member.address] else { throw Self.stranger(member) }
    return session
  }

  /// Of the primary or the candidate.
  func flags(_ member: Topology.Member) throws(OpsError) -> FlagSession {
    guard let session = flags[member.address] else { throw Self.stranger(member) }
    return session
  }

  private static func stranger(_ member: Topology.Member) -> OpsError {
    OpsError(.failed, "\(member.name) has no part in this switchover")
  }

  /// Asks all servers for what `SwitchoverChecks` look at.
  package func facts() async throws -> [ServerAddress: SwitchoverFacts] {
    let patience = limits.transaction
    return try await withThrowingTaskGroup(of: (ServerAddress, SwitchoverFacts).self) { group in
      for (address, session) in sessions {
        group.addTask {
          (address, try await session.run { try SwitchoverFacts.read($0, patience: patience) })
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }

  /// The numbers of this run's sessions with one server.
  func sessionIDs(_ member: Topology.Member) async -> Set<UInt64> {
    let ids = [
      await sessions[member.address]?.sessionID, await flags[member.address]?.sessionID,
      await locks?.sessionID(member),
    ]
    return Set(ids.compactMap { $0 })
  }

  package func close() async {
    for session in sessions.values { await session.close() }
    for session in flags.values { await session.close() }
  }
}
