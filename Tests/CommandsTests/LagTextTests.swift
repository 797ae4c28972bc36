import Basics
import Commands
import MySQL
import Replication
import TestKit
import Testing

@Suite struct LagTextTests {
  private let thresholds: LagThresholds

  init() throws { thresholds = try LagThresholds(warning: .seconds(1), critical: .seconds(5)) }

  private func reading(
    _ host: String, _ lag: Lag, _ change: (inout LagReading, inout ReplicationChannel) -> Void = { _, _ in }
  ) -> LagReading {
    var reading = LagReading(host: host, measured: Timestamp(microseconds: 1_700_000_000_000_000), lag: lag)
    var channel = ReplicationChannel()
    channel.io = .running
    channel.sql = .running
    channel.secondsBehind = 0
    reading.source = "db0:3306"
    change(&reading, &channel)
    reading.delay = channel.delay
    var replication = ReplicationReading(channel: channel, heartbeat: lag)
    if channel.fault != nil { replication.heartbeat = .known(.seconds(10)) }
    replication.missing = 7
    replication.skew = ClockSkew(ahead: .milliseconds(2), uncertainty: .milliseconds(1))
    reading.replication = replication
    return reading
  }

  private var readings: [LagReading] {
    [
      reading("db1:3306", .known(.milliseconds(3))),
      reading("db2:3306", .known(.seconds(2))),
      reading("db3:3306", .unknown("the SQL thread is stopped: no such table (error 1146)")) { _, channel in
        channel.sql = .stopped
        channel.secondsBehind = nil
      },
      reading("db4:3306", .known(.seconds(60.2))) { _, channel in channel.delay = .seconds(60) },
      LagReading(
        host: "db5:3306", measured: Timestamp(microseconds: 0), lag: .unknown("it does not answer")),
    ]
  }

  private func text(_ readings: [LagReading]) -> LagText {
    LagText([LagText.Group(target: "shop", readings: readings)], thresholds)
  }

  @Test func `the table shows what is known, and a question mark for the rest`() {
    #expect(
      text(readings).table().text(width: nil) == """
        REPLICA     LAG  SERVER  IO       SQL      MISSING  STATE
        db1:3306    3ms      0s  running  running        7  ok
        db2:3306     2s      0s  running  running        7  WARNING
        db3:3306   10s?       ?  running  stopped        7  UNKNOWN
        db4:3306  1m00s      0s  running  running        7  ok, delayed by 1m00s
        db5:3306      ?       ?  ?        ?              ?  UNKNOWN

        """)
  }

  @Test func `a column of charts may stand at the end`() {
    let charts = LagText.Charts(length: 9) { target, reading in "\(target) \(reading.host.prefix(3))" }
    let table = text(Array(readings.prefix(1))).table(charts: charts)
    #expect(
      table.text(width: nil).hasSuffix(
        "STATE  LAST 9\ndb1:3306  3ms      0s  running  running        7  ok     shop db1\n"))
    #expect(table.naturalWidth == 65)
  }

  @Test func `why a lag is unknown stands below`() {
    #expect(
      text(readings).notes == [
        "UNKNOWN  db3:3306: the SQL thread is stopped: no such table (error 1146)",
        "UNKNOWN  db5:3306: it does not answer",
      ])
  }

  @Test func `clocks that differ are told of`() {
    var far = readings[0]
    far.replication?.skew = ClockSkew(ahead: .seconds(-2), uncertainty: .milliseconds(1))
    #expect(
      text([far]).notes == [
        "CLOCK    db1:3306: its clock is 2s behind the primary's (±1ms); lag is corrected by it"
      ])
  }

  @Test func `several targets have a column of their own`() {
    let groups = ["shop", "stock"].map { LagText.Group(target: $0, readings: [readings[0]]) }
    let lines = LagText(groups, thresholds).table().text(width: nil).split(separator: "\n")
    #expect(lines[0].hasPrefix("TARGET  REPLICA"))
    #expect(lines[2].hasPrefix("stock   db1:3306"))
  }

  @Test func `events keep to the schema, and an unknown lag has no figure`() throws {
    let schema = try SchemaValidator(repositoryFile: "docs/json-output.schema.json")
    for reading in readings {
      let output = CapturedOutput()
      text([reading]).emit(on: output.console { $0.form = .json })
      let event = try #require(output.events.first)
      #expect(schema.problems(event) == [])
      #expect((event["lag_seconds"] == nil) == (reading.lag.duration == nil))
      #expect((event["reason"] == nil) == (reading.lag.reason == nil))
    }
    let stopped = text(readings).members("shop", readings[2])
    #expect(stopped["heartbeat_lag_seconds"] == .double(10))
    #expect(stopped["state"] == "unknown")
    #expect(stopped["sql_thread"] == "stopped")
  }

  @Test func `the summary counts the states`() {
    let summary = text(readings).summary
    #expect(summary["worst"] == "unknown")
    #expect(summary["replicas"] == 5)
    #expect(summary["ok"] == 2)
    #expect(summary["warning"] == 1)
    #expect(summary["unknown"] == 2)
  }

  // MARK: Nagios

  private func nagios(_ readings: [LagReading]) -> String {
    NagiosText([LagText.Group(target: "shop", readings: readings)], thresholds).line
  }

  @Test func `Nagios gets the worst state, what is bad, and a figure of each`() {
    #expect(
      nagios(readings) == "LAG UNKNOWN - db2:3306 2s; "
        + "db3:3306 unknown: the SQL thread is stopped: no such table (error 1146); db5:3306 unknown: it does not answer"
        + " | 'db1:3306'=0.003s;1;5;0 'db2:3306'=2s;1;5;0 'db3:3306'=U 'db4:3306'=0.200s;1;5;0 'db5:3306'=U")
    #expect(
      nagios(Array(readings.prefix(1)))
        == "LAG OK - 1 replicas, largest 3ms (db1:3306) | 'db1:3306'=0.003s;1;5;0")
  }

  @Test func `where several targets share a server, each figure is named by its target`() {
    let groups = ["shop", "stock"].map { LagText.Group(target: $0, readings: [readings[0]]) }
    #expect(
      NagiosText(groups, thresholds).line.hasSuffix(
        " | 'shop/db1:3306'=0.003s;1;5;0 'stock/db1:3306'=0.003s;1;5;0"))
  }

  @Test func `nothing in a reason can pass for figures or a second line`() {
    let line = nagios([
      LagReading(host: "d'b=1|x", measured: Timestamp(microseconds: 0), lag: .unknown("a | b\nc"))
    ])
    #expect(line == "LAG UNKNOWN - d'b=1/x unknown: a / b; c | 'd''b1/x'=U")
  }

  @Test func `Nagios' statuses are 0 to 3`() {
    #expect(LagState.allCases.map { NagiosText.exit($0).rawValue } == [0, 1, 2, 3])
  }

  // MARK: Charts

  @Test func `a small chart rises with its figures and shows what is unknown`() {
    #expect(Sparkline([0, 0.1, 0.5, 0.99, 1, nil, 0], ceiling: 1).text == "▁▁▅██×▁")
    #expect(Sparkline([0, 4, 8], ceiling: 1).text == "▁▅█")
    #expect(Sparkline([0.001, 0.004], ceiling: 1).text == "▁▁")
    #expect(Sparkline([], ceiling: 1).text == "")
    #expect(Sparkline([nil], ceiling: 0).text == "×")
  }
}
