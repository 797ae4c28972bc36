import OnlineAlter
import Testing

@Suite struct WorkerAllowanceTests {
  @Test func `all workers copy at first, and never none`() {
    #expect(WorkerAllowance(cap: 8).workers == 8)
    #expect(WorkerAllowance(cap: 0).workers == 1)
  }

  @Test func `high pressure halves, low pressure adds one, up to the cap`() {
    var allowance = WorkerAllowance(cap: 8)
    allowance.learn(.high)
    #expect(allowance.workers == 4)
    // The effect is waited for.
    allowance.learn(.high)
    allowance.learn(.high)
    #expect(allowance.workers == 4)
    var seen: [Int] = []
    for _ in 0..<6 {
      allowance.learn(.low)
      seen.append(allowance.workers)
    }
    #expect(seen == [5, 6, 7, 8, 8, 8])
  }

  @Test func `between low and high nothing changes`() {
    var allowance = WorkerAllowance(cap: 4)
    allowance.learn(.high)
    for _ in 0..<5 { allowance.learn(.even) }
    #expect(allowance.workers == 2)
  }

  @Test func `one worker always copies`() {
    var allowance = WorkerAllowance(cap: 3)
    for _ in 0..<20 { allowance.learn(.high) }
    #expect(allowance.workers == 1)
  }

  @Test(arguments: [(101.0, WorkerAllowance.Pressure.high), (100, .even), (50, .even), (49, .low)])
  func `pressure is high above the limit and low below half of it`(
    value: Double, pressure: WorkerAllowance.Pressure
  ) {
    #expect(WorkerAllowance.pressure(of: value, limit: 100) == pressure)
  }
}
