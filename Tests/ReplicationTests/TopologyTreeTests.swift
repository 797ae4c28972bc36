import MySQL
import Replication
import TestKit
import Testing

@Suite(.timeLimit(.minutes(1))) struct TopologyTreeTests {
  @Test func `replicas hang below their primary, in the order in which they were found`() {
    let sketch = TopologySketch().with("a").with("b", of: ["a"]).with("c", of: ["a"])
    #expect(sketch.drawing == ["a", "├─ b", "└─ c"])
  }

  @Test func `chains go deeper`() {
    let sketch = TopologySketch().with("d", of: ["c"]).with("c", of: ["b"]).with("b", of: ["a"]).with(
      "e", of: ["a"]
    )
    .with("a")
    #expect(sketch.drawing == ["a", "├─ b", "│  └─ c", "│     └─ d", "└─ e"])
  }

  @Test func `servers that replicate each other are drawn once, with the configured primary on top`() {
    let sketch = TopologySketch().with("b", of: ["a"], as: .replica).with("a", of: ["b"], as: .primary)
      .with("c", of: ["b"])
    #expect(sketch.drawing == ["a", "└─ b", "   ├─ a (circle)", "   └─ c"])
    #expect(sketch.topology.circular == [0, 1])
  }

  @Test func `a circle of three ends`() {
    let sketch = TopologySketch().with("a", of: ["c"]).with("b", of: ["a"]).with("c", of: ["b"])
    #expect(sketch.drawing == ["a", "└─ b", "   └─ c", "      └─ a (circle)"])
  }

  @Test func `a server that replicates itself ends`() {
    #expect(TopologySketch().with("a", of: ["a"]).drawing == ["a", "└─ a (circle)"])
  }

  @Test func `the tail of a circle is not taken for its top`() {
    let sketch = TopologySketch().with("c", of: ["b"], as: .primary).with("a", of: ["b"]).with("b", of: ["a"])
    #expect(sketch.drawing == ["a", "└─ b", "   ├─ c", "   └─ a (circle)"])
  }

  @Test func `a replica of several sources stands below the first and is named below the others`() {
    let sketch = TopologySketch().with("a").with("b").with("r", of: ["a", "b"]).with("s", of: ["r"])
    #expect(sketch.drawing == ["a", "└─ r", "   └─ s", "b", "└─ r (seen)"])
  }

  @Test func `trees that do not touch stand one below the other, the configured primary first`() {
    let sketch = TopologySketch().with("x").with("a", as: .primary).with("b", of: ["a"])
    #expect(sketch.drawing == ["a", "└─ b", "x"])
  }

  @Test func `replicas of a source that does not answer hang below it`() {
    let sketch = TopologySketch().silent("a", as: .primary).with("b", of: ["a"]).with("c", of: ["a"])
    #expect(sketch.drawing == ["a", "├─ b", "└─ c"])
  }

  @Test func `a source is known by its UUID when its address is another`() {
    let sketch = TopologySketch().with("a").with("b", of: ["a"]) { $0.channels[0].sourceHost = "10.0.0.1" }
    #expect(sketch.drawing == ["a", "└─ b"])
  }

  @Test func `on MariaDB a source is known by its server id`() {
    let sketch = TopologySketch().with("a") { $0.uuid = nil }.with("b", of: ["a"]) { facts in
      facts.uuid = nil
      facts.channels[0].sourceUUID = nil
      facts.channels[0].sourceServerID = 1
      facts.channels[0].sourceHost = "10.0.0.1"
    }
    #expect(sketch.drawing == ["a", "└─ b"])
  }

  @Test func `another address of a server leads to it`() {
    let members = [
      Topology.Member(address: TopologySketch.address("a"), configured: .primary, state: .silent("away"))
    ]
    let sketch = TopologySketch().with("b", of: ["alias"]) { $0.channels[0].sourceUUID = nil }
    let topology = Topology(
      members: members + sketch.topology.members, aliases: [TopologySketch.address("alias"): 0])
    #expect(topology.upstream(of: 1) == [0])
  }
}
