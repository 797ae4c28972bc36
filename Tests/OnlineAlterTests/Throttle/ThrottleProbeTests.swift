import Basics
import FoundationEssentials
import OnlineAlter
import Testing

@Suite struct ThrottleProbeTests {
  private let now = Timestamp(microseconds: 1_700_000_000_000_000)

  @Test func `lag is the age of the heartbeat that has arrived`() {
    #expect(
      ReplicaLagProbe.finding(written: now.microseconds - 2_340_000, now: now) == .lag(.milliseconds(2340)))
  }

  @Test func `before the first heartbeat lag is unknown`() {
    guard case .unreadable = ReplicaLagProbe.finding(written: 0, now: now),
      case .unreadable = ReplicaLagProbe.finding(written: nil, now: now)
    else {
      Issue.record("it is known")
      return
    }
  }

  @Test func `a heartbeat from the future tells nothing unless by a little`() {
    #expect(ReplicaLagProbe.finding(written: now.microseconds + 900_000, now: now) == .lag(.zero))
    guard case .unreadable = ReplicaLagProbe.finding(written: now.microseconds + 1_000_000, now: now) else {
      Issue.record("it is known")
      return
    }
  }

  @Test func `a flag file is there or not`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "dbops-flag-\(RunID())").path
    #expect(try !FlagFile(path).isPresent())
    #expect(try !FlagFile(path + "/below").isPresent())
    try Data().write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try FlagFile(path).isPresent())
    // Below what is no folder, nothing can be told.
    #expect(throws: OpsError.self) { try FlagFile(path + "/below").isPresent() }
  }

  @Test func `heartbeats tell how long commits take and how far the log is read`() {
    var times = HeartbeatTimes()
    #expect(times.note(1, .begun, at: .seconds(1)) == nil)
    #expect(times.note(2, .begun, at: .seconds(2)) == nil)
    #expect(times.note(1, .acknowledged, at: .seconds(1.25)) == .milliseconds(250))
    #expect(times.logLag(at: .seconds(3)) == nil)
    _ = times.note(1, .streamed, at: .seconds(3))
    #expect(times.logLag(at: .seconds(3)) == .seconds(2))
    _ = times.note(2, .streamed, at: .seconds(3))
    #expect(times.logLag(at: .seconds(3)) == .seconds(1))
    #expect(times.note(7, .acknowledged, at: .seconds(3)) == nil)
  }
}
