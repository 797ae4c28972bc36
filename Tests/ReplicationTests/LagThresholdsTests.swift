import Basics
import Replication
import Testing

@Suite struct LagThresholdsTests {
  private let thresholds: LagThresholds

  init() throws { thresholds = try LagThresholds(warning: .seconds(1), critical: .seconds(5)) }

  private func reading(_ lag: Lag, delay: Duration = .zero, host: String = "db1") -> LagReading {
    var reading = LagReading(host: host, measured: Timestamp(microseconds: 0), lag: lag)
    reading.delay = delay
    return reading
  }

  @Test(arguments: [
    (0.0, LagState.ok), (0.999, .ok), (1.0, .warning), (4.999, .warning), (5.0, .critical), (900, .critical),
  ])
  func `a lag is as bad as the threshold that it reaches`(seconds: Double, state: LagState) {
    #expect(thresholds.state(of: reading(.known(.seconds(seconds)))) == state)
  }

  @Test func `a lag that is not known is unknown, not small`() {
    #expect(thresholds.state(of: reading(.unknown("the SQL thread is stopped"))) == .unknown)
  }

  @Test func `a replica that is meant to be behind is judged by what goes beyond`() {
    #expect(thresholds.state(of: reading(.known(.seconds(3600.5)), delay: .seconds(3600))) == .ok)
    #expect(thresholds.state(of: reading(.known(.seconds(3602)), delay: .seconds(3600))) == .warning)
    #expect(reading(.known(.seconds(3)), delay: .seconds(5)).excess == .known(.zero))
  }

  @Test func `of many the worst counts, and critical is worse than unknown`() {
    let ok = reading(.known(.zero))
    let warning = reading(.known(.seconds(2)))
    let critical = reading(.known(.seconds(9)))
    let unknown = reading(.unknown("it is away"))
    #expect(thresholds.worst(of: [ok, warning]) == .warning)
    #expect(thresholds.worst(of: [ok, unknown, warning]) == .unknown)
    #expect(thresholds.worst(of: [unknown, critical]) == .critical)
    #expect(thresholds.worst(of: [ok]) == .ok)
    #expect(thresholds.worst(of: []) == .unknown)
  }

  @Test func `thresholds in the wrong order are refused`() {
    #expect(throws: OpsError.self) { try LagThresholds(warning: .seconds(5), critical: .seconds(1)) }
  }

  @Test func `of a span the worst reading of each member is kept`() {
    var sampler = LagSampler(span: .seconds(10))
    #expect(
      sampler.take([reading(.known(.seconds(1))), reading(.known(.zero), host: "db2")], at: .zero) == [])
    #expect(sampler.take([reading(.known(.seconds(3)))], at: .seconds(4)) == [])
    #expect(sampler.take([reading(.known(.seconds(2)))], at: .seconds(8)) == [])
    let kept = sampler.take([reading(.unknown("away"), host: "db2")], at: .seconds(10))
    #expect(kept.map(\.host) == ["db1", "db2"])
    #expect(kept.map(\.lag) == [.known(.seconds(3)), .unknown("away")])
    #expect(sampler.finish() == [])
    _ = sampler.take([reading(.known(.seconds(7)))], at: .seconds(11))
    #expect(sampler.finish().map(\.lag) == [.known(.seconds(7))])
  }

  @Test func `a history keeps the last readings`() {
    var history = LagHistory(capacity: 2)
    for second in 1...3 { history.add([reading(.known(.seconds(second)))]) }
    #expect(history.lags(of: "db1") == [.known(.seconds(2)), .known(.seconds(3))])
    #expect(history.lags(of: "db9") == [])
  }
}
