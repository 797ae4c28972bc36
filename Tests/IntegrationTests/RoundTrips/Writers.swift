import Basics
import MySQL
import Synchronization
import TestKit

/// Sessions that write until they are told to stop.
struct Writers: Sendable {
  private let isStopped = StopFlag()
  private let tasks: [Task<Int, any Error>]

  /// Starts `count` sessions, each of which repeats `work` with its own number and the number of the repetition.
  /// Deadlocks and lock waits are tried again.
  init(
    _ count: Int, on server: TestServer,
    _ work: @escaping @Sendable (isolated Connection, _ writer: Int, _ step: Int) throws -> Void
  ) throws {
    let options = try server.options()
    let isStopped = isStopped
    tasks = (0..<count).map { writer in
      Task {
        let connection = try await Connection.open(options)
        var step = 0
        while !isStopped.value {
          do {
            let current = step
            try await connection.perform { try work($0, writer, current) }
            step += 1
          } catch let failure as SQLFailure where failure.kind == .contention {
            continue
          }
        }
        await connection.close()
        return step
      }
    }
  }

  /// Lets every session end its step.
  ///
  /// - Returns: How many steps were done.
  func stop() async throws -> Int {
    isStopped.set()
    var steps = 0
    for task in tasks { steps += try await task.value }
    return steps
  }
}

private final class StopFlag: Sendable {
  private let flag = Atomic(false)
  var value: Bool { flag.load(ordering: .relaxed) }
  func set() { flag.store(true, ordering: .relaxed) }
}
