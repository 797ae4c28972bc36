import Basics
import CommandKit
import Flags
import MySQL

/// One run of `dbops flags apply`.
struct FlagsWork {
  private let invocation: Invocation
  private let context: CommandContext
  private let persistence: Persistence

  init(_ invocation: Invocation, _ context: CommandContext) {
    self.invocation = invocation
    self.context = context
    persistence = Self.persistence(invocation)
  }

  static func persistence(_ invocation: Invocation) -> Persistence {
    invocation[FlagsOptions.persist] ? .wanted : .ignored
  }

  /// A target that is planned.
  private struct Job {
    let fleet: FlagFleet
    let members: [FleetMember]
    let plan: FlagPlan
  }

  /// - Parameter tell: Is given what will be changed, right before it is.
  func run(_ tell: @escaping @Sendable (String) -> Void) async throws -> CommandResult {
    let fleets = try FlagsChoice(invocation, context, lockWait: invocation[FlagsOptions.lockWait]).fleets()
    do {
      let result = try await context.held.holding("the locks of dbops flags") { try await run(fleets, tell) }
      for fleet in fleets { await fleet.close() }
      return result
    } catch {
      for fleet in fleets { await fleet.close() }
      throw error
    }
  }

  private func run(
    _ fleets: [FlagFleet], _ tell: @escaping @Sendable (String) -> Void
  ) async throws -> CommandResult {
    // All targets are planned before anything is changed on one.
    var jobs: [Job] = []
    for fleet in fleets { jobs.append(try await plan(fleet)) }
    let steps = jobs.flatMap(\.plan.steps)
    let left = jobs.flatMap(\.plan.left)
    FlagPlanText(jobs.map { ($0.fleet.name, $0.members, $0.plan) }).show(on: context.console)
    let open = left.count { $0.kind == .open }
    let members: [String: JSONValue] = [
      "steps": .int(Int64(steps.count)), "waiting": .int(Int64(left.count - open)), "open": .int(Int64(open)),
    ]
    guard invocation[FlagsOptions.execute], !steps.isEmpty else {
      if !steps.isEmpty { context.console.say("nothing was changed; add --execute to do it") }
      let isUndone = open > 0 && invocation[FlagsOptions.execute]
      return CommandResult(
        isUndone ? .differences : .ok, summary: members.merging(["done": 0]) { $1 }
      ).told(as: "\(Operator.name(context)): \(steps.count) changes planned only")
    }
    for job in jobs { try await job.fleet.run(job.plan, job.members) { _ in }.check() }
    tell(changes(steps))
    try await carryOut(jobs)
    return CommandResult(
      open > 0 ? .differences : .ok, summary: members.merging(["done": .int(Int64(steps.count))]) { $1 }
    ).told(as: "\(Operator.name(context)): \(changes(steps))")
  }

  private func plan(_ fleet: FlagFleet) async throws -> Job {
    if invocation[FlagsOptions.execute] { try await fleet.lock() }
    let members = try FlagFleet.members(of: await fleet.read())
    if let unknown = members.first(where: { $0.roleOrigin == .itself && $0.actual.replication == .none }) {
      throw OpsError(
        .usage, "is \(unknown.address) a primary?", why: "it replicates from nowhere, which does not say so",
        hint: "say what it is with --role primary or --role replica")
    }
    let plan = try FlagPlan(members, persistence)
    if let opened = plan.steps.first(where: \.opensServer),
      let name = FlagsChoice(invocation, context).target(of: opened.address)
    {
      throw OpsError(
        .refused, "cannot make \(opened.address) take writes",
        why: "it is a server of \(name), whose others are not asked whether they take writes",
        hint: "add --target \(name)")
    }
    return Job(fleet: fleet, members: members, plan: plan)
  }

  private func carryOut(_ jobs: [Job]) async throws {
    let begun = ContinuousClock.now
    var done: [String] = []
    var count = 0
    for job in jobs where !job.plan.steps.isEmpty {
      do {
        try await job.fleet.run(job.plan, job.members) { tell($0, job.plan.steps.count) }.run()
        try await verify(job)
      } catch {
        var error = OpsError.wrapping(error, as: "cannot set the flags of \(job.fleet.name)")
        if !done.isEmpty {
          error.changed =
            "\(done.joined(separator: ", ")) is set right and stays so; of \(job.fleet.name): \(error.changed)"
        }
        throw error
      }
      done.append(job.fleet.name)
      count += job.plan.steps.count
    }
    let elapsed = ContinuousClock.now - begun
    context.console.show(
      "\(count) \(count == 1 ? "change" : "changes") made and read back in \(elapsed.text)")
  }

  private func tell(_ progress: FlagRun.Progress, _ count: Int) {
    switch progress {
    case .done(let step, let number):
      context.console.say("[\(number)/\(count)] \(step.address): \(step.change)")
      context.console.event("flag_done", FlagPlanText.members(step))
    case .undone(let step):
      context.console.warn("taken back on \(step.address): \(step.change)")
      context.console.event("flag_undone", FlagPlanText.members(step))
    }
  }

  /// Asks all servers again: nothing may be left that was to be set.
  private func verify(_ job: Job) async throws {
    do {
      let members = try FlagFleet.members(of: await job.fleet.read())
      guard let step = try FlagPlan(members, persistence).steps.first else { return }
      throw OpsError(
        .failed, "\(step.name) of \(step.address) is \(step.from) again", why: "somebody else has changed it",
        hint: "find out who did that, then run dbops flags apply again")
    } catch {
      var error = OpsError.wrapping(error, as: "cannot look at \(job.fleet.name) once more")
      error.changed = "all that was planned was set and read back"
      throw error
    }
  }

  private func changes(_ steps: [FlagStep]) -> String {
    steps.map { "\($0.address) \($0.change)" }.joined(separator: "; ")
  }
}
