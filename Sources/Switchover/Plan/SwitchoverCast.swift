import Basics
import MySQL
import Replication

/// Who plays which part in a switchover. Pure: made from what the servers told.
package struct SwitchoverCast: Sendable {
  /// The server that takes the writes, or took them until an earlier run made it read-only; nil where there is none but
  /// the candidate.
  package let primary: Topology.Member?
  /// The server that is to take them.
  package let candidate: Topology.Member
  /// All others that replicate one of the two. What is below them stays as it is.
  package let others: [Topology.Member]
  /// The channel by which each of `others` replicates.
  package let channels: [ReplicationChannel]
  /// For each of `others` whether it replicates the candidate already, and not the primary.
  package let followsCandidate: [Bool]
  /// The channel by which the candidate replicates the primary, or did.
  package let candidateChannel: ReplicationChannel?
  /// Where the primary is that is lost; nil where it is not.
  package let lost: ServerAddress?
  /// The channel by which the primary replicates the candidate, when an earlier run has come that far.
  package let primaryChannel: ReplicationChannel?
  /// Servers without a part that answer and replicate nobody: none of them may take writes.
  package let witnesses: [Topology.Member]
  /// Servers that tell nothing: any of them may take writes.
  package let silent: [Topology.Member]

  /// - Parameter wanted: Where the candidate stands in `topology`.
  /// - Throws: `OpsError` `refused` for what cannot be switched over.
  package init(_ topology: Topology, to wanted: Int) throws(OpsError) {
    let candidate = topology.members[wanted]
    let refusal = "cannot make \(candidate.name) the primary"
    guard let facts = candidate.facts else {
      throw OpsError(.refused, refusal, why: Self.silence(of: candidate), hint: "start it, then try again")
    }
    let links = topology.sources(of: wanted)
    guard facts.channels.count <= 1 else {
      let sources = facts.channels.map(\.title).joined(separator: " and ")
      throw OpsError(
        .refused, refusal, why: "it replicates several servers: \(sources)",
        hint: "only one that replicates the primary alone can take its place")
    }
    if let loose = topology.loose.first(where: { $0.replica == wanted }) {
      throw OpsError(
        .refused, refusal, why: "it replicates \(loose.channel.title), which does not answer",
        hint: "if that server is lost, add --primary-is-dead")
    }
    let old = try Self.primary(topology, wanted, links.first, refusal)
    self.candidate = candidate
    primary = old.map { topology.members[$0] }
    lost = nil
    candidateChannel = links.first?.channel
    primaryChannel =
      old.flatMap { old in topology.links.first { $0.replica == old && $0.source == wanted } }?
      .channel
    let followers = topology.links.filter { link in
      (link.source == old || link.source == wanted) && link.replica != old && link.replica != wanted
    }
    others = followers.map { topology.members[$0.replica] }
    channels = followers.map(\.channel)
    followsCandidate = followers.map { $0.source == wanted }
    let parts = Set(followers.map(\.replica) + [wanted] + (old.map { [$0] } ?? []))
    (witnesses, silent) = Self.rest(topology, but: parts, lost: nil)
    try checkParts(topology, old, refusal)
  }

  /// The parts when the primary does not answer and is to be done without; also when a run that did so was cut off.
  ///
  /// - Throws: `OpsError` `refused` when it does answer, or the candidate is no replica of it.
  package init(withoutPrimary topology: Topology, to wanted: Int) throws(OpsError) {
    let candidate = topology.members[wanted]
    let refusal = "cannot make \(candidate.name) the primary"
    guard let facts = candidate.facts else {
      throw OpsError(
        .refused, refusal, why: Self.silence(of: candidate), hint: "choose a server that answers")
    }
    let lost = try Self.lost(topology, wanted, facts, refusal)
    self.candidate = candidate
    primary = nil
    primaryChannel = nil
    candidateChannel = facts.channels.first
    self.lost = lost
    var parts: [(place: Int, channel: ReplicationChannel, follows: Bool)] = []
    for place in topology.members.indices where place != wanted {
      guard let channel = topology.members[place].facts?.channels.first else { continue }
      let follows = topology.sources(of: place).contains { $0.source == wanted }
      guard follows || Self.isSameSource(channel, facts.channels.first, lost) else { continue }
      guard topology.members[place].facts?.channels.count == 1 else {
        throw OpsError(
          .refused, refusal,
          why: "\(topology.members[place].name) replicates others besides \(channel.title)",
          hint: "servers with several sources must be moved by hand")
      }
      parts.append((place, channel, follows))
    }
    others = parts.map { topology.members[$0.place] }
    channels = parts.map(\.channel)
    followsCandidate = parts.map(\.follows)
    (witnesses, silent) = Self.rest(topology, but: Set(parts.map(\.place) + [wanted]), lost: lost)
  }

  /// Where others reach the candidate.
  package var candidateAddress: ServerAddress { candidate.facts?.announced ?? candidate.address }

  /// All of them: the primary, if there is one, the candidate, the others.
  package var members: [Topology.Member] { (primary.map { [$0] } ?? []) + [candidate] + others }
}

