import Basics
import MySQL

/// Finds the replicas of a server, and theirs.
package struct ReplicaDiscovery: Sendable {
  /// What a search brought.
  package struct Outcome: Sendable, Equatable {
    package var replicas: [Replica] = []
    /// Replicas that are there but cannot be found; while there are any, lag is unknown.
    package var problems: [String] = []

    package init(replicas: [Replica] = [], problems: [String] = []) {
      self.replicas = replicas
      self.problems = problems
    }
  }

  /// Chains of replicas longer than this are not followed.
  private static let depth = 5

  /// What it means when a server does not tell its replicas.
  package enum Silence: Sendable {
    /// There may be some: a problem.
    case isProblem
    /// Those of the configuration are all, where it names any.
    case leavesConfigured
  }

  private let servers: ServerAccess
  private let phase: String
  private let remedy: String
  private let silence: Silence

  /// - Parameters:
  ///   - phase: Tells in the process list what the sessions are for.
  ///   - remedy: How a replica is named that cannot be found: `with --throttle-control-replicas`.
  package init(_ servers: ServerAccess, phase: String, remedy: String, silence: Silence = .isProblem) {
    self.servers = servers
    self.phase = phase
    self.remedy = remedy
    self.silence = silence
  }

  /// Asks the server, then each replica that it finds.
  ///
  /// A replica that does not answer is among `replicas` nevertheless: its lag is unknown.
  ///
  /// - Throws: `SQLFailure` or `OpsError` when the server does not answer.
  package func search() async throws -> Outcome {
    var search = Search(origin: try await ask(servers.server, expected: nil))
    for (options, answer) in await answers(of: servers.configured.map { ($0, nil) }) {
      search.add(Replica(options.address, serverID: answer?.serverID), answer)
    }
    await follow(search.origin, &search)
    var round = search.unasked
    for _ in 1..<Self.depth where !round.isEmpty {
      let fresh = await answers(
        of: round.filter { search.answers[$0] == nil }
          .map { (servers.options(for: $0.address), $0.serverID) })
      for replica in round {
        let answer = search.answers[replica] ?? fresh.first { $0.0.address == replica.address }?.1
        if let answer { await follow(answer, &search) }
        search.asked.insert(replica)
      }
      round = search.unasked
    }
    return search.outcome
  }

  /// What a server says of itself and of those who read its log.
  private struct Answer: Sendable {
    let address: ServerAddress
    let serverID: UInt32
    let port: Int
    let listing: ReplicaListing
  }

  private struct Search: Sendable {
    let origin: Answer
    var outcome = Outcome()
    var answers: [Replica: Answer] = [:]
    var asked: Set<Replica> = []

    init(origin: Answer) { self.origin = origin }

    var unasked: [Replica] { outcome.replicas.filter { !asked.contains($0) } }

    /// One server may be known by several addresses; the first stays.
    mutating func add(_ replica: Replica, _ answer: Answer?) {
      let isKnown = outcome.replicas.contains { known in
        known.address == replica.address || (known.serverID != nil && known.serverID == replica.serverID)
      }
      // Servers that replicate each other: the one that is asked about is no replica of itself.
      guard !isKnown, replica.serverID != origin.serverID else { return }
      outcome.replicas.append(replica)
      answers[replica] = answer
    }
  }

  /// What servers say, in their order; nil for those that do not answer. All at once: each of these takes its time.
  private func answers(of calls: [(ConnectionOptions, UInt32?)]) async -> [(ConnectionOptions, Answer?)] {
    let answers = await withTaskGroup(of: (Int, Answer?).self) { group in
      for (index, call) in calls.enumerated() {
        group.addTask { (index, try? await ask(call.0, expected: call.1)) }
      }
      return await group.reduce(into: [Int: Answer]()) { $0[$1.0] = $1.1 }
    }
    return calls.enumerated().map { ($1.0, answers[$0]) }
  }

  /// Adds those who replicate the server that gave `answer`.
  private func follow(_ answer: Answer, _ search: inout Search) async {
    let places = answer.listing.places(
      ours: servers.streamIDs, account: servers.server.user, sourcePort: answer.port)
    for place in places {
      switch place {
      case .at(let replica) where replica.serverID == nil:
        let found = try? await ask(servers.options(for: replica.address), expected: nil)
        if let found, found.serverID == answer.serverID {
          search.outcome.problems.append(
            "the port of a replica of \(answer.address) is not known; name it \(remedy)")
        } else {
          search.add(Replica(replica.address, serverID: found?.serverID), found)
        }
      case .at(let replica): search.add(replica, nil)
      case .somewhere(let serverID, let port):
        guard !search.outcome.replicas.contains(where: { $0.serverID == serverID }) else { continue }
        if let found = await find(serverID, port: port, among: answer.listing.dumpHosts) {
          search.add(Replica(found.address, serverID: serverID), found)
        } else {
          search.outcome.problems.append(
            "the address of the replica with server id \(serverID) is not known; set report_host there, or name it"
              + " \(remedy)")
        }
      case .unknown where silence == .leavesConfigured && !servers.configured.isEmpty: break
      case .unknown:
        search.outcome.problems.append(
          "\(answer.address) does not tell its replicas; GRANT REPLICATION SLAVE, on MariaDB REPLICATION MASTER ADMIN,"
            + " or name them \(remedy)")
      }
    }
  }

  private func find(_ serverID: UInt32, port: Int, among hosts: [String]) async -> Answer? {
    for host in hosts {
      let options = servers.options(for: .tcp(host: host, port: port))
      if let answer = try? await ask(options, expected: serverID) { return answer }
    }
    return nil
  }

  private func ask(_ options: ConnectionOptions, expected: UInt32?) async throws -> Answer {
    let session = ProbeSession(options, phase: phase, expected: expected)
    let address = options.address
    do {
      let answer = try await session.run { connection in
        let row = try connection.query("SELECT @@server_id AS s, @@port AS p").first
        return Answer(
          address: address, serverID: UInt32(clamping: row?["s"].uint ?? 0),
          port: row?["p"].int.map { Int($0) } ?? ServerAddress.defaultPort,
          listing: try ReplicaListing.read(connection))
      }
      await session.close()
      return answer
    } catch {
      await session.close()
      throw error
    }
  }
}
