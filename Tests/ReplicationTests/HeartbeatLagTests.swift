import Basics
import MySQL
import Replication
import Testing

@Suite struct HeartbeatLagTests {
  private static let epoch = Timestamp(microseconds: 1_700_000_000_000_000)
  private let heartbeats = HeartbeatLag(interval: .milliseconds(500))

  private func moment(_ seconds: Double) -> Timestamp {
    Timestamp(microseconds: Self.epoch.microseconds + Int64((seconds * 1e6).rounded()))
  }

  /// A heartbeat of `written` seemed at `now`, both in seconds.
  private func sight(_ written: Double, at now: Double) -> HeartbeatSight {
    HeartbeatSight(written: moment(written), now: moment(now))
  }

  private func lag(
    _ newest: HeartbeatSight, arrival: Duration? = nil, origin: HeartbeatLag.Origin, skew: ClockSkew? = nil
  ) -> Lag {
    heartbeats.lag(of: .init(newest: newest, arrival: arrival), origin: origin, skew: skew)
  }

  @Test func `a heartbeat that arrives tells the lag`() {
    #expect(
      lag(sight(10, at: 10.2), arrival: .milliseconds(3), origin: .newest(sight(10, at: 10.2)))
        == .known(.milliseconds(3)))
  }

  @Test func `where none arrives though some are written, the lag lies between two ages`() {
    // Heartbeats at 10.0, 10.5 …; the first is here, the second is not.
    #expect(lag(sight(10, at: 20.4), origin: .newest(sight(20, at: 20.4))) == .known(.milliseconds(10_150)))
  }

  @Test func `a replica that has all there is has no more lag than the heartbeat's age`() {
    #expect(lag(sight(10, at: 10.4), origin: .newest(sight(10, at: 10.4))) == .known(.milliseconds(200)))
  }

  @Test func `lag is unknown when nobody writes heartbeats`() {
    let reason = lag(sight(10, at: 40), origin: .newest(sight(10, at: 40))).reason
    #expect(reason == "no heartbeats are written: the newest is 30s old on the primary, too")
  }

  @Test func `lag is unknown when the primary does not answer and nothing arrives`() {
    let reason = lag(sight(10, at: 22), origin: .unseen("the primary db1 cannot be asked: gone")).reason
    #expect(
      reason
        == "whether heartbeats are written cannot be told: the primary db1 cannot be asked: gone; the newest here is 12s old"
    )
    // One that arrives was written.
    #expect(
      lag(sight(10, at: 10.1), arrival: .milliseconds(7), origin: .unseen("gone")) == .known(.milliseconds(7))
    )
  }

  @Test func `heartbeats in local time are not taken for lag`() {
    let ahead = lag(sight(19_800, at: 0), origin: .newest(sight(19_800, at: 0))).reason
    #expect(ahead?.contains("5h30m in the future") == true)
    #expect(ahead?.contains("--utc") == true)
    let behind = lag(sight(0, at: 3600), arrival: .seconds(3600), origin: .newest(sight(0, at: 3600))).reason
    #expect(behind?.contains("not written in UTC") == true)
  }

  @Test func `the difference of the clocks is taken off where it is certain`() {
    let ahead = ClockSkew(ahead: .seconds(3), uncertainty: .milliseconds(1))
    #expect(
      lag(
        sight(10, at: 13.01), arrival: .milliseconds(3010), origin: .newest(sight(10, at: 10.01)), skew: ahead
      )
        == .known(.milliseconds(10)))
    let behind = ClockSkew(ahead: .seconds(-3), uncertainty: .milliseconds(1))
    #expect(
      lag(
        sight(10, at: 7.01), arrival: .milliseconds(-2990), origin: .newest(sight(10, at: 10.01)),
        skew: behind)
        == .known(.milliseconds(10)))
    let unsure = ClockSkew(ahead: .milliseconds(5), uncertainty: .milliseconds(8))
    #expect(
      lag(
        sight(10, at: 10.02), arrival: .milliseconds(20), origin: .newest(sight(10, at: 10.02)), skew: unsure)
        == .known(.milliseconds(20)))
  }

  @Test func `a heartbeat from the future is no lag of zero`() {
    let lag = lag(sight(12, at: 10), arrival: .seconds(-2), origin: .newest(sight(12, at: 12.1)))
    #expect(lag.reason?.contains("younger than now") == true)
  }

  @Test func `heartbeats of another server are no measure`() {
    #expect(
      lag(sight(11, at: 11.1), origin: .newest(sight(10, at: 11.1))).reason?.contains("do not come from")
        == true)
  }

  @Test func `time goes on from its beginning by a clock that does not step`() {
    let begin = ContinuousClock.now
    let clock = SteadyClock(at: begin, moment(3))
    #expect(clock.time(at: begin + .milliseconds(1500)) == moment(4.5))
    #expect(clock.time(at: begin - .milliseconds(500)) == moment(2.5))
  }

  @Test func `a clock is known within half of the round trip`() {
    let clock = ServerClock(there: moment(5.010), sent: moment(3), roundTrip: .milliseconds(20))
    #expect(clock.offset == .seconds(2))
    #expect(clock.uncertainty == .milliseconds(10))
    let skew = clock.skew(against: ServerClock(offset: .seconds(-1), uncertainty: .milliseconds(2)))
    #expect(skew == ClockSkew(ahead: .seconds(3), uncertainty: .milliseconds(12)))
    #expect(skew.isCertain && skew.isNotable)
    #expect(!ClockSkew(ahead: .milliseconds(90), uncertainty: .milliseconds(1)).isNotable)
    #expect(!ClockSkew(ahead: .milliseconds(3), uncertainty: .milliseconds(4)).isCertain)
  }

  @Test(arguments: [
    "2026-11-30T07:02:20.001230", "2026-11-30 07:02:20.001230", "2026-11-30T07:02:20.001230Z",
  ])
  func `heartbeats of pt-heartbeat and of dbops are read`(text: String) throws {
    #expect(Timestamp(serverText: text)?.description == "2026-11-30T07:02:20.001230Z")
  }

  @Test func `a heartbeat may have no fraction, and must be a moment`() {
    #expect(Timestamp(serverText: "2026-11-30 07:02:20")?.description == "2026-11-30T07:02:20Z")
    #expect(Timestamp(serverText: "yesterday") == nil)
  }

  @Test func `the table of heartbeats is named with its database`() {
    #expect(HeartbeatTable(text: "dbops.heartbeat")?.name == TableName("dbops", "heartbeat"))
    #expect(HeartbeatTable(text: "heartbeat") == nil)
    #expect(HeartbeatTable(text: ".heartbeat") == nil)
    #expect(HeartbeatTable(text: "dbops.") == nil)
  }
}
