import Basics
import MySQL

/// Carries a plan out on the servers of one target, and takes back what it did when a step fails.
package struct FlagRun: Sendable {
  private let plan: FlagPlan
  private let members: [FleetMember]
  private let sessions: [FlagSession]
  private let tell: @Sendable (Progress) -> Void

  /// What a run tells on its way.
  package enum Progress: Sendable {
    case done(FlagStep, number: Int)
    case undone(FlagStep)
  }

  /// - Parameters:
  ///   - sessions: One for each of `members`, in their order.
  ///   - tell: Is called behind each step; any thread.
  package init(
    _ plan: FlagPlan, _ members: [FleetMember], _ sessions: [FlagSession],
    tell: @escaping @Sendable (Progress) -> Void
  ) {
    self.plan = plan
    self.members = members
    self.sessions = sessions
    self.tell = tell
  }

  /// Asks whether the account may do all of it; nothing is changed.
  ///
  /// - Throws: `OpsError` `privilege`, `SQLFailure`.
  package func check() async throws {
    for step in plan.steps { try await sessions[step.member].check(step) }
  }

  /// Takes the steps. A cancelled task takes back what was done, and ends.
  ///
  /// - Throws: `OpsError` with what is set where.
  package func run() async throws {
    let stop = StopSign()
    // What was begun is taken back by a task that is not cancelled itself.
    let work = Task { await perform(stop) }
    let outcome = await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      stop.raise()
    }
    if case .failed(let failure) = outcome { throw failure.error }
  }

  private func perform(_ stop: StopSign) async -> FlagSequence.Outcome {
    var sequence = FlagSequence(plan.steps, takingWrites: members.map(\.actual.takesWrites))
    var action = sequence.first
    var number = 0
    while true {
      let event: FlagSequence.Event
      switch action {
      case .end(let outcome): return outcome
      case .perform(let step):
        event = stop.isRaised ? .failed(StopSign.error) : await take(step)
        number += 1
        if case .done = event { tell(.done(step, number: number)) }
      case .undo(let step):
        event = await takeBack(step)
        if case .done = event { tell(.undone(step)) }
      }
      action = sequence.handle(event)
    }
  }

  private func take(_ step: FlagStep) async -> FlagSequence.Event {
    if step.opensServer, let obstacle = await otherWriter(than: step.member) { return .withheld(obstacle) }
    return await sessions[step.member].perform(step)
  }

  /// A server that was closed is opened again on the same condition as any other: what the plan knew may be long over.
  private func takeBack(_ step: FlagStep) async -> FlagSequence.Event {
    if step.opensServerUndone, let obstacle = await otherWriter(than: step.member) {
      return .withheld(obstacle)
    }
    return await sessions[step.member].undo(step)
  }

  /// Asks all others right before a server is let take writes; one that does not answer may take writes itself.
  private func otherWriter(than member: Int) async -> OpsError? {
    for index in sessions.indices where index != member {
      do {
        guard try await sessions[index].takesWrites() else { continue }
        return OpsError(
          .failed, "\(members[index].address) takes writes",
          why: "somebody else has set its read_only to OFF",
          hint: "find out who did that")
      } catch {
        return OpsError.wrapping(error, as: "cannot tell whether \(members[index].address) takes writes")
      }
    }
    return nil
  }
}
