import Synchronization

/// Tells the looks at a replica when they are no longer wanted.
final class Follower: Sendable {
  private let stopped = Atomic(false)

  var isStopped: Bool { stopped.load(ordering: .relaxed) }
  func stop() { stopped.store(true, ordering: .relaxed) }
}
