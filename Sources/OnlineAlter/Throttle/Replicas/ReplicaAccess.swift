import Basics
import MySQL
import Replication

/// Whether the account may look at the replicas: one that it may not look at would hold a migration for ever.
package struct ReplicaAccess: Sendable {
  private let servers: WatchedServers

  package init(_ servers: WatchedServers) { self.servers = servers }

  /// Logs in to each of `replicas`. One that does not answer may do so later: copying waits for it.
  ///
  /// - Returns: What is wrong with those that do not answer.
  /// - Throws: `OpsError` `privilege` for one that does not let the account in.
  package func check(_ replicas: [Replica]) async throws -> [String] {
    var problems: [String] = []
    for replica in replicas {
      var options = servers.options(for: replica.address).with(profile: .plain, phase: "alter-replicas")
      options.connectTimeout = .seconds(5)
      do {
        let session = try await Connection.open(options)
        try await session.execute("DO 0")
        await session.close()
      } catch let failure as SQLFailure where [.login, .privilege, .tls].contains(failure.kind) {
        throw OpsError(
          .privilege, "cannot tell the lag of the replica \(replica.address)", why: failure.description,
          hint:
            "make the account there, too, or name the replicas that count with --throttle-control-replicas")
      } catch let failure as SQLFailure {
        problems.append("the replica \(replica.address) does not answer: \(failure.description)")
      }
    }
    return problems
  }
}
