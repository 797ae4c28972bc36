import MySQL

/// Repeats what a server ended because others were in the way: a deadlock, or a lock that was not to be had in time.
///
/// For statements on one object, outside of transactions: a server that ends such a statement has undone it, old servers
/// too, which leave half of it only when they crash.
package enum ContentionRetry {
  /// How often a statement is tried.
  package static let attempts = 8

  /// Runs `body` until it is not ended by contention any more.
  ///
  /// - Parameter pause: Waits between two attempts, each time twice as long as before.
  /// - Throws: What `body` throws at last.
  package static func run<Value>(
    pausing pause: (Duration) throws -> Void, _ body: () throws -> Value
  ) throws -> Value {
    var time = Duration.milliseconds(50)
    for _ in 1..<attempts {
      do {
        return try body()
      } catch let failure as SQLFailure where failure.kind == .contention {
        try pause(time)
        time *= 2
      }
    }
    return try body()
  }
}

extension Connection {
  /// Runs `body`, one statement outside of transactions, again while others are in its way.
  @discardableResult
  func repeating<Value>(_ body: () throws -> Value) throws -> Value {
    // The server waits: so whoever cancels the task does not wait for a thread that sleeps.
    try ContentionRetry.run(
      pausing: { time in
        let microseconds =
          time.components.attoseconds / 1_000_000_000_000 + time.components.seconds * 1_000_000
        _ = try query("SELECT SLEEP(\(microseconds) / 1000000)")
      }, body)
  }
}
