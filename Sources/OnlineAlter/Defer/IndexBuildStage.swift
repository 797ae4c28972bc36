import Synchronization

/// Whether others may hold on to the ghost table while its indexes are built on the migrated server.
///
/// A build needs the table for itself twice, for an instant: when it begins, and when it ends. A transaction that has read
/// the table keeps it waiting for as long as it is open; so the sessions that compare rows begin theirs only while the
/// build is between the two, and end them when it asks. From any thread.
package final class IndexBuildStage: Sendable {
  package enum Stage: Sendable, Equatable {
    /// It has yet to begin, or waits for the table: nobody may read the table in a transaction that stays open.
    case wantsTable
    /// It reads and sorts, and leaves the table to others.
    case atWork
    /// Nothing is to be built, or all is.
    case done
  }

  private let stage: Mutex<Stage>

  package init(_ stage: Stage) { self.stage = Mutex(stage) }

  package var current: Stage { stage.withLock { $0 } }

  /// Whether transactions that read the table may be begun and go on.
  package var sharesTable: Bool { current != .wantsTable }

  package func enter(_ stage: Stage) { self.stage.withLock { $0 = stage } }

  /// Takes what the server's process list says of the building session; nil when it does nothing.
  package func learn(state: String?) {
    guard let state = state?.lowercased() else { return }
    if state.contains("waiting for table metadata lock") {
      enter(.wantsTable)
    } else if state.hasPrefix("alter") {
      enter(.atWork)
    }
  }
}
