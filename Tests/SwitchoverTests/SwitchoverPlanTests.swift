import Basics
import MySQL
import Replication
import Switchover
import TestKit
import Testing

/// Plans from made-up servers: `a` is the primary, `b` the candidate, `c` another replica.
@Suite struct SwitchoverPlanTests {
  private static let before = TopologySketch().with("a").with("b", of: ["a"], identified).with(
    "c", of: ["a"], identified)

  private static func identified(_ facts: inout ServerFacts) {
    for index in facts.channels.indices { facts.channels[index].usesGTID = true }
  }

  private static func readOnly(_ facts: inout ServerFacts) {
    identified(&facts)
    facts.writeState = .superReadOnly
  }

  private static func writable(_ facts: inout ServerFacts) {
    identified(&facts)
    facts.writeState = .writable
  }

  private func steps(_ sketch: TopologySketch, to place: Int = 1) throws -> [SwitchoverStep] {
    try SwitchoverPlan(SwitchoverCast(sketch.topology, to: place)).steps
  }

  private let rest: [SwitchoverStep] = [.startEvents, .setFlags, .verify]

  @Test func `with identifiers the replica takes writes before anything is attached to it`() throws {
    #expect(
      try steps(Self.before) == [
        .approach, .stopEvents, .close, .disconnect, .capture, .catchUp, .open, .attachPrimary, .repoint(0),
        .detach,
      ] + rest)
  }

  @Test func `with places all are attached before it takes writes, while its log stands still`() throws {
    let sketch = TopologySketch().with("a").with("b", of: ["a"]).with("c", of: ["a"])
    #expect(
      try steps(sketch) == [
        .approach, .stopEvents, .close, .disconnect, .capture, .catchUp, .attachPrimary, .repoint(0), .open,
        .detach,
      ] + rest)
  }

  @Test func `a run that was killed is finished from what the servers tell`() throws {
    // Behind each step of the way in turn.
    let closed = TopologySketch().with("a", Self.readOnly).with("b", of: ["a"], Self.identified)
      .with("c", of: ["a"], Self.identified)
    #expect(try steps(closed) == steps(Self.before))
    let open = TopologySketch().with("a", Self.readOnly).with("b", of: ["a"], Self.writable)
      .with("c", of: ["a"], Self.identified)
    #expect(try steps(open) == [.attachPrimary, .repoint(0), .detach] + rest)
    let attached = TopologySketch().with("a", of: ["b"], Self.readOnly).with("b", of: ["a"], Self.writable)
      .with("c", of: ["a"], Self.identified)
    #expect(try steps(attached) == [.repoint(0), .detach] + rest)
    let repointed = TopologySketch().with("a", of: ["b"], Self.readOnly).with("b", of: ["a"], Self.writable)
      .with("c", of: ["b"], Self.identified)
    #expect(try steps(repointed) == [.detach] + rest)
  }

  @Test func `of a finished switchover nothing is left but to look`() throws {
    let done = TopologySketch().with("a", of: ["b"], Self.readOnly).with("b", Self.writable)
      .with("c", of: ["b"], Self.identified)
    #expect(try steps(done) == rest)
    let other = try SwitchoverPlan(SwitchoverCast(done.topology, to: 0))
    #expect(other.steps.first == .approach)
  }

  @Test func `the old primary's own name opens it again`() throws {
    let closed = TopologySketch().with("a", Self.readOnly).with("b", of: ["a"], Self.identified)
    #expect(try steps(closed, to: 0) == [.open] + rest)
  }

  @Test func `a link that does not run is made again`() throws {
    let sketch = TopologySketch().with("a", of: ["b"]) { facts in
      Self.readOnly(&facts)
      facts.channels[0].io = .stopped
    }.with("b", Self.writable)
    #expect(try steps(sketch).first == .repoint(0))
  }

  @Test(arguments: [
    (TopologySketch().with("a").with("b", of: ["a"], Self.writable), "a:3306 and b:3306 take writes"),
    (
      TopologySketch().with("a").with("b", of: ["a"], Self.identified).with("c", of: ["a"], Self.writable),
      "c:3306"
    ),
    (
      TopologySketch().with("a").with("b", of: ["a"], Self.identified).with("c", of: ["a"]),
      "some replicas replicate by GTID"
    ),
    (TopologySketch().with("z").with("a", of: ["z"]).with("b", of: ["a"]), "neither"),
  ])
  func `what cannot be moved is refused`(sketch: TopologySketch, why: String) throws {
    let place = why == "neither" ? 2 : 1
    let error = #expect(throws: OpsError.self) { try steps(sketch, to: place) }
    #expect(error?.code == .refused)
    if why == "neither" {
      #expect(error?.why.contains("is a replica itself") == true, "\(error?.why ?? "")")
    } else {
      #expect(error?.why.contains(why) == true, "\(error?.why ?? "")")
    }
  }

  @Test func `the lost primary's replicas are led by the one that is chosen`() throws {
    let lost = TopologySketch().silent("a", as: .primary).with("b", of: ["a"], Self.identified)
      .with("c", of: ["a"], Self.identified)
    let cast = try SwitchoverCast(withoutPrimary: lost.topology, to: 1)
    #expect(cast.lost == TopologySketch.address("a"))
    #expect(
      try SwitchoverPlan(promoting: cast).steps == [
        .haltFetching, .applyFetched, .fence, .open, .repoint(0), .detach, .startEvents, .setFlags, .verify,
      ])
    let error = #expect(throws: OpsError.self) {
      try SwitchoverCast(withoutPrimary: Self.before.topology, to: 1)
    }
    #expect(error?.why.contains("it answers") == true)
  }

  @Test func `with places a link that does not run is not made again behind the turn`() throws {
    let sketch = TopologySketch().with("a", of: ["b"]) { $0.channels[0].io = .stopped }
      .with("b") { $0.writeState = .writable }
      .with("c", of: ["b"]) { $0.channels[0].sql = .stopped }
    #expect(try steps(sketch) == rest)
    let stray = TopologySketch().with("a", of: ["b"]).with("b") { $0.writeState = .writable }.with(
      "c", of: ["a"])
    #expect(try steps(stray) == rest)
  }

  @Test
  func `with places a run that was cut off attaches all again, so that all are taken back when it fails`()
    throws
  {
    let sketch = TopologySketch().with("a", of: ["b"], as: .primary).with("b", of: ["a"]).with("c", of: ["b"])
    let steps = try steps(sketch)
    #expect(steps.contains(.attachPrimary) && steps.contains(.repoint(0)))
  }

  @Test func `whoever takes writes without a part stands against it`() throws {
    // It was promoted while others were down, which replicate the lost primary still.
    let sketch = TopologySketch().silent("a", as: .primary).with("b", Self.writable).with(
      "c", of: ["a"], Self.identified)
    let cast = try SwitchoverCast(withoutPrimary: sketch.topology, to: 2)
    let error = #expect(throws: OpsError.self) { try SwitchoverPlan(promoting: cast) }
    #expect(error?.why.contains("b:3306") == true)
  }

  @Test func `a primary that only lets nobody in, or answers elsewhere, is not dead`() throws {
    let closed = TopologySketch().silent("a", as: .primary, isAlive: true).with("b", of: ["a"])
    #expect(throws: OpsError.self) { try SwitchoverCast(withoutPrimary: closed.topology, to: 1) }
    // Replicas know it by an address that does not answer from here.
    let elsewhere = TopologySketch().silent("x").with("a", as: .primary).with("b", of: ["x"]) { facts in
      facts.channels[0].sourceUUID = TopologySketch.uuid("a")
    }
    #expect(throws: OpsError.self) { try SwitchoverCast(withoutPrimary: elsewhere.topology, to: 2) }
    #expect(try SwitchoverCast(elsewhere.topology, to: 2).primary?.name == "a:3306")
  }

  @Test func `a promotion that was cut off behind the turn is finished`() throws {
    let sketch = TopologySketch().silent("a", as: .primary).with("b", Self.writable).with(
      "c", of: ["b"], Self.identified
    )
    .with("d", of: ["a"], Self.identified)
    let cast = try SwitchoverCast(withoutPrimary: sketch.topology, to: 1)
    #expect(try SwitchoverPlan(promoting: cast).steps == [.fence, .repoint(1)] + rest)
  }
}
