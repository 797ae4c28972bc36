import Synchronization

/// How far a long operation is; written by its workers, read by whoever shows it.
package final class WorkProgress: Sendable {
  /// A moment's reading.
  package struct Reading: Sendable, Equatable {
    /// What is being done: `dumping`, `adding indexes`.
    package var phase: String
    package var doneBytes: Int64
    /// An estimate while it is not known exactly; 0 when there is none.
    package var totalBytes: Int64
    package var rows: Int64
  }

  private struct Phases {
    var current = ""
    var ended: [String: Reading] = [:]
  }

  private let phases = Mutex(Phases())
  private let done = Atomic<Int64>(0)
  private let total = Atomic<Int64>(0)
  private let rows = Atomic<Int64>(0)

  package init() {}

  /// Starts a phase with its own count from zero.
  package func begin(_ name: String, totalBytes: Int64 = 0) {
    phases.withLock { phases in
      phases.ended[phases.current] = counts(of: phases.current)
      phases.current = name
      done.store(0, ordering: .relaxed)
      rows.store(0, ordering: .relaxed)
      total.store(totalBytes, ordering: .relaxed)
    }
  }

  /// Adds to the current phase; from any thread.
  package func add(bytes: Int, rows count: Int = 0) {
    done.add(Int64(bytes), ordering: .relaxed)
    rows.add(Int64(count), ordering: .relaxed)
  }

  package var reading: Reading { phases.withLock { counts(of: $0.current) } }

  /// How far the phase of that name was when it ended, or is if it goes on.
  package func last(of phase: String) -> Reading {
    phases.withLock { phases in
      phases.current == phase ? counts(of: phase) : phases.ended[phase] ?? counts(of: phase)
    }
  }

  private func counts(of phase: String) -> Reading {
    Reading(
      phase: phase, doneBytes: done.load(ordering: .relaxed), totalBytes: total.load(ordering: .relaxed),
      rows: rows.load(ordering: .relaxed))
  }
}
