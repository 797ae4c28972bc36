import Basics

/// A switchover that did not come to its end, as people are told of it.
struct SwitchoverFailure {
  private let cast: SwitchoverCast
  private let closedFor: Duration?

  /// - Parameter closedFor: How long the primary took no writes; nil when it was not closed, or still is.
  init(_ cast: SwitchoverCast, closedFor: Duration?) {
    self.cast = cast
    self.closedFor = closedFor
  }

  private var what: String { "cannot make \(cast.candidate.name) the primary" }
  private var old: String { cast.primary?.name ?? "the old primary" }

  func kept(_ cause: SwitchoverSequence.Problem, _ standing: [SwitchoverSequence.Problem]) -> OpsError {
    guard !standing.isEmpty else {
      let code: ExitCode =
        switch cause.error.code {
        case .privilege, .interrupted, .terminated: cause.error.code
        default: .aborted
        }
      let back = closedFor.map { "nothing: \(old) takes writes again; it did not for \($0.text)" }
      return OpsError(
        code, what, why: cause.error.message, changed: back ?? "nothing",
        hint: cause.error.hint.isEmpty ? "mend that, then run the same command again" : cause.error.hint)
    }
    let code: ExitCode = standing.contains(where: \.isUnclear) ? .unknown : .failed
    return OpsError(
      code, what, why: cause.error.message,
      changed: standing.map { "\(state($0.step)): \($0.error.message)" }.joined(separator: "\n"),
      hint: standing.contains { $0.step == .close && $0.isUnclear }
        ? "when \(old) answers again, run the same command; if it is lost, add --primary-is-dead"
        : "run the same command again: it goes on from there")
  }

  func unknown(_ problem: SwitchoverSequence.Problem) -> OpsError {
    OpsError(
      .unknown, what, why: problem.error.message,
      changed:
        "\(cast.lost == nil ? "\(old) is read-only; " : "")nobody knows whether \(cast.candidate.name) takes writes",
      hint: "when \(cast.candidate.name) answers again, run the same command: it goes on from there")
  }

  private func state(_ step: SwitchoverStep) -> String {
    switch step {
    case .stopEvents: "the event scheduler of \(old) may still be off"
    case .close: "\(old) is read-only and could not be let take writes again"
    case .attachPrimary: "\(old) may replicate \(cast.candidate.name)"
    case .repoint(let index): "\(cast.others[index].name) may replicate \(cast.candidate.name)"
    case .fence: "the old primary is still noted as one that must not take writes"
    case .haltFetching: "replicas may have stopped to fetch the log of the old primary"
    default: "\(step)"
    }
  }
}
