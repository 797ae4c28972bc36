import Basics

/// Takes the steps of a switchover one after the other; pure.
///
/// Until the candidate takes writes, a step that fails has all before it taken back: the old state. From then on every
/// step that is left is tried, whatever becomes of another: the new state, with what could not be done named.
package struct SwitchoverSequence: Sendable {
  package enum Event: Sendable {
    case done
    /// It was not done, or only in part.
    case failed(OpsError)
    /// The server cannot be asked whether it was done.
    case unclear(OpsError)
  }

  package enum Action: Sendable, Equatable {
    case perform(SwitchoverStep)
    case undo(SwitchoverStep)
    case end(Outcome)
  }

  /// A step and what came of it.
  package struct Problem: Sendable, Equatable {
    package let step: SwitchoverStep
    package let error: OpsError
    /// Whether the server could not be asked.
    package let isUnclear: Bool
  }

  package enum Outcome: Sendable, Equatable {
    /// The candidate takes the writes; what could not be done is in `left`.
    case moved(left: [Problem])
    /// All is as it was, but for what could not be taken back.
    case kept(cause: Problem, standing: [Problem])
    /// Whether the candidate takes writes cannot be told. The old primary takes none.
    case unknown(Problem)
  }

  private enum Phase: Sendable {
    case performing(Int)
    case undoing(Int, cause: Problem, standing: [Problem])
    case ended
  }

  private let steps: [SwitchoverStep]
  private var phase = Phase.performing(0)
  private var hasMoved: Bool
  private var left: [Problem] = []

  /// - Parameter steps: Without `open` when the candidate takes the writes already.
  package init(_ steps: [SwitchoverStep]) {
    self.steps = steps
    hasMoved = !steps.contains(.open)
  }

  package var first: Action { steps.first.map { .perform($0) } ?? .end(.moved(left: [])) }

  /// Whether the candidate takes the writes.
  package var isMoved: Bool { hasMoved }

  /// What to do after `event`, which tells how the action before went.
  package mutating func handle(_ event: Event) -> Action {
    switch phase {
    case .performing(let index): performed(index, event)
    case .undoing(let index, let cause, let standing): undone(index, cause, standing, event)
    case .ended: .end(.moved(left: left))
    }
  }

  private mutating func performed(_ index: Int, _ event: Event) -> Action {
    let step = steps[index]
    if let problem = Self.problem(step, event) {
      guard hasMoved else { return turnBack(from: index, problem) }
      left.append(problem)
    } else if step == .open {
      hasMoved = true
    }
    guard index + 1 < steps.count else { return end(.moved(left: left)) }
    phase = .performing(index + 1)
    return .perform(steps[index + 1])
  }

  private mutating func turnBack(from index: Int, _ cause: Problem) -> Action {
    // It may take writes: the old primary must not be let take them again.
    if cause.step == .open, cause.isUnclear { return end(.unknown(cause)) }
    // The step itself may have been done in part.
    return undo(from: index, cause, [])
  }

  private mutating func undone(
    _ index: Int, _ cause: Problem, _ standing: [Problem], _ event: Event
  ) -> Action {
    let problem = Self.problem(steps[index], event)
    return undo(from: index - 1, cause, standing + (problem.map { [$0] } ?? []))
  }

  private mutating func undo(from index: Int, _ cause: Problem, _ standing: [Problem]) -> Action {
    guard let next = steps.prefix(index + 1).lastIndex(where: \.isReversible) else {
      return end(.kept(cause: cause, standing: standing))
    }
    phase = .undoing(next, cause: cause, standing: standing)
    return .undo(steps[next])
  }

  private mutating func end(_ outcome: Outcome) -> Action {
    phase = .ended
    return .end(outcome)
  }

  private static func problem(_ step: SwitchoverStep, _ event: Event) -> Problem? {
    switch event {
    case .done: nil
    case .failed(let error): Problem(step: step, error: error, isUnclear: false)
    case .unclear(let error): Problem(step: step, error: error, isUnclear: true)
    }
  }
}
