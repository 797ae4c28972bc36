import MySQL
import Replication
import Testing

@Suite struct KnownReplicasTests {
  private func replica(_ host: String, _ serverID: UInt32? = nil) -> Replica {
    Replica(.tcp(host: host, port: 3306), serverID: serverID)
  }

  @Test func `a replica that is not found any more stays`() {
    var known = KnownReplicas()
    #expect(known.with([replica("a", 1), replica("b", 2)]) == [replica("a", 1), replica("b", 2)])
    #expect(known.with([replica("b", 2)]) == [replica("b", 2), replica("a", 1)])
    #expect(known.with([]) == [replica("b", 2), replica("a", 1)])
    #expect(known.with([replica("c")]) == [replica("c"), replica("b", 2), replica("a", 1)])
  }

  @Test func `a replica that is found at another address, or with another id, is there once`() {
    var known = KnownReplicas()
    _ = known.with([replica("a", 1), replica("b"), replica("c", 3)])
    let now = [replica("a2", 1), replica("b", 2), replica("c", 4)]
    #expect(known.with(now) == now)
  }
}
