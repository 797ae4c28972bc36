import Basics
import MySQL
import Replication
import Switchover
import TestKit
import Testing

@Suite struct SwitchoverCheckTests {
  private typealias Change = @Sendable (inout ServerFacts) -> Void

  /// What is found with `a` as the primary, `b` as the candidate and `c` as another replica.
  private func findings(
    a: Change = { _ in }, b: Change = { _ in }, c: Change = { _ in }, facts: [String: SwitchoverFacts] = [:],
    errant: [String: String] = [:], identifiers: Bool = true
  ) throws -> [SwitchoverFinding] {
    let sketch = TopologySketch().with("a", as: .primary, a).with("b", of: ["a"]) { facts in
      facts.channels[0].usesGTID = identifiers
      b(&facts)
    }.with("c", of: ["a"]) { facts in
      facts.channels[0].usesGTID = identifiers
      c(&facts)
    }
    let cast = try SwitchoverCast(sketch.topology, to: 1)
    func addressed<Value>(_ values: [String: Value]) -> [ServerAddress: Value] {
      values.reduce(into: [:]) { $0[TopologySketch.address($1.key)] = $1.value }
    }
    return SwitchoverChecks(
      cast, try SwitchoverPlan(cast), facts: addressed(facts), errant: addressed(errant), SwitchoverLimits()
    ).findings
  }

  private func refused(_ findings: [SwitchoverFinding]) -> [String] {
    findings.filter { $0.kind == .refusal }.map { "\($0.server.prefix(1)) \($0.text)" }
  }

  @Test func `healthy servers are left in peace`() throws { #expect(try findings() == []) }

  @Test func `a candidate that does not replicate everything, or not now, is refused`() throws {
    #expect(
      try refused(findings(b: { $0.channels[0].sql = .stopped })) == [
        "b does not replicate: the SQL thread is stopped"
      ])
    #expect(
      try refused(findings(b: { $0.channels[0].delay = .seconds(3600) })) == [
        "b is meant to stay 1h00m behind"
      ])
    #expect(try refused(findings(b: { $0.channels[0].secondsBehind = 11 })) == ["b is 11 s behind"])
    #expect(try refused(findings(b: { $0.channels[0].secondsBehind = 9 })) == [])
    #expect(
      try refused(findings(b: { $0.channels[0].filters = [.init("replicate_do_db", "shop")] }))
        == ["b does not replicate everything: replicate_do_db=shop"])
    #expect(
      try refused(findings(a: { $0.logFilters = [.init("binlog_ignore_db", "x")] }))
        == ["a leaves databases out of its log: binlog_ignore_db=x"])
    #expect(
      try refused(findings(errant: ["b": "u:1-2"])) == [
        "b has transactions that the primary never had: u:1-2"
      ])
    #expect(try refused(findings(errant: ["b": "", "c": "u:1"])) == [])
  }

  @Test func `a candidate that others cannot replicate is refused`() throws {
    #expect(try refused(findings(b: { $0.logFormat = nil })).count == 1)
    #expect(try refused(findings(b: { $0.logsReplicated = false })).count == 1)
    #expect(try refused(findings(b: { $0.logsReplicated = false }, identifiers: false)) == [])
    let older = ServerInfo(text: "8.4.3", comment: "MySQL Community Server")
    #expect(
      try refused(findings(c: { $0.server = older }))
        == ["c is MySQL 8.4.3, and cannot replicate MySQL 9.7.4, which is newer"])
    #expect(try refused(findings(a: { $0.server = ServerInfo(text: "9.7.9", comment: "MySQL") })) == [])
    #expect(try refused(findings(b: { $0.lowerCase = 1 })).count == 2)
    #expect(try refused(findings(b: { $0.serverID = 1 })) == ["a has the candidate's server_id 1"])
  }

  @Test func `what the candidate has purged and another lacks is refused`() throws {
    var facts = SwitchoverFacts()
    let a = TopologySketch.uuid("a")
    facts.purged = try #require(MySQLGTIDs(text: "\(a):1-50"))
    #expect(try refused(findings(facts: ["b": facts])) == [])
    let behind = try #require(MySQLGTIDs(text: "\(a):1-40"))
    #expect(
      try refused(findings(c: { $0.executed = .mysql(behind) }, facts: ["b": facts]))
        == ["c lacks transactions that b:3306 no longer has in its log: \(a):41-50"])
  }

  @Test func `whom it would disturb is refused`() throws {
    var primary = SwitchoverFacts()
    primary.transactions = [.init(session: 7, age: .seconds(60)), .init(session: 9, age: .seconds(20))]
    #expect(
      try refused(findings(facts: ["a": primary])) == [
        "a has 2 transactions open for up to 1m00s, of session 7"
      ])
    var busy = SwitchoverFacts()
    busy.programs = ["dbops (alter-copy)"]
    #expect(try refused(findings(facts: ["c": busy])) == ["c is used by dbops (alter-copy)"])
  }

  @Test func `a broken replica is in the way only where it must stand where the primary ends`() throws {
    let broken: Change = { $0.channels[0].io = .stopped }
    #expect(try refused(findings(c: broken)) == [])
    #expect(try findings(c: broken).map(\.kind) == [.warning])
    #expect(try refused(findings(c: broken, identifiers: false)).count == 1)
  }

  @Test func `without the primary nobody must reach it, but what was fetched must be applied`() throws {
    func findings(_ change: (inout ReplicationChannel) -> Void) throws -> [SwitchoverFinding] {
      let sketch = TopologySketch().silent("a", as: .primary).with("b", of: ["a"]) { facts in
        facts.channels[0].usesGTID = true
        facts.channels[0].io = .connecting
        change(&facts.channels[0])
      }
      let cast = try SwitchoverCast(withoutPrimary: sketch.topology, to: 1)
      return SwitchoverChecks(
        cast, try SwitchoverPlan(promoting: cast), facts: [:], errant: [:], SwitchoverLimits()
      )
      .findings
    }
    #expect(try findings { _ in } == [])
    #expect(try refused(findings { $0.sql = .stopped }).count == 1)
  }

  @Test func `where nobody takes writes a silent server may do so`() throws {
    func findings(_ state: WriteState) throws -> [SwitchoverFinding] {
      let sketch = TopologySketch().with("a", as: .primary) { $0.writeState = state }.silent(
        "b", as: .replica
      )
      .with("c", of: ["a"]) { $0.channels[0].usesGTID = true }
      let cast = try SwitchoverCast(sketch.topology, to: 2)
      return SwitchoverChecks(cast, try SwitchoverPlan(cast), facts: [:], errant: [:], SwitchoverLimits())
        .findings
    }
    #expect(try findings(.writable).map(\.kind) == [.warning])
    #expect(try findings(.superReadOnly).map(\.kind) == [.refusal])
  }

  @Test func `a candidate that others cannot reach is refused`() throws {
    func findings(announcing host: String) throws -> [SwitchoverFinding] {
      let there = TopologySketch().with("a").with("b", of: ["a"]) { facts in
        facts.channels[0].usesGTID = true
        facts.reportHost = host
      }.topology
      let facts = try #require(there.members[1].facts)
      let local = Topology.Member(
        address: .socket(path: "/run/b.sock"), configured: .replica, state: .answered(facts))
      let cast = try SwitchoverCast(Topology(members: [there.members[0], local]), to: 1)
      return SwitchoverChecks(cast, try SwitchoverPlan(cast), facts: [:], errant: [:], SwitchoverLimits())
        .findings
    }
    #expect(try refused(findings(announcing: "")).count == 1)
    #expect(try findings(announcing: "db-r1") == [])
  }
}
