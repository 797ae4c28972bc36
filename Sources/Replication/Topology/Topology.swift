import Basics
import MySQL

/// The servers of a target and who replicates whom, as they were found. Pure: made from what servers told.
package struct Topology: Sendable {
  /// What the configuration says of a server.
  package enum ConfiguredRole: String, Sendable, Equatable {
    case primary, replica
    /// It was found, but is not in the configuration.
    case none
  }

  /// One server.
  package struct Member: Sendable {
    /// How it was reached.
    package let address: ServerAddress
    package let configured: ConfiguredRole
    package internal(set) var state: State

    package enum State: Sendable {
      case answered(ServerFacts)
      /// It was not reached or told nothing, and why.
      case silent(String)
    }

    /// Whether something answered at the address, be it only that it lets nobody in.
    package let isAlive: Bool

    /// - Parameter isAlive: For a server that told nothing of itself.
    package init(address: ServerAddress, configured: ConfiguredRole, state: State, isAlive: Bool = false) {
      self.address = address
      self.configured = configured
      self.state = state
      if case .answered = state { self.isAlive = true } else { self.isAlive = isAlive }
    }

    package var facts: ServerFacts? {
      guard case .answered(let facts) = state else { return nil }
      return facts
    }

    package var name: String { address.description }
  }

  /// That one member replicates another.
  package struct Link: Sendable {
    /// Places in `members`.
    package let source: Int
    package let replica: Int
    package let channel: ReplicationChannel
  }

  package internal(set) var members: [Member]
  package let links: [Link]
  /// Channels whose source is not among the members, with the place of the replica.
  package let loose: [(replica: Int, channel: ReplicationChannel)]
  /// Servers that are there but could not be found, and why.
  package let hidden: [String]

  /// - Parameters:
  ///   - aliases: Further addresses of members, by their place.
  ///   - hidden: Why there may be more servers.
  package init(members: [Member], aliases: [ServerAddress: Int] = [:], hidden: [String] = []) {
    self.members = members
    self.hidden = hidden
    var links: [Link] = []
    var loose: [(replica: Int, channel: ReplicationChannel)] = []
    for (place, member) in members.enumerated() {
      for channel in member.facts?.channels ?? [] {
        if let source = Self.source(of: channel, members, aliases) {
          links.append(Link(source: source, replica: place, channel: channel))
        } else {
          loose.append((replica: place, channel: channel))
        }
      }
    }
    self.links = links
    self.loose = loose
  }

  private static func source(
    of channel: ReplicationChannel, _ members: [Member], _ aliases: [ServerAddress: Int]
  ) -> Int? {
    // The address decides; two servers may have the same ids. One that does not answer there may do so elsewhere.
    let place = aliases[channel.source] ?? members.firstIndex { $0.address == channel.source }
    if let place, members[place].facts != nil { return place }
    return known(channel, members) ?? place
  }

  private static func known(_ channel: ReplicationChannel, _ members: [Member]) -> Int? {
    if let uuid = channel.sourceUUID, let place = members.firstIndex(where: { $0.facts?.uuid == uuid }) {
      return place
    }
    guard channel.sourceUUID == nil, channel.sourceServerID != 0 else { return nil }
    return members.firstIndex { $0.facts?.serverID == channel.sourceServerID }
  }

  /// The links by which a member replicates others.
  package func sources(of member: Int) -> [Link] { links.filter { $0.replica == member } }

  /// The links by which others replicate a member, in the members' order.
  package func replicas(of member: Int) -> [Link] { links.filter { $0.source == member } }

  /// All members from which a member's transactions may have come, itself left out unless it is part of a circle.
  package func upstream(of member: Int) -> Set<Int> {
    var found: Set<Int> = []
    var waiting = sources(of: member).map(\.source)
    while let next = waiting.popLast() {
      guard found.insert(next).inserted else { continue }
      waiting += sources(of: next).map(\.source)
    }
    return found
  }

  /// Members that replicate each other, directly or around.
  package var circular: Set<Int> { Set(members.indices.filter { upstream(of: $0).contains($0) }) }

  /// Where the trees begin: members that replicate nobody who is known, and one of each circle.
  package var roots: [Int] {
    var roots = members.indices.filter { sources(of: $0).isEmpty }
    var reached = Set(roots.flatMap { downstream(of: $0) })
    // The configured primary is the top of its circle, else the first that was found.
    let left = members.indices.filter { !reached.contains($0) }
      .sorted { (rank($0), $0) < (rank($1), $1) }
    for member in left where !reached.contains(member) {
      roots.append(member)
      reached.formUnion(downstream(of: member))
    }
    return roots.sorted { (rank($0), $0) < (rank($1), $1) }
  }

  private func rank(_ member: Int) -> Int {
    // In a circle with a tail, the tail is no top.
    let isTop = sources(of: member).isEmpty || circular.contains(member)
    return members[member].configured == .primary && isTop ? 0 : isTop ? 1 : 2
  }

  private func downstream(of member: Int) -> Set<Int> {
    var found: Set<Int> = []
    var waiting = [member]
    while let next = waiting.popLast() {
      guard found.insert(next).inserted else { continue }
      waiting += replicas(of: next).map(\.replica)
    }
    return found
  }

  /// The server that should take the target's writes: the configured one where it is no replica, else the top of the
  /// first tree.
  package var primary: Int? {
    roots.first { members[$0].facts != nil } ?? roots.first
  }
}
