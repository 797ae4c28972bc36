import Basics
import Testing

@Suite struct UnitTests {
  @Test(arguments: [
    (Int64(0), "0 B"), (1023, "1023 B"), (1024, "1.00 KiB"), (64 << 20, "64.0 MiB"), (5 << 40, "5.00 TiB"),
  ])
  func `byte counts read in binary units`(bytes: Int64, text: String) {
    #expect(ByteCount(bytes).description == text)
  }

  @Test func `byte counts are parsed with and without a unit`() {
    #expect(ByteCount(text: "512")?.bytes == 512)
    #expect(ByteCount(text: "64MiB")?.bytes == 64 << 20)
    #expect(ByteCount(text: "1.5 GiB")?.bytes == 3 << 29)
    #expect(ByteCount(text: "10G")?.bytes == 10 << 30)
    #expect(ByteCount(text: "ten") == nil)
    #expect(ByteCount(text: "1x") == nil)
  }

  @Test func `durations show their two largest units`() {
    #expect(Duration.milliseconds(350).text == "350ms")
    #expect(Duration.milliseconds(1500).text == "1.5s")
    #expect(Duration.seconds(340).text == "5m40s")
    #expect(Duration.seconds(7500).text == "2h05m")
  }

  @Test func `a duration without a unit is refused`() {
    #expect(Duration(text: "30") == nil)
    #expect(Duration(text: "1h30m") == .seconds(5400))
    #expect(Duration(text: "1.5s") == .milliseconds(1500))
  }

  @Test func `timestamps survive their own text to the microsecond`() throws {
    let moment = Timestamp(microseconds: 1_795_226_944_000_123)
    #expect(Timestamp(text: moment.description) == moment)
    #expect(moment.toTheSecond.description == "2026-11-21T02:09:04Z")
    #expect(Timestamp(microseconds: -1).toTheSecond == Timestamp(microseconds: -1_000_000))
    #expect(Timestamp(text: "2026-11-21T07:39:04+05:30") == Timestamp(text: "2026-11-21T02:09:04Z"))
    #expect(Timestamp(text: "yesterday") == nil)
  }

  @Test func `run names sort by time`() {
    let early = RunID(at: Timestamp(microseconds: 1_000_000_000))
    let late = RunID(at: Timestamp(microseconds: 2_000_000_000))
    #expect(early.description < late.description)
    #expect(RunID(text: early.description) == early)
    #expect(RunID(text: "../../etc/passwd") == nil)
  }

  @Test func `a near miss is suggested and a stranger is not`() {
    #expect(suggestion(for: "bakcup", among: ["backup", "backups", "restore"]) == "backup")
    #expect(suggestion(for: "xyzzy", among: ["backup", "restore"]) == nil)
  }

  @Test func `JSON keeps 64-bit integers and sorts keys`() throws {
    let value = try JSONValue(parsing: Array(#"{"b":18446744,"a":9223372036854775807,"c":1.5}"#.utf8))
    #expect(value["a"]?.intValue == .max)
    #expect(value.text == #"{"a":9223372036854775807,"b":18446744,"c":1.5}"#)
  }

  @Test func `a secret never prints itself`() {
    #expect("\(Secret("canary"))" == "***")
    #expect(String(reflecting: Secret("canary")) == "***")
    var dumped = ""
    dump(Secret("canary"), to: &dumped)
    #expect(!dumped.contains("canary"))
  }
}
