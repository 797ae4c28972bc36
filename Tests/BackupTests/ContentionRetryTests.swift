import Backup
import MySQL
import Testing

@Suite struct ContentionRetryTests {
  private static let deadlock = SQLFailure(number: 1213, text: "Deadlock found", server: "lab")
  private static let lockWait = SQLFailure(number: 1205, text: "Lock wait timeout exceeded", server: "lab")

  @Test func `what others were in the way of is done again, after longer and longer pauses`() throws {
    var failures = [Self.deadlock, Self.lockWait, Self.deadlock]
    var pauses: [Duration] = []
    let value = try ContentionRetry.run(pausing: { pauses.append($0) }) {
      if let failure = failures.popLast() { throw failure }
      return 7
    }
    #expect(value == 7)
    #expect(pauses == [.milliseconds(50), .milliseconds(100), .milliseconds(200)])
  }

  @Test func `who is never let through gives up`() {
    var tries = 0
    #expect(throws: Self.deadlock) {
      try ContentionRetry.run(pausing: { _ in }) {
        tries += 1
        throw Self.deadlock
      }
    }
    #expect(tries == ContentionRetry.attempts)
  }

  @Test(arguments: [1050, 1062, 2013])
  func `another failure is passed on at once`(number: Int) {
    let failure = SQLFailure(number: number, text: "no", server: "lab")
    var pauses = 0
    #expect(throws: failure) {
      try ContentionRetry.run(pausing: { _ in pauses += 1 }) { throw failure }
    }
    #expect(pauses == 0)
  }
}
