import Commands
import Glibc
import Testing

@Suite struct SignalTests {
  @Test func `the first signal stops in good order, the second leaves`() {
    var policy = SignalPolicy()
    #expect(policy.stop == nil)
    #expect(policy.handle(SIGINT) == .stop(.interrupted))
    #expect(policy.handle(SIGINT) == .leave(.interrupted))
    #expect(policy.stop == .interrupted)
  }

  @Test func `a lost terminal counts as SIGTERM`() {
    var policy = SignalPolicy()
    #expect(policy.handle(SIGHUP) == .stop(.terminated))
    #expect(policy.handle(SIGTERM) == .leave(.terminated))
    #expect(policy.stop == .terminated)
  }

  @Test func `the message names what is being unlocked`() {
    #expect(
      Program.farewell(.interrupted, held: ["the lease of shop", "3 snapshots"])
        == "stopping on SIGINT, unlocking the lease of shop, 3 snapshots; Ctrl-C again leaves at once "
        + "without unlocking")
    #expect(Program.farewell(.terminated, held: []) == "stopping on SIGTERM; a second signal leaves at once")
  }

  @Test func `what is held is known until it is given back`() async {
    let held = HeldThings()
    await held.holding("the lease of shop") {
      await held.holding("a snapshot") { #expect(held.names == ["the lease of shop", "a snapshot"]) }
      #expect(held.names == ["the lease of shop"])
    }
    #expect(held.names == [])
  }
}
