import Basics
import Commands
import Testing

@Suite struct ProgressTests {
  private let line = ProgressLine(title: "backup", unit: .bytes)
  private func reading(_ percent: Int64, rate: Double? = 412 * 1_048_576) -> ProgressReading {
    ProgressReading(done: percent << 30, total: 100 << 30, elapsed: .seconds(60), rate: rate)
  }

  @Test func `a bar shows rate, share and time left`() {
    #expect(
      line.bar(reading(61), width: 80)
        == "backup [########################----------------]  412 MiB/s  61 %  ETA 1m37s")
  }

  @Test(arguments: 20...120)
  func `no line reaches the last column`(width: Int) {
    #expect(line.bar(reading(61), width: width).count < width)
    #expect(line.bar(reading(100), width: width).count < width)
  }

  @Test func `time left is not guessed under one percent, at a standstill or at the end`() {
    #expect(!line.bar(reading(0), width: 80).contains("ETA"))
    #expect(line.bar(reading(1), width: 80).contains("ETA"))
    #expect(!line.bar(reading(50, rate: 0), width: 80).contains("ETA"))
    #expect(!line.bar(reading(50, rate: nil), width: 80).contains("ETA"))
    #expect(!line.bar(reading(100), width: 80).contains("ETA"))
  }

  @Test func `an estimate that was too low never shows more than all`() {
    #expect(line.bar(reading(130), width: 80).contains(" 100 %"))
  }

  @Test func `a plain line names the amounts`() {
    #expect(line.plain(reading(61)) == "backup: 61.0 GiB of 100 GiB  412 MiB/s  61 %  ETA 1m37s")
    let open = ProgressReading(done: 12_400_000, total: nil, elapsed: .seconds(9), rate: 1000)
    let rows = ProgressLine(title: "orders", unit: .rows)
    #expect(rows.plain(open) == "orders: 12,400,000 rows  1,000 rows/s")
    #expect(rows.bar(open, width: 80) == "orders  12,400,000 rows  1,000 rows/s")
  }

  @Test func `work that counts nothing shows how long it takes`() {
    let waiting = ProgressReading(done: 0, total: nil, elapsed: .seconds(75), rate: 0)
    #expect(line.plain(waiting) == "backup: 1m15s")
    #expect(line.bar(waiting, width: 80) == "backup  1m15s")
    #expect(line.closing(waiting) == "backup: 1m15s")
  }

  @Test func `the closing line gives the average`() {
    let reading = ProgressReading(done: 2 << 30, total: nil, elapsed: .seconds(340), rate: 1)
    #expect(line.closing(reading) == "backup: 2.00 GiB in 5m40s, 6.02 MiB/s")
  }

  @Test func `a bar is redrawn ten times a second at most`() {
    var meter = ProgressMeter(line: line, display: .bar)
    let drawn = (0..<1000).filter { millisecond in
      meter.step(done: 0, total: nil, at: .milliseconds(millisecond), width: 80) != .nothing
    }
    #expect(drawn == Array(stride(from: 0, to: 1000, by: 100)))
  }

  @Test func `plain lines come after growing pauses of 1 to 30 seconds`() {
    var meter = ProgressMeter(line: line, display: .lines)
    let printed = (0..<1200).map { Double($0) / 10 }.filter { second in
      meter.step(done: 0, total: nil, at: .seconds(second), width: 80) != .nothing
    }
    #expect(printed == [1, 2, 4, 8, 16, 32, 62, 92])
  }

  @Test(arguments: [ProgressMeter.Display.lines, .bar])
  func `work of less than a second leaves no line behind`(display: ProgressMeter.Display) {
    let meter = ProgressMeter(line: line, display: display)
    #expect(meter.end(done: 7, total: nil, at: .milliseconds(999)) == .nothing)
    #expect(meter.end(done: 7, total: nil, at: .seconds(1)) == .line("backup: 7 B in 1s, 7 B/s"))
  }

  @Test func `events carry plain numbers`() {
    var meter = ProgressMeter(line: line, display: .events)
    _ = meter.step(done: 0, total: 100, at: .zero, width: 80)
    guard case .event(let members) = meter.step(done: 50, total: 100, at: .seconds(5), width: 80) else {
      Issue.record("no event")
      return
    }
    #expect(members["done"] == 50 && members["total"] == 100 && members["unit"] == "bytes")
    #expect(members["ratio"] == .double(0.5))
    #expect(members["rate"] == .double(10))
    #expect(members["eta_seconds"] == .double(5))
    #expect(members["elapsed_seconds"] == .double(5))
  }

  @Test func `quiet shows nothing`() {
    var meter = ProgressMeter(line: line, display: .none)
    #expect(meter.step(done: 1, total: 2, at: .seconds(9), width: 80) == .nothing)
    #expect(meter.end(done: 2, total: 2, at: .seconds(9)) == .nothing)
  }

  @Test func `the rate follows the last ten seconds`() {
    var window = RateWindow()
    #expect(window.rate(done: 10, at: .milliseconds(100)) == nil)
    for second in 1...60 { _ = window.rate(done: Int64(second * 100), at: .seconds(second)) }
    #expect(window.rate(done: 6000, at: .seconds(60)) == 100)
    for second in 61...90 { _ = window.rate(done: 6000, at: .seconds(second)) }
    #expect(window.rate(done: 6000, at: .seconds(90)) == 0)
  }

  @Test func `work in a log begins with one line, before any of its phases`() async throws {
    let output = CapturedOutput()
    let progress = WorkProgress()
    let result = try await output.console().follow("backup of shop", progress) {
      for phase in ["reading definitions", "dumping", "publishing"] { progress.begin(phase, totalBytes: 5) }
      return 7
    }
    #expect(result == 7)
    // On a machine that is very busy even this may take long enough to be told of.
    #expect(output.error.hasPrefix("backup of shop\n") && output.out == "")
  }

  @Test func `with --json each kind of work is told from its start to its end`() async throws {
    let output = CapturedOutput()
    let progress = WorkProgress()
    try await output.console { $0.form = .json }.follow("backup of shop", progress) {
      progress.begin("dumping", totalBytes: 5)
      while !output.out.contains("dumping") { await Task.yield() }
      progress.add(bytes: 4)
      progress.begin("publishing")
      while !output.out.contains("publishing") { await Task.yield() }
    }
    let dumped = try output.events.filter { $0["title"] == "backup of shop: dumping" }
    #expect(dumped.first?["done"] == 0 && dumped.last?["done"] == 4)
    #expect(output.error == "")
  }

  @Test func `a bar makes room for a message and comes back`() async {
    let output = CapturedOutput()
    let console = output.console { $0.redraws = .always }
    await console.progress("load", unit: .items) { _ in
      while !output.error.contains("load") { await Task.yield() }
      console.say("halfway")
    }
    #expect(output.error.contains("\r\u{1B}[Khalfway\nload  "))
    #expect(output.error.contains("\r\u{1B}[K"))
  }

  @Test func `a failure leaves no bar and no closing line`() async {
    let output = CapturedOutput()
    let console = output.console { $0.redraws = .always }
    await #expect(throws: OpsError.self) {
      try await console.progress("load", unit: .items) { _ in
        while !output.error.contains("load") { await Task.yield() }
        throw OpsError(.failed, "cannot load")
      }
    }
    #expect(output.error.hasSuffix("\r\u{1B}[K"))
    #expect(!output.error.contains(" in "))
  }
}
