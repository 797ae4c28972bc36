import Basics
import Dispatch
import Testing

@Suite struct WorkProgressTests {
  private func text(_ progress: WorkProgress) -> String {
    let reading = progress.reading
    return "\(reading.phase): \(reading.doneBytes) of \(reading.totalBytes), \(reading.rows) rows"
  }

  @Test func `nothing is done before anything begins`() {
    #expect(text(WorkProgress()) == ": 0 of 0, 0 rows")
  }

  @Test func `each phase counts from zero`() {
    let progress = WorkProgress()
    progress.begin("dumping", totalBytes: 100)
    progress.add(bytes: 40, rows: 2)
    #expect(text(progress) == "dumping: 40 of 100, 2 rows")
    progress.begin("publishing")
    #expect(text(progress) == "publishing: 0 of 0, 0 rows")
  }

  @Test func `what a phase came to is kept when the next one begins`() {
    let progress = WorkProgress()
    progress.begin("dumping", totalBytes: 100)
    progress.add(bytes: 120)
    progress.begin("publishing")
    progress.begin("cleaning up")
    #expect(progress.last(of: "dumping").doneBytes == 120)
    #expect(progress.last(of: "cleaning up").doneBytes == 0)
  }

  @Test func `nothing that several threads add is lost`() {
    let progress = WorkProgress()
    progress.begin("dumping")
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<5000 { progress.add(bytes: 3, rows: 1) }
    }
    #expect(progress.reading.doneBytes == 120_000 && progress.reading.rows == 40_000)
  }
}
