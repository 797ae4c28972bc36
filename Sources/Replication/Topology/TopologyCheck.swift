import MySQL

/// Finds what is wrong with a topology, what threatens most first.
package struct TopologyCheck: Sendable {
  private let topology: Topology
  package let hasConfiguration: Bool

  /// - Parameter hasConfiguration: Whether the configuration says which servers there should be.
  package init(_ topology: Topology, hasConfiguration: Bool) {
    self.topology = topology
    self.hasConfiguration = hasConfiguration
  }

  package var problems: [TopologyProblem] {
    writers + errant + chains + identities + names + silence + differences
  }

  private var members: [Topology.Member] { topology.members }

  private func answered(_ isWanted: (ServerFacts) -> Bool = { _ in true }) -> [Topology.Member] {
    members.filter { $0.facts.map(isWanted) ?? false }
  }

  private func list(_ members: [Topology.Member]) -> String { members.map(\.name).joined(separator: ", ") }

  // MARK: Who writes

  private var writers: [TopologyProblem] {
    let writable = answered(\.isWritable)
    var found: [TopologyProblem] = []
    if writable.count > 1 {
      found.append(
        TopologyProblem(
          .severalWritable, list(writable), "\(writable.count) servers take writes",
          hint: "set read_only and, on MySQL, super_read_only on all but the primary"))
    }
    // One of two that replicate each other is meant to take writes.
    let circular = topology.circular.map { members[$0].name }
    for member in writable where member.facts?.isReplica == true && !circular.contains(member.name) {
      found.append(
        TopologyProblem(
          .replicaWritable, member.name, "a replica that takes writes",
          hint:
            "run there: SET GLOBAL \(member.facts?.server.flavour == .mysql ? "super_read_only" : "read_only") = ON"
        ))
    }
    if writable.isEmpty, !answered().isEmpty {
      // A server that does not answer may well be the one.
      let all = members.allSatisfy { $0.facts != nil }
      found.append(
        TopologyProblem(
          .noneWritable, list(answered()),
          all ? "no server takes writes" : "no server that answers takes writes"))
    }
    return found
  }

  private var errant: [TopologyProblem] {
    members.indices.compactMap { place in
      guard let text = errantTransactions(of: place), !text.isEmpty else { return nil }
      return TopologyProblem(
        .errantTransactions, members[place].name, "has transactions that its primary never had: \(text)",
        hint:
          "compare the data, then build the replica anew, or make the primary know them by empty transactions"
      )
    }
  }

  /// The transactions of a member that none of those above it has; nil where that cannot be told.
  package func errantTransactions(of place: Int) -> String? {
    let upstream = topology.upstream(of: place)
    guard let facts = members[place].facts, facts.isReplica, !upstream.isEmpty, !upstream.contains(place)
    else {
      return nil
    }
    // Without one of those above it, what came from there would count as errant.
    guard topology.loose.allSatisfy({ $0.replica != place && !upstream.contains($0.replica) }) else {
      return nil
    }
    // What a server below has replicated is there above only when those above were asked later.
    let above = upstream.map { members[$0].facts.map { $0.executedLater ?? $0.executed } }
    guard above.allSatisfy({ $0 != nil && $0 != .untracked }) else { return nil }
    return facts.executed.errant(beyond: above.compactMap { $0 })
  }

  // MARK: Chains

  private var chains: [TopologyProblem] {
    let broken = members.flatMap { member in
      (member.facts?.channels ?? []).compactMap { channel in
        channel.fault.map { fault in
          TopologyProblem(.brokenChain, member.name, "does not replicate \(channel.title): \(fault)")
        }
      }
    }
    let strays = topology.loose.map { loose in
      TopologyProblem(
        .brokenChain, members[loose.replica].name,
        "replicates \(loose.channel.title), which is not among the servers that were found")
    }
    let mute = members.indices.filter { place in
      guard let facts = members[place].facts, facts.isReplica else { return false }
      return !facts.logsReplicated && !topology.replicas(of: place).isEmpty
    }.map { place in
      TopologyProblem(
        .brokenChain, members[place].name,
        "has replicas, but does not log what it replicates: nothing reaches them",
        hint: "set log_replica_updates (log_slave_updates) and restart it")
    }
    return broken + strays + mute
  }

  // MARK: Identities

  private var identities: [TopologyProblem] {
    let ids = Dictionary(grouping: answered()) { $0.facts?.serverID ?? 0 }
    let uuids = Dictionary(grouping: answered { $0.uuid != nil }) { $0.facts?.uuid ?? "" }
    return ids.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { id, members in
      TopologyProblem(
        .sameServerID, list(members), "have the same server_id \(id)", hint: "give each server one of its own"
      )
    }
      + uuids.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { uuid, members in
        TopologyProblem(
          .sameUUID, list(members), "have the same server_uuid \(uuid)",
          hint: "remove auto.cnf from the data folder of the copy and restart it")
      }
  }

  private var names: [TopologyProblem] {
    let groups = Dictionary(grouping: answered()) { $0.facts?.lowerCase ?? 0 }.sorted { $0.key < $1.key }
    guard groups.count > 1 else { return [] }
    let text = groups.map { "\($0.key) on \(list($0.value))" }.joined(separator: "; ")
    return [
      TopologyProblem(
        .lowerCaseDiffers, list(answered()), "lower_case_table_names differs: \(text)",
        hint: "it can be set only when a server's data is made: rebuild those that differ from the primary")
    ]
  }

  private var silence: [TopologyProblem] {
    members.compactMap { member in
      guard case .silent(let reason) = member.state else { return nil }
      return TopologyProblem(.unreachable, member.name, reason)
    } + topology.hidden.map { TopologyProblem(.hidden, "a server", $0) }
  }

  // MARK: Configuration

  private var differences: [TopologyProblem] {
    guard hasConfiguration else { return [] }
    return wrongPrimary + missing + surplus
  }

  private var wrongPrimary: [TopologyProblem] {
    members.indices.compactMap { place in
      let member = members[place]
      guard member.configured == .primary, let channel = member.facts?.channels.first else { return nil }
      // One of two that replicate each other may well be the one that is written to.
      guard !(topology.circular.contains(place) && member.facts?.isWritable == true) else { return nil }
      return TopologyProblem(
        .wrongPrimary, member.name, "is configured as the primary, but is a replica of \(channel.title)",
        hint: "correct 'primary' and 'replicas' in the configuration")
    }
  }

  private var missing: [TopologyProblem] {
    guard let primary = members.firstIndex(where: { $0.configured == .primary }) else { return [] }
    return members.indices.compactMap { place in
      let member = members[place]
      guard member.configured == .replica, member.facts != nil,
        !topology.upstream(of: place).contains(primary)
      else {
        return nil
      }
      return TopologyProblem(
        .configuredMissing, member.name,
        "is configured as a replica, but does not replicate \(members[primary].name)")
    }
  }

  private var surplus: [TopologyProblem] {
    members.filter { $0.configured == .none }.map {
      TopologyProblem(
        .unconfigured, $0.name, "was found, but is not in the configuration", hint: "add it under 'replicas'")
    }
  }
}