// Who is who.
extension SwitchoverCast {
  private static func silence(of member: Topology.Member) -> String {
    guard case .silent(let reason) = member.state else { return "" }
    return "it \(reason)"
  }

  /// The primary's place: whom the candidate replicates, else the only other server that replicates nobody, or only
  /// the candidate, as an earlier run leaves it.
  private static func primary(
    _ topology: Topology, _ wanted: Int, _ link: Topology.Link?, _ refusal: String
  ) throws(OpsError) -> Int? {
    if let link { return link.source }
    let rest = topology.members.indices.filter { $0 != wanted && topology.members[$0].facts != nil }
    let roots = rest.filter { topology.members[$0].facts?.isReplica == false }
    guard roots.count <= 1 else {
      let names = roots.map { topology.members[$0].name }.joined(separator: " and ")
      throw OpsError(
        .refused, refusal, why: "neither it nor \(names) replicates any other",
        hint:
          "set up replication between them first, or leave those that do not belong here out of the target")
    }
    return roots.first
  }

  private static func lost(
    _ topology: Topology, _ wanted: Int, _ facts: ServerFacts, _ refusal: String
  ) throws(OpsError) -> ServerAddress {
    guard let channel = facts.channels.first, facts.channels.count == 1 else {
      // A run that was cut off behind the turn leaves it like that.
      if facts.channels.isEmpty, facts.isWritable,
        let old = topology.members.first(where: { $0.configured == .primary && !$0.isAlive })
      {
        return old.address
      }
      throw OpsError(
        .refused, refusal, why: "it is a replica of \(facts.channels.isEmpty ? "nobody" : "several servers")",
        hint: "'dbops topology' shows who replicates whom")
    }
    let known = topology.sources(of: wanted).first.map { topology.members[$0.source] }
    let living = topology.members.first { member in
      guard let other = member.facts else { return false }
      if let uuid = channel.sourceUUID { return other.uuid == uuid }
      return channel.sourceServerID != 0 && other.serverID == channel.sourceServerID
    }
    if let alive = living ?? known.flatMap({ $0.isAlive ? $0 : nil }) {
      throw OpsError(
        .refused, refusal, why: "\(alive.name), which it replicates, is not dead: it answers",
        hint: "leave --primary-is-dead out")
    }
    return known?.address ?? channel.source
  }

  private static func isSameSource(
    _ one: ReplicationChannel, _ other: ReplicationChannel?, _ lost: ServerAddress
  ) -> Bool {
    if one.source == lost || one.source == other?.source { return true }
    guard let other else { return false }
    if let uuid = one.sourceUUID { return uuid == other.sourceUUID }
    return one.sourceServerID != 0 && one.sourceServerID == other.sourceServerID
  }

  private static func rest(
    _ topology: Topology, but parts: Set<Int>, lost: ServerAddress?
  ) -> (witnesses: [Topology.Member], silent: [Topology.Member]) {
    let rest = topology.members.indices.filter { !parts.contains($0) }.map { topology.members[$0] }
    return (
      rest.filter { $0.facts?.isReplica == false }, rest.filter { $0.facts == nil && $0.address != lost }
    )
  }

  private func checkParts(_ topology: Topology, _ old: Int?, _ refusal: String) throws(OpsError) {
    if let primary, primary.facts == nil {
      throw OpsError(
        .refused, refusal, why: "\(primary.name) \(Self.silence(of: primary))".replacing("it ", with: ""),
        hint: "if that server is lost, add --primary-is-dead")
    }
    if let old, let above = topology.members[old].facts?.channels.first(where: { $0 != primaryChannel }) {
      // A switchover that was not finished leaves them like that.
      let isUnfinished = topology.sources(of: old).contains { link in
        topology.sources(of: link.source).contains { $0.source == old } || above.fault != nil
      }
      let name = topology.members[old].name
      throw OpsError(
        .refused, refusal, why: "\(name) is a replica itself, of \(above.title)",
        hint: isUnfinished
          ? "if a switchover to \(name) was not finished, finish it first: --to \(name)"
          : "move the server at the top: 'dbops topology' shows which one that is")
    }
    for (other, channel) in zip(others, channels) where (other.facts?.channels.count ?? 0) > 1 {
      throw OpsError(
        .refused, refusal,
        why: "\(other.name) replicates others besides \(channel.title)",
        hint: "servers with several sources must be moved by hand")
    }
  }
}
