import Basics
import MySQL

/// Takes the steps of a plan one after the other and, when one fails, takes back what was done, last first; pure.
package struct FlagSequence: Sendable {
  package enum Event: Sendable {
    /// The step, or its undoing, was done and read back.
    case done
    /// It was not done; the server says so.
    case failed(OpsError)
    /// It was done, and came to something else than was wanted.
    case wrong(OpsError)
    /// It was not tried, because somebody else takes writes, or may do so.
    case withheld(OpsError)
    /// It may or may not have been done, and the server cannot be asked.
    case unclear(OpsError)
  }

  package enum Action: Sendable, Equatable {
    case perform(FlagStep)
    case undo(FlagStep)
    case end(Outcome)
  }

  package enum Outcome: Sendable, Equatable {
    case done
    /// A step failed.
    case failed(Failure)
  }

  package struct Failure: Sendable, Equatable {
    package let step: FlagStep
    package let cause: OpsError
    /// What stands though it should have been taken back, with the reason.
    package var standing: [Standing] = []
    /// Steps and undoings of which nobody knows whether they were done.
    package var unclear: [FlagStep] = []
    package var undone: [FlagStep] = []
  }

  package struct Standing: Sendable, Equatable {
    package let step: FlagStep
    package let reason: String
  }

  private enum Phase: Sendable {
    case performing(Int)
    case undoing(Int, Failure)
    case ended
  }

  private let steps: [FlagStep]
  private var writers: FlagWriters
  private var phase = Phase.performing(0)

  /// - Parameter takingWrites: For each server of the plan whether it takes writes before the first step.
  package init(_ steps: [FlagStep], takingWrites: [Bool]) {
    self.steps = steps
    writers = FlagWriters(taking: takingWrites)
  }

  /// The first action.
  package var first: Action { steps.first.map { .perform($0) } ?? .end(.done) }

  /// What to do after `event`, which tells how the action before went.
  package mutating func handle(_ event: Event) -> Action {
    switch phase {
    case .performing(let index): performed(index, event)
    case .undoing(let index, let failure): undone(index, failure, event)
    case .ended: .end(.done)
    }
  }

  private mutating func performed(_ index: Int, _ event: Event) -> Action {
    let step = steps[index]
    switch event {
    case .done:
      writers.note(step)
      guard index + 1 < steps.count else {
        phase = .ended
        return .end(.done)
      }
      phase = .performing(index + 1)
      return .perform(steps[index + 1])
    case .failed(let cause), .withheld(let cause):
      return undo(from: index - 1, Failure(step: step, cause: cause))
    case .wrong(let cause):
      writers.note(step)
      if step.concernsWriting { writers.noteUnknown(step.member) }
      return undo(from: index, Failure(step: step, cause: cause))
    case .unclear(let cause):
      // Whatever the step was about: the server may have been started again, and take writes by its option file.
      writers.noteUnknown(step.member)
      return undo(from: index - 1, Failure(step: step, cause: cause, unclear: [step]))
    }
  }

  private mutating func undone(_ index: Int, _ failure: Failure, _ event: Event) -> Action {
    let step = steps[index]
    var failure = failure
    switch event {
    case .done:
      writers.noteUndone(step)
      failure.undone.append(step)
    case .failed(let error), .wrong(let error):
      if step.concernsWriting { writers.noteUnknown(step.member) }
      failure.standing.append(Standing(step: step, reason: error.message))
    case .withheld(let error):
      failure.standing.append(Standing(step: step, reason: error.message))
    case .unclear:
      writers.noteUnknown(step.member)
      failure.unclear.append(step)
    }
    return undo(from: index - 1, failure)
  }

  /// The next step to take back, at `index` or before it.
  private mutating func undo(from index: Int, _ failure: Failure) -> Action {
    var failure = failure
    for index in stride(from: index, through: 0, by: -1) {
      let step = steps[index]
      if failure.unclear.contains(where: { $0.member == step.member }) {
        failure.standing.append(Standing(step: step, reason: "the server cannot be asked"))
      } else if writers.forbidsUndoing(step) {
        failure.standing.append(
          Standing(step: step, reason: "taken back, it would let a second server take writes"))
      } else {
        phase = .undoing(index, failure)
        return .undo(step)
      }
    }
    phase = .ended
    return .end(.failed(failure))
  }
}

extension FlagSequence.Failure {
  /// The failure as it is told, with what is set where.
  package var error: OpsError {
    let what = "cannot set \(step.name) of \(step.address) to \(step.to)"
    guard unclear.isEmpty else {
      let places = unclear.map { "\($0.name) of \($0.address)" }.joined(separator: ", ")
      return OpsError(
        .unknown, what, why: "\(cause.message); nobody knows what \(places) is now", changed: changed,
        hint: "when it answers again, look with dbops flags diff, then run dbops flags apply again")
    }
    let code: ExitCode =
      switch cause.code {
      case .privilege, .interrupted, .terminated: cause.code
      default: standing.isEmpty ? .aborted : .failed
      }
    let next = "dbops flags diff shows what is left; run dbops flags apply again"
    return OpsError(
      code, what, why: cause.message, changed: changed,
      hint: cause.hint.isEmpty ? next : "\(cause.hint); then run dbops flags apply again")
  }

  private var changed: String {
    guard !standing.isEmpty else {
      guard undone.count > 1 else { return undone.isEmpty ? "nothing" : "nothing: 1 change was taken back" }
      return "nothing: \(undone.count) changes were taken back"
    }
    let lines = standing.map { standing in
      "\(standing.step.address): \(standing.step.change) stands: \(standing.reason)"
    }
    return lines.joined(separator: "\n")
  }
}
