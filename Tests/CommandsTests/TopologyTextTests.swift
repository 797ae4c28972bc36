import Basics
import Commands
import MySQL
import Replication
import TestKit
import Testing

@Suite struct TopologyTextTests {
  private func member(
    _ name: String, of source: String? = nil, as role: Topology.ConfiguredRole = .replica,
    _ change: (inout ServerFacts) -> Void = { _ in }
  ) -> Topology.Member {
    var facts = ServerFacts(
      identity: .init(name), server: ServerInfo(text: "10.11.19-MariaDB-log", comment: ""))
    facts.serverID = UInt32(name.utf8.last ?? 0)
    facts.logFormat = "ROW"
    facts.logsReplicated = true
    if let source {
      var channel = ReplicationChannel()
      channel.sourceHost = source
      channel.io = .running
      channel.sql = .running
      channel.secondsBehind = 0
      facts.channels = [channel]
      facts.writeState = .readOnly
    }
    change(&facts)
    return Topology.Member(address: .tcp(host: name, port: 3306), configured: role, state: .answered(facts))
  }

  private func text(_ members: [Topology.Member], lags: [LagReading] = []) -> TopologyText {
    let topology = Topology(members: members)
    return TopologyText(target: "shop", topology, TopologyCheck(topology, hasConfiguration: true), lags: lags)
  }

  private var members: [Topology.Member] {
    [
      member("a", as: .primary), member("b", of: "a"),
      member("c", of: "b") { $0.channels[0].filters = [.init("replicate_do_db", "shop")] },
      member("d", of: "a", as: .none) { facts in
        facts.writeState = .writable
        facts.channels[0].delay = .seconds(60)
        facts.channels[0].secondsBehind = 61
      },
      Topology.Member(
        address: .tcp(host: "e", port: 3306), configured: .replica, state: .silent("does not answer")),
    ]
  }

  @Test func `servers are drawn as a tree, with lag by heartbeats or by the server's own word`() {
    let lag = LagReading(host: "b:3306", measured: Timestamp(microseconds: 0), lag: .known(.milliseconds(4)))
    #expect(
      text(members, lags: [lag]).table.text(width: nil) == """
        SERVER        ROLE     VERSION            LAG  WRITES     LOG  NOTES
        a:3306        primary  MariaDB 10.11.19        writable   ROW
        ├─ b:3306     relay    MariaDB 10.11.19   4ms  read-only  ROW
        │  └─ c:3306  replica  MariaDB 10.11.19   ~0s  read-only  ROW  replicate_do_db=shop
        └─ d:3306     replica  MariaDB 10.11.19  ~61s  writable   ROW  delayed by 1m00s, not configured
        e:3306        alone    ?                    ?  ?          ?    does not answer

        """)
  }

  @Test func `problems are listed with what to do`() {
    let lines = text(members).problemLines
    #expect(lines.first == "PROBLEM  a:3306, d:3306: 2 servers take writes")
    #expect(lines.contains("PROBLEM  e:3306: does not answer"))
    #expect(lines.contains { $0.hasPrefix("         hint: ") })
  }

  @Test func `lag that is not known is never shown as zero`() {
    let broken = member("b", of: "a") { $0.channels[0].sql = .stopped }
    let table = text([member("a", as: .primary), broken]).table.text(width: nil)
    #expect(table.contains("└─ b:3306  replica  MariaDB 10.11.19    ?  read-only  ROW  BROKEN"))
  }

  @Test func `events keep to the schema`() throws {
    let schema = try SchemaValidator(repositoryFile: "docs/json-output.schema.json")
    let output = CapturedOutput()
    text(members).emit(on: output.console { $0.form = .json })
    let events = try output.events
    #expect(events.count { $0["type"] == "member" } == members.count)
    #expect(events.count { $0["type"] == "alert" } > 3)
    for event in events { #expect(schema.problems(event) == []) }
  }

  @Test func `the schema knows every kind of problem`() throws {
    for kind in TopologyProblem.Kind.allCases {
      let schema = try SchemaValidator(repositoryFile: "docs/json-output.schema.json")
      let event: JSONValue = [
        "schema": 1, "run": "01M7Y071S9HCKZ1FJDQJHGCVZF", "seq": 0, "ts": "2026-11-21T02:50:52.074314Z",
        "type": "alert", "subject": "a", "text": "b", "kind": .string(kind.rawValue),
      ]
      #expect(schema.problems(event) == [])
    }
  }
}
