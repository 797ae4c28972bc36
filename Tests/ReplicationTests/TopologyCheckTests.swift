import MySQL
import Replication
import TestKit
import Testing

@Suite(.timeLimit(.minutes(1))) struct TopologyCheckTests {
  private let good = TopologySketch().with("a", as: .primary).with("b", of: ["a"], as: .replica)
    .with("c", of: ["b"], as: .replica)

  @Test func `a primary with read-only replicas is fine`() {
    #expect(good.findings(configured: true) == [])
  }

  @Test func `two servers that take writes are a problem, and so is each replica that does`() {
    let sketch = good.with("d", of: ["a"], as: .replica) { $0.writeState = .writable }
    #expect(sketch.findings(configured: true) == ["several-writable: a, d", "replica-writable: d"])
  }

  @Test func `of two that replicate each other one may take writes, not both`() {
    let one = TopologySketch().with("a", of: ["b"]) { $0.writeState = .writable }.with("b", of: ["a"])
    #expect(one.findings() == [])
    let both = TopologySketch().with("a", of: ["b"]) { $0.writeState = .writable }
      .with("b", of: ["a"]) { $0.writeState = .writable }
    #expect(both.findings() == ["several-writable: a, b"])
  }

  @Test func `a replica that is merely read-only is fine`() {
    #expect(
      good.with("d", of: ["a"], as: .replica) { $0.writeState = .readOnly }.findings(configured: true) == [])
  }

  @Test func `a tree in which nobody takes writes is a problem`() {
    let sketch = TopologySketch().with("a", as: .primary) { $0.writeState = .superReadOnly }
      .with("b", of: ["a"], as: .replica)
    #expect(sketch.problems(configured: true).map(\.text) == ["no server takes writes"])
    let silent = TopologySketch().silent("a", as: .primary).with("b", of: ["a"], as: .replica)
    #expect(silent.problems(configured: true).map(\.text).first == "no server that answers takes writes")
  }

  @Test func `errant transactions are named`() throws {
    let own = "\(TopologySketch.uuid("b")):1-2"
    let sketch = TopologySketch().with("a").with("b", of: ["a"]) { facts in
      facts.executed = .mysql(MySQLGTIDs(text: "\(TopologySketch.uuid("a")):1-90,\(own)") ?? MySQLGTIDs())
    }
    let problem = try #require(sketch.problems().first)
    #expect(problem.kind == .errantTransactions)
    #expect(problem.text.hasSuffix(own))
  }

  @Test func `what came down a chain is errant only at the server where it began`() {
    func adding(_ text: String) -> (inout ServerFacts) -> Void {
      { $0.executed = .mysql(MySQLGTIDs(text: "\(TopologySketch.uuid("a")):1-90,\(text)") ?? MySQLGTIDs()) }
    }
    let own = "\(TopologySketch.uuid("b")):1"
    let sketch = TopologySketch().with("a").with("b", of: ["a"], adding(own)).with(
      "c", of: ["b"], adding(own))
    #expect(sketch.findings() == ["errant-transactions: b"])
  }

  @Test func `what those above have when they are asked again is not errant`() throws {
    let a = TopologySketch.uuid("a")
    let own = "\(TopologySketch.uuid("b")):1"
    func executed(_ text: String) throws -> ExecutedTransactions {
      .mysql(try #require(MySQLGTIDs(text: text)))
    }
    // The primary was asked first, then the relay, then the replica below it.
    let (relay, replica) = (try executed("\(a):1-110,\(own)"), try executed("\(a):1-120"))
    var topology = TopologySketch().with("a").with("b", of: ["a"]) { $0.executed = relay }
      .with("c", of: ["b"]) { $0.executed = replica }.topology
    #expect(topology.doubtful == [0, 1])
    topology.note(try executed("\(a):1-130"), of: 0)
    topology.note(try executed("\(a):1-125,\(own)"), of: 1)
    let check = TopologyCheck(topology, hasConfiguration: false)
    // What came to the relay after its first look is not held against it.
    #expect(check.errantTransactions(of: 1) == own)
    #expect(check.errantTransactions(of: 2) == "")
    // Without a second answer nothing is known.
    topology.note(.untracked, of: 0)
    #expect(TopologyCheck(topology, hasConfiguration: false).errantTransactions(of: 1) == nil)
    #expect(topology.doubtful == [])
  }

  @Test func `servers that replicate each other have no errant transactions`() {
    let own = "\(TopologySketch.uuid("b")):1"
    let sketch = TopologySketch().with("a", of: ["b"]) { $0.writeState = .writable }.with("b", of: ["a"]) {
      facts in
      facts.executed = .mysql(MySQLGTIDs(text: own) ?? MySQLGTIDs())
    }
    #expect(!sketch.findings().contains { $0.hasPrefix("errant") })
  }

  @Test func `without the source's answer nothing is called errant`() {
    let sketch = TopologySketch().silent("a").with("b", of: ["a"]) { facts in
      facts.executed = .mysql(MySQLGTIDs(text: "\(TopologySketch.uuid("b")):1") ?? MySQLGTIDs())
    }
    #expect(sketch.findings() == ["none-writable: b", "unreachable: a"])
  }

  @Test func `a thread that does not run breaks the chain`() throws {
    let sketch = TopologySketch().with("a").with("b", of: ["a"]) { facts in
      facts.channels[0].sql = .stopped
      facts.channels[0].sqlFailure = .init(number: 1062, text: "Duplicate entry '7'")
    }
    let problem = try #require(sketch.problems().first)
    #expect(problem.kind == .brokenChain)
    #expect(
      problem.text == "does not replicate a:3306: the SQL thread is stopped: Duplicate entry '7' (error 1062)"
    )
  }

  @Test func `a server with replicas that does not log what it replicates breaks the chain`() {
    let sketch = TopologySketch().with("a").with("b", of: ["a"]) { $0.logsReplicated = false }.with(
      "c", of: ["b"])
    #expect(sketch.findings() == ["broken-chain: b"])
    #expect(TopologySketch().with("a").with("b", of: ["a"]) { $0.logsReplicated = false }.findings() == [])
  }

  @Test func `a source that was not found breaks the chain`() {
    let sketch = TopologySketch().with("a").with("b", of: ["elsewhere"])
    #expect(sketch.findings() == ["broken-chain: b"])
  }

  @Test func `equal ids are found`() {
    let sketch = good.with("d", of: ["a"], as: .replica) { facts in
      facts.serverID = 2
      facts.uuid = TopologySketch.uuid("b")
    }
    #expect(sketch.findings(configured: true) == ["same-server-id: b, d", "same-uuid: b, d"])
  }

  @Test func `a different lower_case_table_names is found`() throws {
    let problem = try #require(
      good.with("d", of: ["a"], as: .replica) { $0.lowerCase = 1 }.problems(configured: true).first)
    #expect(problem.kind == .lowerCaseDiffers)
    #expect(
      problem.text == "lower_case_table_names differs: 0 on a:3306, b:3306, c:3306; 1 on d:3306")
  }

  @Test func `a member that does not answer is named with the reason`() {
    let problems = good.silent("d", as: .replica).problems(configured: true)
    #expect(problems.map(\.text) == ["does not answer: nobody there"])
  }

  @Test func `servers that cannot be found are told of`() {
    #expect(good.hiding("no address").findings(configured: true) == ["hidden: a server"])
  }

  @Test func `a replica that is not configured, and one that does not belong, are found`() {
    let sketch = good.with("d", of: ["a"]).with("e", as: .replica) { $0.writeState = .superReadOnly }
    #expect(sketch.findings(configured: true) == ["configured-missing: e", "unconfigured: d"])
    #expect(good.with("d", of: ["a"]).findings(configured: false) == [])
  }

  @Test
  func `a configured primary that replicates is named, unless it is one of two that replicate each other`() {
    let swapped = TopologySketch().with("a", of: ["b"], as: .primary).with("b", as: .replica)
    #expect(swapped.findings(configured: true) == ["wrong-primary: a", "configured-missing: b"])
    let pair = TopologySketch().with("a", of: ["b"], as: .primary) { $0.writeState = .writable }
      .with("b", of: ["a"], as: .replica)
    #expect(pair.findings(configured: true) == [])
  }
}
