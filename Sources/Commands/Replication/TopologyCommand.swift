import Basics
import CommandKit
import MySQL
import Replication

/// `dbops topology`
enum TopologyCommand {
  static let command = Command(
    CommandSpec(
      "topology",
      summary: "finds the servers that replicate each other, draws them as a tree, and says what is wrong",
      discussion: """
        Begins at the servers of the configuration, or at any one that --host names, and goes on from each to its sources \
        and its replicas. Shows each server's role, version, lag, whether it takes writes, the format of its log, filters, \
        and transactions that its primary never had. A lag with a tilde is the server's own figure, because no heartbeats \
        are written.

        Ends with status 5 when something is wrong: several servers or a replica that take writes, replication that does \
        not run, errant transactions, equal server ids, a different lower_case_table_names, servers that do not \
        answer, and servers that are missing from the configuration or from the tree.
        """,
      examples: [
        CommandExample("dbops topology --target shop", "The servers of one target"),
        CommandExample("dbops topology", "Those of all targets"),
        CommandExample("dbops topology --host db7 --user dbops --ask-password", "Whatever db7 belongs to"),
      ],
      options: [ReplicatedTarget.table], sections: [ServerOptions.section], rules: ServerOptions.rules,
      exits: [.differences, .notFound, .refused, .configuration])
  ) { invocation, context in
    let targets = try ReplicatedTarget.chosen(invocation, context)
    var members = 0
    var problems = 0
    for (index, target) in targets.enumerated() {
      await FenceWatch(target, context)?.look()
      let text = try await look(at: target)
      text.emit(on: context.console)
      if targets.count > 1 { context.console.show("\(index > 0 ? "\n" : "")\(target.name)") }
      context.console.show(text.table)
      for line in text.problemLines { context.console.show(line) }
      members += text.memberCount
      problems += text.problemCount
    }
    return CommandResult(
      problems > 0 ? .differences : .ok,
      summary: ["servers": .int(Int64(members)), "problems": .int(Int64(problems))])
  }

  private static func look(at target: ReplicatedTarget) async throws -> TopologyText {
    let topology = await TopologySearch(target.starts).run()
    try Task.checkCancellation()
    let check = TopologyCheck(topology, hasConfiguration: target.isConfigured)
    return TopologyText(target: target.name, topology, check, lags: await lags(of: topology, target))
  }

  /// Measures the replicas that answered against the server at the top.
  private static func lags(of topology: Topology, _ target: ReplicatedTarget) async -> [LagReading] {
    guard let primary = topology.primary, topology.members[primary].facts != nil else { return [] }
    let access = target.measured.servers
    let origin = HeartbeatOrigin(
      access.options(for: topology.members[primary].address), table: target.heartbeat)
    let replicas = topology.members.filter { $0.facts?.isReplica == true }
    let ids = Set(replicas.compactMap(\.facts?.serverID))
    let monitor = LagMonitor(target: target.name) {
      LagMonitor.Members(
        probes: replicas.map { replica in
          MySQLLagProbe(
            Replica(replica.address, serverID: replica.facts?.serverID),
            options: access.options(for: replica.address),
            origin: origin, table: target.heartbeat, interval: target.interval, members: ids)
        })
    }
    let readings = await monitor.read()
    await monitor.close()
    await origin.close()
    return readings
  }
}
