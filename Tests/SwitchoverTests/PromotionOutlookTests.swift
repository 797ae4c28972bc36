import Basics
import MySQL
import Replication
import Switchover
import TestKit
import Testing

@Suite struct PromotionOutlookTests {
  /// Replicas `b`, the candidate, and `c` of a lost `a`, with what they have fetched.
  private func outlook(
    b: (file: String, offset: UInt64), c: (file: String, offset: UInt64), cHas more: String? = nil
  ) throws -> PromotionOutlook {
    func fetched(_ place: (file: String, offset: UInt64)) -> (inout ServerFacts) -> Void {
      { facts in
        facts.channels[0].usesGTID = true
        facts.channels[0].fetched = .init(file: place.file, offset: place.offset)
      }
    }
    let sketch = TopologySketch().silent("a").with("b", of: ["a"], fetched(b)).with("c", of: ["a"]) { facts in
      fetched(c)(&facts)
      if let more { facts.channels[0].retrieved = GTIDSet(text: more, flavour: .mysql) }
    }
    return PromotionOutlook(try SwitchoverCast(withoutPrimary: sketch.topology, to: 1))
  }

  @Test func `a candidate that has as much as the others is taken`() throws {
    let even = try outlook(b: ("bin.000007", 400), c: ("bin.000007", 400))
    #expect(even.objection == nil)
    let ahead = try outlook(b: ("bin.000008", 4), c: ("bin.000007", 400))
    #expect(ahead.objection == nil && ahead.mostAdvanced.name == "b:3306")
  }

  @Test func `the most advanced one is recommended, and its lead is counted`() throws {
    let behind = try outlook(
      b: ("bin.000007", 400), c: ("bin.000007", 900), cHas: "\(TopologySketch.uuid("a")):1-103")
    let objection = try #require(behind.objection)
    #expect(objection.code == .refused)
    #expect(objection.why == "c:3306 has fetched 3 transactions more")
    #expect(objection.hint.hasPrefix("take --to c:3306"))
  }

  @Test func `where identifiers do not tell, bytes do`() throws {
    let behind = try outlook(b: ("bin.000007", 400), c: ("bin.000007", 900))
    #expect(behind.objection?.why == "c:3306 has fetched 500 bytes of the log more")
    let file = try outlook(b: ("bin.999999", 400), c: ("bin.1000000", 4))
    #expect(file.objection?.why == "c:3306 has fetched more of the log")
  }
}
