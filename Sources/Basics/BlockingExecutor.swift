import Dispatch
import Synchronization

/// Runs an actor's jobs one after the other on a thread that may block.
///
/// Swift's shared pool has one thread a core; two blocking C calls there stop every other task. Each
/// actor that calls a blocking library owns one of these.
package final class BlockingExecutor: SerialExecutor {
  private let queue: DispatchQueue

  /// - Parameter label: Shown by debuggers, `dbops.mysql` for example.
  package init(label: String) {
    queue = DispatchQueue(label: label)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = unsafe asUnownedSerialExecutor()
    queue.async {
      unsafe job.runSynchronously(on: executor)
    }
  }
}

/// Runs `work` on a thread of its own and waits without blocking Swift's shared pool.
package func blocking<Value: Sendable>(
  label: String = "dbops.blocking", _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    DispatchQueue(label: label).async {
      continuation.resume(with: Result { try work() })
    }
  }
}

/// Like `blocking`, for work that takes long: it asks now and then whether it is still wanted.
///
/// - Parameter work: Is given a question that throws `CancellationError` once the calling task was cancelled.
package func blocking<Value: Sendable>(
  label: String = "dbops.blocking",
  _ work: @escaping @Sendable (_ checkpoint: @escaping @Sendable () throws -> Void) throws -> Value
) async throws -> Value {
  let cancellation = CancellationFlag()
  return try await withTaskCancellationHandler {
    try await blocking(label: label) { try work { try cancellation.check() } }
  } onCancel: {
    cancellation.set()
  }
}

/// Carries a task's cancellation to a thread outside of Swift's pool.
private final class CancellationFlag: Sendable {
  private let isSet = Atomic(false)

  func set() { isSet.store(true, ordering: .relaxed) }

  func check() throws {
    if isSet.load(ordering: .relaxed) { throw CancellationError() }
  }
}
