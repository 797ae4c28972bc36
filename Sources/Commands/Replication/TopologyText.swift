import Basics
import CommandKit
import Replication

/// A topology with what is wrong with it, as a tree for people and events for programs.
package struct TopologyText: Sendable {
  private let target: String
  private let topology: Topology
  private let problems: [TopologyProblem]
  /// By the address of the replica.
  private let lags: [String: [LagReading]]
  private let check: TopologyCheck

  /// - Parameter lags: The readings of the replicas that were measured.
  package init(target: String, _ topology: Topology, _ check: TopologyCheck, lags: [LagReading]) {
    self.target = target
    self.topology = topology
    self.check = check
    problems = check.problems
    self.lags = Dictionary(grouping: lags, by: \.host)
  }

  package var problemCount: Int { problems.count }
  package var memberCount: Int { topology.members.count }

  // MARK: For people

  package var table: TextTable {
    var table = TextTable([
      .init("SERVER", .left, .never), .init("ROLE"), .init("VERSION"),
      .init("LAG", .right), .init("WRITES"), .init("LOG"), .init("NOTES"),
    ])
    for line in TopologyTree(topology).lines {
      let member = topology.members[line.member]
      let name = line.branch + member.name + (line.channel.flatMap { $0.isEmpty ? nil : " (\($0))" } ?? "")
      switch line.kind {
      case .seen: table.add([name, "", "", "", "", "", "see above"])
      case .circle: table.add([name, "", "", "", "", "", "replicate each other"])
      case .server: table.add([name] + cells(line.member, channel: line.channel), mark(member))
      }
    }
    return table
  }

  private func cells(_ place: Int, channel: String?) -> [String] {
    let member = topology.members[place]
    guard let facts = member.facts else { return [role(place), "?", "?", "?", "?", "does not answer"] }
    return [
      role(place), facts.server.description, lag(member, channel: channel), facts.writeState.rawValue,
      facts.logFormat ?? "none", notes(place, facts).joined(separator: ", "),
    ]
  }

  /// What the server does in the tree.
  private func role(_ place: Int) -> String {
    if topology.circular.contains(place) { return "co-primary" }
    let isReplica = !topology.sources(of: place).isEmpty || topology.members[place].facts?.isReplica == true
    let hasReplicas = !topology.replicas(of: place).isEmpty
    switch (isReplica, hasReplicas) {
    case (false, true): return "primary"
    case (true, true): return "relay"
    case (true, false): return "replica"
    case (false, false): return topology.members[place].configured == .primary ? "primary" : "alone"
    }
  }

  /// By heartbeats; where these do not tell, the server's own figure with a tilde.
  private func lag(_ member: Topology.Member, channel: String?) -> String {
    guard let facts = member.facts, facts.isReplica else { return "" }
    let reading = lags[member.name]?.first { channel == nil || $0.channel == channel }
    if let lag = reading?.lag.duration { return lag.text }
    let own = facts.channels.first { channel == nil || $0.name == channel }
    guard let own, own.fault == nil, let seconds = own.secondsBehind else { return "?" }
    return "~\(seconds)s"
  }

  private func notes(_ place: Int, _ facts: ServerFacts) -> [String] {
    var notes: [String] = []
    let delays = facts.channels.map(\.delay).filter { $0 > .zero }
    notes += delays.map { "delayed by \($0.text)" }
    notes += facts.channels.filter { $0.fault != nil }.map { _ in "BROKEN" }
    if let errant = check.errantTransactions(of: place), !errant.isEmpty { notes.append("ERRANT \(errant)") }
    notes += (facts.channels.flatMap(\.filters) + facts.logFilters).map(\.description)
    if topology.members[place].configured == .none, check.hasConfiguration { notes.append("not configured") }
    return notes
  }

  private func mark(_ member: Topology.Member) -> TextTable.Mark {
    problems.contains { $0.subject.split(separator: ", ").contains(Substring(member.name)) } ? .bad : .plain
  }

  package var problemLines: [String] {
    problems.flatMap { problem in
      ["PROBLEM  \(problem.subject): \(problem.text)"]
        + (problem.hint.isEmpty ? [] : ["         hint: \(problem.hint)"])
    }.map(DisplayText.harmless)
  }

  // MARK: For programs

  package func emit(on console: Console) {
    for place in topology.members.indices { console.event("member", members(place)) }
    for problem in problems {
      console.event(
        "alert",
        [
          "target": .string(target), "kind": .string(problem.kind.rawValue),
          "subject": .string(problem.subject),
          "text": .string(problem.text), "hint": .string(problem.hint),
        ])
    }
  }

  package func members(_ place: Int) -> [String: JSONValue] {
    let member = topology.members[place]
    var members: [String: JSONValue] = [
      "target": .string(target), "host": .string(member.name),
      "configured": .string(member.configured.rawValue),
      "role": .string(role(place)),
      "sources": .array(topology.sources(of: place).map { .string(topology.members[$0.source].name) }),
    ]
    guard let facts = member.facts else {
      if case .silent(let reason) = member.state { members["reason"] = .string(reason) }
      return members.merging(["answers": false]) { $1 }
    }
    return members.merging(Self.members(facts)) { $1 }.merging(measured(place, member)) { $1 }
  }

  private static func members(_ facts: ServerFacts) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "answers": true, "version": .string(facts.server.text),
      "flavour": .string(facts.server.flavour.rawValue),
      "server_id": .int(Int64(facts.serverID)), "writes": .string(facts.writeState.rawValue),
      "logs_replicated": .bool(facts.logsReplicated), "lower_case_table_names": .int(facts.lowerCase),
      "filters": .array(
        (facts.channels.flatMap(\.filters) + facts.logFilters).map { .string($0.description) }),
    ]
    members["uuid"] = facts.uuid.map { .string($0) }
    members["log_format"] = facts.logFormat.map { .string($0) }
    members["gtid_mode"] = facts.gtidMode.map { .string($0) }
    return members
  }

  private func measured(_ place: Int, _ member: Topology.Member) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    members["errant"] = check.errantTransactions(of: place).map { .string($0) }
    members["lag_seconds"] = lags[member.name]?.compactMap(\.lag.duration).max().map { .double($0.inSeconds) }
    members["server_lag_seconds"] = member.facts?.channels.compactMap(\.secondsBehind).max().map { .int($0) }
    return members
  }
}
