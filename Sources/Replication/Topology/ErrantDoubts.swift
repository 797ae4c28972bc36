import MySQL

/// Looks once more before transactions are called errant.
///
/// A search asks a replica before its primary, or at the same moment: what was committed and replicated in between is
/// on the replica alone. So those above are asked again, and what they have by then is not errant.
struct ErrantDoubts {
  /// A source may have sent a transaction to its replicas a moment before it counts it as executed itself.
  private static let looks = 3
  private static let pause = Duration.milliseconds(100)

  private var topology: Topology
  private let access: ServerAccess

  init(_ topology: Topology, _ access: ServerAccess) {
    self.topology = topology
    self.access = access
  }

  /// The topology with the later answers of all who are above a server that seems to have errant transactions.
  func settled() async -> Topology {
    var doubts = self
    for look in 0..<Self.looks {
      let doubtful = doubts.topology.doubtful
      guard !doubtful.isEmpty else { break }
      if look > 0 { try? await Task.sleep(for: Self.pause) }
      await doubts.ask(doubtful)
    }
    return doubts.topology
  }

  private mutating func ask(_ places: Set<Int>) async {
    let answers = await withTaskGroup(of: (Int, ExecutedTransactions).self) { group in
      for place in places {
        let member = topology.members[place]
        let options = access.options(for: member.address)
        let serverID = member.facts?.serverID
        group.addTask { (place, await Self.executed(options, serverID)) }
      }
      return await group.reduce(into: [Int: ExecutedTransactions]()) { $0[$1.0] = $1.1 }
    }
    for (place, answer) in answers { topology.note(answer, of: place) }
  }

  /// Untracked where it does not answer any more: then nothing is known to be errant.
  private static func executed(_ options: ConnectionOptions, _ serverID: UInt32?) async
    -> ExecutedTransactions
  {
    let session = ProbeSession(options, phase: "topology", expected: serverID)
    let answer = try? await session.run { try ExecutedTransactions.read($0) }
    await session.close()
    return answer ?? .untracked
  }
}

extension Topology {
  /// All who are above a member that seems to have errant transactions.
  package var doubtful: Set<Int> {
    let check = TopologyCheck(self, hasConfiguration: false)
    return members.indices.filter { check.errantTransactions(of: $0)?.isEmpty == false }
      .reduce(into: []) { $0.formUnion(upstream(of: $1)) }
  }

  /// Takes what a member has executed by now.
  package mutating func note(_ executed: ExecutedTransactions, of place: Int) {
    guard case .answered(var facts) = members[place].state else { return }
    facts.executedLater = executed
    members[place].state = .answered(facts)
  }
}
