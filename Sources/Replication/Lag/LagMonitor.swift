import Basics
import MySQL
import Synchronization

/// Reads the lag of all members of one target, at the same time, again and again.
package actor LagMonitor {
  /// Which members there are.
  package struct Members: Sendable {
    package let probes: [any LagProbe]
    /// Why there may be more than are known.
    package let problems: [String]

    package init(probes: [any LagProbe], problems: [String] = []) {
      self.probes = probes
      self.problems = problems
    }
  }

  /// After so long members are looked for again.
  package static let searchPause = Duration.seconds(30)

  private let searchPause: Duration
  private let target: String
  private let search: @Sendable () async -> Members
  private var members: Members?
  private var searched = ContinuousClock.now

  /// - Parameters:
  ///   - target: Stands for members that cannot be named.
  ///   - searchPause: After so long members are looked for again.
  ///   - search: Finds the members.
  package init(
    target: String, searchPause: Duration = searchPause, search: @escaping @Sendable () async -> Members
  ) {
    self.target = target
    self.searchPause = searchPause
    self.search = search
  }

  /// One round: all members at once, in their order. A member that may be there but cannot be found is unknown, too.
  package func read() async -> [LagReading] {
    let members = await current()
    let probes = members.probes
    let readings = await withTaskGroup(of: (Int, [LagReading]).self) { group in
      for (index, probe) in probes.enumerated() { group.addTask { (index, await probe.read()) } }
      return await group.reduce(into: [Int: [LagReading]]()) { $0[$1.0] = $1.1 }
    }
    return probes.indices.flatMap { readings[$0] ?? [] }
      + members.problems.map { LagReading(host: target, measured: .now(), lag: .unknown($0)) }
  }

  private func current() async -> Members {
    let now = ContinuousClock.now
    if let members, now - searched < searchPause { return members }
    let found = await search()
    for probe in members?.probes ?? [] { await probe.close() }
    members = found
    searched = now
    return found
  }

  package func close() async {
    for probe in members?.probes ?? [] { await probe.close() }
    members = nil
  }
}

extension LagMonitor {
  /// What is measured on a target of MySQL or MariaDB.
  package struct MySQLTarget: Sendable {
    package let name: String
    /// The primary, and the replicas that are known by configuration.
    package let servers: ServerAccess
    package let table: HeartbeatTable
    package let interval: Duration

    package init(name: String, servers: ServerAccess, table: HeartbeatTable, interval: Duration) {
      self.name = name
      self.servers = servers
      self.table = table
      self.interval = interval
    }
  }

  /// Watches the replicas of a target: those of the configuration, and whoever else replicates its primary or did so
  /// since the monitor was made.
  package init(_ target: MySQLTarget, searchPause: Duration = searchPause) {
    let origin = HeartbeatOrigin(target.servers.server, table: target.table)
    let known = Mutex(KnownReplicas())
    self.init(target: target.name, searchPause: searchPause) {
      await Self.members(of: target, origin: origin) { found in known.withLock { $0.with(found) } }
    }
  }

  /// - Parameter remembering: Adds to those that were found now those that were found before.
  private static func members(
    of target: MySQLTarget, origin: HeartbeatOrigin, remembering: @Sendable ([Replica]) -> [Replica]
  ) async -> Members {
    let discovery = ReplicaDiscovery(
      target.servers, phase: "lag", remedy: "under the target's replicas", silence: .leavesConfigured)
    var outcome: ReplicaDiscovery.Outcome
    do {
      outcome = try await discovery.search()
    } catch {
      let known = target.servers.configured.map { Replica($0.address) }
      let reason =
        "the primary \(target.servers.server.address) cannot be asked for its replicas: \(ProbeSession.words(error))"
      outcome = ReplicaDiscovery.Outcome(replicas: known, problems: [reason])
    }
    // A copy that kept another's server id counts once for the search, but it is there.
    for known in target.servers.configured
    where !outcome.replicas.contains(where: { $0.address == known.address }) {
      outcome.replicas.append(Replica(known.address))
    }
    outcome.replicas = remembering(outcome.replicas)
    let ids = Set(outcome.replicas.compactMap(\.serverID))
    let probes = outcome.replicas.map { replica in
      MySQLLagProbe(
        replica, options: target.servers.options(for: replica.address), origin: origin, table: target.table,
        interval: target.interval, members: ids)
    }
    return Members(probes: probes, problems: outcome.problems)
  }
}
