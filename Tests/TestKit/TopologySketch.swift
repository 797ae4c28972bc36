import Basics
import MySQL
import Replication

/// Topologies made up for tests: servers named by a letter, at `a:3306` and so on.
package struct TopologySketch {
  private var members: [Topology.Member] = []
  private var hidden: [String] = []

  package init() {}

  package static func uuid(_ name: String) -> String {
    "\(String(repeating: "0", count: 8))-0000-0000-0000-\(String(repeating: "0", count: 11))\(name)"
  }

  package static func address(_ name: String) -> ServerAddress { .tcp(host: name, port: 3306) }

  /// Adds a server that replicates `sources`. Replicas are read-only unless `change` says otherwise.
  package func with(
    _ name: String, of sources: [String] = [], as role: Topology.ConfiguredRole = .none,
    _ change: (inout ServerFacts) -> Void = { _ in }
  ) -> TopologySketch {
    var facts = ServerFacts(
      identity: .init(name), server: ServerInfo(text: "9.7.4", comment: "MySQL Community Server"))
    facts.serverID = UInt32(members.count + 1)
    facts.uuid = Self.uuid(name)
    facts.logFormat = "ROW"
    facts.logsReplicated = true
    facts.writeState = sources.isEmpty ? .writable : .superReadOnly
    facts.channels = sources.map { Self.channel(to: $0, named: sources.count > 1 ? "from_\($0)" : "") }
    facts.executed = .mysql(MySQLGTIDs(text: "\(Self.uuid("a")):1-100") ?? MySQLGTIDs())
    change(&facts)
    var copy = self
    copy.members.append(
      Topology.Member(address: Self.address(name), configured: role, state: .answered(facts)))
    return copy
  }

  /// - Parameter isAlive: Whether something answers there, though it tells nothing.
  package func silent(
    _ name: String, as role: Topology.ConfiguredRole = .none, isAlive: Bool = false
  ) -> TopologySketch {
    var copy = self
    copy.members.append(
      Topology.Member(
        address: Self.address(name), configured: role, state: .silent("does not answer: nobody there"),
        isAlive: isAlive))
    return copy
  }

  package func hiding(_ reason: String) -> TopologySketch {
    var copy = self
    copy.hidden.append(reason)
    return copy
  }

  package static func channel(to source: String, named name: String = "") -> ReplicationChannel {
    var channel = ReplicationChannel()
    channel.name = name
    channel.sourceHost = source
    channel.sourceUUID = uuid(source)
    channel.io = .running
    channel.sql = .running
    return channel
  }

  package var topology: Topology { Topology(members: members, hidden: hidden) }

  /// The tree as lines: `├─ b (seen)`.
  package var drawing: [String] {
    let topology = topology
    return TopologyTree(topology).lines.map { line in
      let name = topology.members[line.member].name.prefix { $0 != ":" }
      return "\(line.branch)\(name)\(line.kind == .server ? "" : " (\(line.kind))")"
    }
  }

  package func problems(configured: Bool = false) -> [TopologyProblem] {
    TopologyCheck(topology, hasConfiguration: configured).problems
  }

  /// What is wrong, as `kind: subject`, without ports.
  package func findings(configured: Bool = false) -> [String] {
    problems(configured: configured).map { "\($0.kind.rawValue): \($0.subject.replacing(":3306", with: ""))" }
  }
}
