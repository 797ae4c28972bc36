import Basics

/// What a switchover tells on its way.
package enum SwitchoverProgress: Sendable {
  case begun(SwitchoverStep)
  case done(SwitchoverStep, Duration)
  case failed(SwitchoverStep, OpsError)
  case undone(SwitchoverStep, Duration)
  /// Something that people should know; a sentence without its full stop.
  case note(String)
}

/// What a switchover has come to.
package struct SwitchoverReport: Sendable {
  /// How long nobody could write; nil when that was so already before, or still is.
  package var outage: Duration?
  package var disconnected = 0
  /// Replicas that cannot follow the new primary, and why.
  package var unfit: [String] = []
  /// What could not be done, with the new primary at work.
  package var left: [SwitchoverSequence.Problem] = []

  package init() {}
}
