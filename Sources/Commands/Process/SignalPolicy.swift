import Basics
import Glibc

/// Decides what a signal means: the first stops the work in good order, the second ends the process.
package struct SignalPolicy: Sendable {
  /// The exit status that the first signal asked for; nil before it.
  package private(set) var stop: ExitCode?

  package init() {}

  package enum Action: Sendable, Equatable {
    /// Cancel the work and wait for it.
    case stop(ExitCode)
    /// Leave at once.
    case leave(ExitCode)
  }

  package mutating func handle(_ signal: Int32) -> Action {
    // A lost terminal asks for the same as SIGTERM does.
    let code: ExitCode = signal == SIGINT ? .interrupted : .terminated
    if stop != nil { return .leave(code) }
    stop = code
    return .stop(code)
  }
}
