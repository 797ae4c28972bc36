import Basics
import Synchronization

/// Raised when a run is to end whose work is not cancelled itself, so that it can be taken back.
package final class StopSign: Sendable {
  private let raised = Atomic(false)

  package init() {}

  package var isRaised: Bool { raised.load(ordering: .relaxed) }
  package func raise() { raised.store(true, ordering: .relaxed) }

  package static let error = OpsError(.interrupted, "stopped on request")
}
