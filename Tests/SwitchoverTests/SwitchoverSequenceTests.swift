import Basics
import Switchover
import Testing

@Suite struct SwitchoverSequenceTests {
  private let steps: [SwitchoverStep] = [
    .stopEvents, .close, .disconnect, .capture, .catchUp, .attachPrimary, .repoint(0), .open, .detach,
    .verify,
  ]
  private let error = OpsError(.failed, "the server said no")

  /// Plays the steps; `answer` is asked for each action in turn.
  private func play(
    _ steps: [SwitchoverStep], _ answer: (SwitchoverSequence.Action) -> SwitchoverSequence.Event
  ) -> (told: [SwitchoverSequence.Action], outcome: SwitchoverSequence.Outcome) {
    var sequence = SwitchoverSequence(steps)
    var action = sequence.first
    var told: [SwitchoverSequence.Action] = []
    while true {
      if case .end(let outcome) = action { return (told, outcome) }
      told.append(action)
      action = sequence.handle(answer(action))
    }
  }

  @Test func `all steps are taken in their order`() {
    let (told, outcome) = play(steps) { _ in .done }
    #expect(told == steps.map { .perform($0) })
    #expect(outcome == .moved(left: []))
  }

  @Test(arguments: 0..<8)
  func `a step that fails before the turn has itself and all before it taken back, last first`(index: Int)
    throws
  {
    let failing = steps[index]
    let (told, outcome) = play(steps) { $0 == .perform(failing) ? .failed(error) : .done }
    let reversible: [SwitchoverStep] = [.stopEvents, .close, .attachPrimary, .repoint(0)]
    let back = steps[...index].filter { reversible.contains($0) }.reversed()
    #expect(told == steps[...index].map { .perform($0) } + back.map { .undo($0) })
    guard case .kept(let cause, let standing) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(cause.step == failing && cause.error == error)
    #expect(standing.isEmpty)
  }

  @Test func `what cannot be taken back is named, and the rest is taken back all the same`() {
    let (told, outcome) = play(steps) { action in
      switch action {
      case .perform(.catchUp): .failed(error)
      case .undo(.close): .unclear(error)
      default: .done
      }
    }
    #expect(told.last == .undo(.stopEvents))
    guard case .kept(_, let standing) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(standing.map(\.step) == [.close])
    #expect(standing.map(\.isUnclear) == [true])
  }

  @Test func `when it is not known whether the replica takes writes the old primary is not let take them`() {
    let (told, outcome) = play(steps) { $0 == .perform(.open) ? .unclear(error) : .done }
    #expect(told.last == .perform(.open))
    guard case .unknown = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }

  @Test func `behind the turn every step is tried, whatever becomes of another`() {
    let steps: [SwitchoverStep] = [.close, .open, .attachPrimary, .repoint(0), .repoint(1), .verify]
    let (told, outcome) = play(steps) { action in
      switch action {
      case .perform(.attachPrimary): .unclear(error)
      case .perform(.repoint(1)): .failed(error)
      default: .done
      }
    }
    #expect(told == steps.map { .perform($0) })
    guard case .moved(let left) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(left.map(\.step) == [.attachPrimary, .repoint(1)])
  }

  @Test func `a run that finishes another takes nothing back`() {
    let (told, _) = play([.attachPrimary, .detach]) { _ in .failed(error) }
    #expect(told == [.perform(.attachPrimary), .perform(.detach)])
  }
}
