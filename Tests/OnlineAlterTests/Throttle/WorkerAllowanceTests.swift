import OnlineAlter
import Testing

@Suite struct WorkerAllowanceTests {
  @Test func `all workers copy at first, and never none`() {
    #expect(WorkerAllowance(cap: 8).workers == 8)
    #expect(WorkerAllowance(cap: 0).workers == 1)
  }

  /// The workers allowed after each of `count` times that a change may happen.
  private func course(
    _ allowance: inout WorkerAllowance, _ pressure: WorkerAllowance.Pressure, _ count: Int
  ) -> [Int] {
    (0..<count).map { _ in
      allowance.learn(pressure)
      defer { for _ in 0..<WorkerAllowance.settling { allowance.learn(.even) } }
      return allowance.workers
    }
  }

  @Test func `high pressure halves, low pressure adds one, up to the cap`() {
    var allowance = WorkerAllowance(cap: 8)
    let down = course(&allowance, .high, 2)
    #expect(down == [4, 2])
    let up = course(&allowance, .low, 7)
    #expect(up == [3, 4, 5, 6, 7, 8, 8])
  }

  @Test func `the effect of a change is waited for`() {
    var allowance = WorkerAllowance(cap: 8)
    let seen = (0...4).map { _ in
      allowance.learn(.high)
      return allowance.workers
    }
    #expect(seen == [4, 4, 4, 4, 2])
  }

  @Test func `between low and high nothing changes`() {
    var allowance = WorkerAllowance(cap: 4)
    let seen = course(&allowance, .high, 1) + course(&allowance, .even, 5)
    #expect(seen == [2, 2, 2, 2, 2, 2])
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
