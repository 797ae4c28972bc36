import Basics
import MySQL

/// Finds all servers that replicate each other, beginning at those that are known.
///
/// From each that answers it goes on to its sources and to its replicas. A server that is known by several names is
/// taken once; servers that replicate each other in a circle end the search.
package struct TopologySearch: Sendable {
  /// More servers than this are no topology but a mistake.
  private static let limit = 200

  /// A server to begin with.
  package struct Start: Sendable {
    package let options: ConnectionOptions
    package let role: Topology.ConfiguredRole

    package init(_ options: ConnectionOptions, as role: Topology.ConfiguredRole) {
      self.options = options
      self.role = role
    }
  }

  private let starts: [Start]
  private let access: ServerAccess
  private let streamIDs: Set<UInt32>

  /// - Parameter starts: At least one; whose account and TLS options are used for servers that are found.
  package init(_ starts: [Start]) {
    self.starts = starts
    var access = ServerAccess(starts[0].options)
    access.configured = starts.dropFirst().map(\.options)
    self.access = access
    streamIDs = []
  }

  /// Asks until nobody is left to be asked. Never throws: what does not answer is part of the result.
  package func run() async -> Topology {
    var survey = Survey()
    await survey.take(asking: starts.map { ($0.options, $0.role, nil) })
    var next = 0
    while next < survey.members.count, survey.members.count < Self.limit {
      // Everybody of one round at once: those that do not answer take their time.
      let round = next..<survey.members.count
      next = round.upperBound
      var calls: [(ConnectionOptions, Topology.ConfiguredRole, UInt32?)] = []
      for place in round {
        for candidate in await candidates(of: survey.members[place], &survey) {
          guard !survey.knows(candidate), !calls.contains(where: { $0.0.address == candidate.address }) else {
            continue
          }
          calls.append((access.options(for: candidate.address), .none, candidate.serverID))
        }
      }
      await survey.take(asking: calls)
    }
    let found = Topology(members: survey.members, aliases: survey.aliases, hidden: survey.hidden)
    return await ErrantDoubts(found, access).settled()
  }

  /// Whom a member replicates and who replicates it.
  private func candidates(of member: Topology.Member, _ survey: inout Survey) async -> [Replica] {
    guard let facts = member.facts else { return [] }
    let sources = facts.channels.map { Replica($0.source) }
    let places = facts.listing.places(
      ours: streamIDs, account: access.server.user, sourcePort: facts.port)
    var replicas: [Replica] = []
    for place in places {
      switch place {
      case .at(let replica): replicas.append(replica)
      case .somewhere(let serverID, let port):
        guard !survey.members.contains(where: { $0.facts?.serverID == serverID }) else { continue }
        if let found = await find(serverID, port: port, among: facts.listing.dumpHosts) {
          replicas.append(found)
        } else {
          survey.hidden.append(
            "the address of the replica with server id \(serverID) of \(member.name) is not known; set report_host there"
          )
        }
      case .unknown:
        survey.hidden.append(
          "\(member.name) does not tell its replicas: GRANT REPLICATION SLAVE, on MariaDB REPLICATION MASTER ADMIN"
        )
      }
    }
    return sources + replicas
  }

  private func find(_ serverID: UInt32, port: Int, among hosts: [String]) async -> Replica? {
    for host in hosts {
      let replica = Replica(.tcp(host: host, port: port), serverID: serverID)
      let session = ProbeSession(access.options(for: replica.address), phase: "topology", expected: serverID)
      let answers = (try? await session.run { try $0.query("SELECT 1") }) != nil
      await session.close()
      if answers { return replica }
    }
    return nil
  }
}

/// What a search has found so far.
private struct Survey {
  var members: [Topology.Member] = []
  var aliases: [ServerAddress: Int] = [:]
  var hidden: [String] = []

  func knows(_ replica: Replica) -> Bool { aliases[replica.address] != nil }

  /// Asks servers at the same time and takes the answers in order.
  mutating func take(asking calls: [(ConnectionOptions, Topology.ConfiguredRole, UInt32?)]) async {
    let states = await withTaskGroup(of: (Int, (Topology.Member.State, isAlive: Bool)).self) { group in
      for (index, call) in calls.enumerated() {
        group.addTask { (index, await Self.ask(call.0, expected: call.2)) }
      }
      return await group.reduce(into: [Int: (Topology.Member.State, isAlive: Bool)]()) { $0[$1.0] = $1.1 }
    }
    for (index, call) in calls.enumerated() {
      guard let state = states[index] else { continue }
      add(
        Topology.Member(address: call.0.address, configured: call.1, state: state.0, isAlive: state.isAlive))
    }
  }

  private mutating func add(_ member: Topology.Member) {
    guard aliases[member.address] == nil else { return }
    if let identity = member.facts?.identity,
      let known = members.firstIndex(where: { $0.facts?.identity == identity })
    {
      aliases[member.address] = known
      return
    }
    aliases[member.address] = members.count
    members.append(member)
  }

  private static func ask(
    _ options: ConnectionOptions, expected: UInt32?
  ) async -> (Topology.Member.State, isAlive: Bool) {
    let session = ProbeSession(options, phase: "topology", expected: expected)
    let state: Topology.Member.State
    var isAlive = true
    do {
      state = .answered(try await session.run { try ServerFacts.read($0) })
    } catch let failure as SQLFailure where failure.kind == .privilege {
      state = .silent("tells nothing of replication: \(failure.grant ?? failure.description)")
    } catch let failure as SQLFailure where failure.kind == .login {
      state = .silent("does not let the account in: \(failure.description)")
    } catch {
      isAlive = (error as? SQLFailure)?.isFromServer ?? false
      state = .silent("does not answer: \(ProbeSession.words(error))")
    }
    await session.close()
    return (state, isAlive)
  }
}
