import Basics
import Flags
import MySQL
import Testing

@Suite struct FlagSequenceTests {
  private let cause = OpsError(.failed, "db1 said no")
  private let gone = OpsError(.failed, "connection lost")

  /// The plan of a primary that takes no writes and a replica that does.
  private func plan() throws -> FlagPlan {
    try FlagPlan([Fleet.member(0, .primary, Fleet.closed), Fleet.member(1, .replica)], .ignored)
  }

  /// Plays the plan; `answer` is asked for each action in turn.
  private func play(
    _ plan: FlagPlan, taking: [Bool] = [false, true], _ answer: (FlagSequence.Action) -> FlagSequence.Event
  ) -> (told: [String], outcome: FlagSequence.Outcome) {
    var sequence = FlagSequence(plan.steps, takingWrites: taking)
    var action = sequence.first
    var told: [String] = []
    while true {
      switch action {
      case .end(let outcome): return (told, outcome)
      case .perform(let step): told.append("\(step.address.description.prefix(3)) \(step.change)")
      case .undo(let step):
        told.append("back \(step.address.description.prefix(3)) \(step.name) \(step.from)")
      }
      action = sequence.handle(answer(action))
    }
  }

  private func failure(_ outcome: FlagSequence.Outcome) -> FlagSequence.Failure? {
    if case .failed(let failure) = outcome { return failure }
    return nil
  }

  @Test func `all steps are taken in their order`() throws {
    let (told, outcome) = play(try plan()) { _ in .done }
    #expect(outcome == .done)
    #expect(
      told == [
        "db1 read_only OFF → ON", "db1 super_read_only OFF → ON", "db0 super_read_only ON → OFF",
        "db0 read_only ON → OFF",
      ])
  }

  @Test func `nothing to do is done`() throws {
    let plan = try FlagPlan([Fleet.member(0, .primary)], .wanted)
    #expect(play(plan, taking: [true]) { _ in .done }.outcome == .done)
  }

  @Test func `when a step fails those before it are taken back, last first`() throws {
    let (told, outcome) = play(try plan()) { action in
      if case .perform(let step) = action, step.address == Fleet.address(0), step.name == "read_only" {
        return .failed(cause)
      }
      return .done
    }
    #expect(
      told.suffix(3) == [
        "back db0 super_read_only ON", "back db1 super_read_only OFF", "back db1 read_only OFF",
      ])
    let error = failure(outcome)?.error
    #expect(error?.code == .aborted)
    #expect(error?.what == "cannot set read_only of db0:3306 to OFF")
    #expect(error?.why == "db1 said no")
    #expect(error?.changed == "nothing: 3 changes were taken back")
    #expect(error?.hint.contains("dbops flags apply") == true)
  }

  @Test func `a step that came to something else is taken back itself, too`() throws {
    let (told, outcome) = play(try plan()) { action in
      if case .perform(let step) = action, step.name == "super_read_only" { return .wrong(cause) }
      return .done
    }
    #expect(told.suffix(2) == ["back db1 super_read_only OFF", "back db1 read_only OFF"])
    #expect(failure(outcome)?.error.changed == "nothing: 2 changes were taken back")
  }

  @Test func `a step that fails first has changed nothing`() throws {
    let (told, outcome) = play(try plan()) { _ in .failed(cause) }
    #expect(told.count == 1)
    #expect(failure(outcome)?.error.changed == "nothing")
  }

  @Test func `what cannot be taken back is told, with its server and value`() throws {
    let (_, outcome) = play(try plan()) { action in
      switch action {
      case .perform(let step) where step.address == Fleet.address(0): .failed(cause)
      case .undo(let step) where step.name == "super_read_only":
        .failed(OpsError(.failed, "cannot undo", why: "locked"))
      default: .done
      }
    }
    let error = failure(outcome)?.error
    #expect(error?.code == .failed)
    #expect(error?.changed == "db1:3306: super_read_only OFF → ON stands: cannot undo: locked")
  }

  @Test func `a server that cannot be asked makes the outcome unknown, and lets none take writes again`()
    throws
  {
    let (told, outcome) = play(try plan()) { action in
      if case .perform(let step) = action, step.address == Fleet.address(0) { return .unclear(gone) }
      return .done
    }
    let error = failure(outcome)?.error
    #expect(error?.code == .unknown)
    #expect(error?.why.contains("nobody knows what super_read_only of db0:3306 is now") == true)
    #expect(told.last == "back db1 super_read_only OFF")
    #expect(error?.changed.contains("db1:3306: read_only OFF → ON stands: taken back, it would let") == true)
  }

  @Test func `what is not taken back because another server takes writes is told with the reason`() throws {
    let other = OpsError(.failed, "db2 takes writes")
    let (told, outcome) = play(try plan()) { action in
      switch action {
      case .perform(let step) where step.address == Fleet.address(0): .withheld(other)
      case .undo(let step) where step.name == "read_only": .withheld(other)
      default: .done
      }
    }
    #expect(told.suffix(2) == ["back db1 super_read_only OFF", "back db1 read_only OFF"])
    let error = failure(outcome)?.error
    #expect(error?.code == .failed)
    #expect(error?.changed == "db1:3306: read_only OFF → ON stands: db2 takes writes")
  }

  @Test(arguments: ["super_read_only", "read_only"])
  func `a server that could not be closed again keeps the others closed`(name: String) throws {
    let (told, outcome) = play(try plan()) { action in
      switch action {
      case .perform(let step) where step.address == Fleet.address(0) && step.name == "read_only":
        .wrong(cause)
      case .undo(let step) where step.address == Fleet.address(0) && step.name == name: .failed(cause)
      default: .done
      }
    }
    #expect(!told.contains("back db1 read_only OFF"))
    #expect(failure(outcome)?.error.changed.contains("db1:3306: read_only OFF → ON stands") == true)
  }

  @Test func `while it is not known whether one takes writes no other is let take them again`() throws {
    let (told, outcome) = play(try plan()) { action in
      if case .perform(let step) = action, step.address == Fleet.address(0), step.name == "read_only" {
        return .unclear(gone)
      }
      return .done
    }
    #expect(!told.contains("back db1 read_only OFF"))
    #expect(!told.contains("back db0 super_read_only ON"))
    let error = failure(outcome)?.error
    #expect(error?.code == .unknown)
    #expect(
      error?.changed.contains("db1:3306: read_only OFF → ON stands: taken back, it would let a second server")
        == true)
    #expect(
      error?.changed.contains("db0:3306: super_read_only ON → OFF stands: the server cannot be asked") == true
    )
  }

  @Test func `a wrong fleet with two writers is not made one again`() throws {
    let members = [
      Fleet.member(0, .primary, ["sync_binlog": "0"], wanted: [("sync_binlog", "1")]),
      Fleet.member(1, .replica),
    ]
    let plan = try FlagPlan(members, .ignored)
    let (told, outcome) = play(plan, taking: [true, true]) { action in
      if case .perform(let step) = action, step.name == "sync_binlog" { return .failed(cause) }
      return .done
    }
    #expect(!told.contains("back db1 read_only OFF"))
    let error = failure(outcome)?.error
    #expect(error?.code == .failed)
    #expect(error?.changed.contains("db1:3306: read_only OFF → ON stands") == true)
  }

  @Test(arguments: [ExitCode.privilege, .interrupted])
  func `a missing privilege and a signal keep their exit status`(code: ExitCode) throws {
    let (_, outcome) = play(try plan()) { _ in .failed(OpsError(code, "no")) }
    #expect(failure(outcome)?.error.code == code)
  }
}
