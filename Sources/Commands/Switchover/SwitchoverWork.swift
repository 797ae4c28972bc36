import Basics
import CommandKit
import Configuration
import Flags
import MySQL
import Replication
import Switchover
import Synchronization

/// One run of `dbops switchover`.
struct SwitchoverWork: Sendable {
  private let invocation: Invocation
  private let context: CommandContext
  private let target: ReplicatedTarget
  private let settings: MySQLTargetSettings?
  private let stateFolder: String?
  private let limits: SwitchoverLimits

  /// - Throws: `OpsError` `usage`, `notFound`, `configuration`.
  init(_ invocation: Invocation, _ context: CommandContext) throws {
    self.invocation = invocation
    self.context = context
    target = try ReplicatedTarget.one(invocation, context)
    let whole = context.hasConfiguration ? try context.settings() : nil
    settings = try invocation[GlobalOptions.target].flatMap { try whole?.target(named: $0).mysql }
    stateFolder = whole?.state.directory
    var limits = SwitchoverLimits()
    limits.catchUp = invocation[SwitchoverCommand.timeout]
    limits.approach = max(limits.approach, limits.catchUp)
    limits.lockWait = max(.seconds(1), invocation[SwitchoverCommand.lockWait])
    limits.lag = invocation[SwitchoverCommand.maxLag]
    limits.transaction = invocation[SwitchoverCommand.maxTransaction]
    self.limits = limits
  }

  private var acts: Bool { invocation[SwitchoverCommand.execute] }
  private var isPromotion: Bool { invocation[SwitchoverCommand.isLost] }

  /// - Parameter tell: Is given what will be done, right before it is.
  func run(_ tell: @escaping @Sendable (String) -> Void) async throws -> CommandResult {
    context.console.say("looking at the servers of \(target.name)")
    let topology = await TopologySearch(target.starts).run()
    try Task.checkCancellation()
    guard acts else { return try await run(topology, nil, tell) }
    let locks = SwitchoverLocks(topology, target.measured.servers)
    do {
      let result = try await context.held.holding("the locks of dbops switchover") {
        try await locks.take()
        // Whoever had them may have moved something.
        return try await run(await TopologySearch(target.starts).run(), locks, tell)
      }
      await locks.close()
      return result
    } catch {
      await locks.close()
      throw error
    }
  }

  private func run(
    _ topology: Topology, _ locks: SwitchoverLocks?, _ tell: @escaping @Sendable (String) -> Void
  ) async throws -> CommandResult {
    try Task.checkCancellation()
    let place = try candidate(in: topology)
    let cast =
      isPromotion
      ? try SwitchoverCast(withoutPrimary: topology, to: place) : try SwitchoverCast(topology, to: place)
    let plan = isPromotion ? try SwitchoverPlan(promoting: cast) : try SwitchoverPlan(cast)
    let crew = SwitchoverCrew(cast, target.measured.servers, limits, locks)
    do {
      let result = try await run(topology, plan, crew, tell)
      await crew.close()
      return result
    } catch {
      await crew.close()
      throw error
    }
  }

  private func candidate(in topology: Topology) throws(OpsError) -> Int {
    let wanted = invocation[SwitchoverCommand.to] ?? ""
    let places = topology.members.indices.filter { place in
      let member = topology.members[place]
      return [member.address, member.facts?.announced].contains { address in
        guard let address else { return false }
        if address.description == wanted { return true }
        guard case .tcp(let host, _) = address else { return false }
        return host == wanted
      }
    }
    guard let place = places.first else {
      throw OpsError(
        .notFound, "\(target.name) has no server \(wanted)",
        hint: "it has \(topology.members.map(\.name).joined(separator: ", "))")
    }
    guard places.count == 1 else {
      throw OpsError(
        .usage, "which server is \(wanted)?", why: "several of \(target.name) are there",
        hint: "say which: \(places.map { topology.members[$0].name }.joined(separator: ", "))")
    }
    return place
  }

  private func run(
    _ topology: Topology, _ plan: SwitchoverPlan, _ crew: SwitchoverCrew,
    _ tell: @escaping @Sendable (String) -> Void
  ) async throws -> CommandResult {
    let cast = crew.cast
    let text = SwitchoverText(cast, plan.mode)
    let findings = try await findings(topology, plan, crew)
    text.show(plan, findings, on: context.console)
    if let objection = try await objection(cast) { throw objection }
    let refusals = findings.filter { $0.kind == .refusal }
    if let first = refusals.first {
      throw OpsError(
        .refused, "cannot make \(cast.candidate.name) the primary", why: "\(first.server) \(first.text)",
        hint: first.hint)
    }
    let records = stateFolder.map { SwitchoverRecords(folder: $0, target: target.name) }
    let run = SwitchoverRun(plan, crew, try await task(plan, crew, records), tell: teller(text, plan))
    try await run.prepare()
    guard acts else {
      context.console.say("nothing was changed; add --execute to do it")
      return .ok(members(cast, nil)).told(as: "to \(cast.candidate.name): planned only")
    }
    tell("\(cast.primary?.name ?? cast.lost?.description ?? "-") → \(cast.candidate.name)")
    return try finish(cast, text, try await run.run())
  }

  private func teller(
    _ text: SwitchoverText, _ plan: SwitchoverPlan
  ) -> @Sendable (SwitchoverProgress) -> Void {
    let number = Mutex(0)
    let console = context.console
    return { progress in
      if case .begun = progress { number.withLock { $0 += 1 } }
      text.tell(progress, number: number.withLock { $0 }, of: plan.steps.count, on: console)
    }
  }

  private func findings(
    _ topology: Topology, _ plan: SwitchoverPlan, _ crew: SwitchoverCrew
  ) async throws -> [SwitchoverFinding] {
    let check = TopologyCheck(topology, hasConfiguration: target.isConfigured)
    var errant: [ServerAddress: String] = [:]
    for place in topology.members.indices {
      errant[topology.members[place].address] = check.errantTransactions(of: place)
    }
    return SwitchoverChecks(
      crew.cast, plan, facts: try await crew.facts(), errant: errant, limits
    ).findings
  }

  /// What is lost with the primary; an objection where another replica has more than the candidate.
  private func objection(_ cast: SwitchoverCast) async throws -> OpsError? {
    guard cast.lost != nil else { return nil }
    let outlook = PromotionOutlook(cast)
    context.console.show(await LossText(target, cast, outlook).text)
    return invocation[SwitchoverCommand.acceptsLoss] ? nil : outlook.objection
  }

  // MARK: What the run needs

  private func task(
    _ plan: SwitchoverPlan, _ crew: SwitchoverCrew, _ records: SwitchoverRecords?
  ) async throws -> SwitchoverRun.Task {
    let cast = crew.cast
    var task = SwitchoverRun.Task(target.measured.servers)
    task.records = records
    task.record = records?.read().flatMap { $0.concerns(cast) ? $0 : nil }
    task.heartbeat = target.heartbeat
    if plan.steps.contains(.attachPrimary) { task.login = try await login(crew) }
    task.setFlags = flags(cast)
    if let fence = fence(cast), let stateFolder {
      let fences = Fences(folder: stateFolder)
      task.fence = { try fences.add(fence) }
      task.unfence = { try fences.remove(fence) }
    }
    return task
  }

  private func login(_ crew: SwitchoverCrew) async throws -> SwitchoverLogin {
    let password = try settings?.replication.password?.resolve(environment: context.environment)
    return try await SwitchoverLogin.find(
      user: settings?.replication.user, password: password, crew)
  }

  /// Sets the flags of both servers as their new roles want them.
  private func flags(_ cast: SwitchoverCast) -> @Sendable () async throws -> [String] {
    let access = target.measured.servers
    let servers =
      (cast.primary.map { [FleetServer(access.options(for: $0.address), role: .replica, from: .commandLine)] }
        ?? [])
      + [FleetServer(access.options(for: cast.candidate.address), role: .primary, from: .commandLine)]
    let fleet = FlagFleet(
      target.name, servers, wanted: (settings?.flags ?? FlagSettings()).wanted, lockWait: limits.lockWait)
    return {
      do {
        let members = try FlagFleet.members(of: await fleet.read())
        let plan = try FlagPlan(members, .ignored)
        try await fleet.run(plan, members) { _ in }.run()
        await fleet.close()
        return plan.steps.map { "\($0.address): \($0.change)" }
          + plan.left.map { "\($0.address) \($0.name): \($0.reason)" }
      } catch {
        await fleet.close()
        throw error
      }
    }
  }

  private func fence(_ cast: SwitchoverCast) -> Fence? {
    cast.lost.map { lost in
      // Zero where it was not reached since the replica was started: then the address must do.
      let known = (cast.channels + [cast.candidateChannel].compactMap { $0 }).map(\.sourceServerID)
      return Fence(
        target: target.name, address: lost.description, serverID: known.first { $0 != 0 },
        successor: cast.candidate.name, since: .now())
    }
  }

  /// A server that is the primary by somebody's will must not be closed as one that was given up.
  private func liftFence(_ cast: SwitchoverCast) throws {
    guard let stateFolder else { return }
    let fences = Fences(folder: stateFolder)
    for fence in fences.all() where fence.target == target.name && fence.address == cast.candidate.name {
      try fences.remove(fence)
    }
  }

  // MARK: The end

  private func members(_ cast: SwitchoverCast, _ report: SwitchoverReport?) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "target": .string(target.name), "to": .string(cast.candidate.name), "executed": .bool(report != nil),
    ]
    members["from"] = (cast.primary?.name ?? cast.lost?.description).map { .string($0) }
    guard let report else { return members }
    members["outage_seconds"] = report.outage.map { .double($0.inSeconds) }
    members["disconnected"] = .int(Int64(report.disconnected))
    members["left"] = .int(Int64(report.left.count))
    return members
  }

  private func finish(
    _ cast: SwitchoverCast, _ text: SwitchoverText, _ report: SwitchoverReport
  ) throws -> CommandResult {
    try liftFence(cast)
    let outage = report.outage.map { "; nobody could write for \($0.text)" } ?? ""
    let headline = "\(cast.candidate.name) is the primary now\(outage)"
    if let settings, ServerAddress(settings.primary) != cast.candidate.address {
      context.console.say(
        "write it in the configuration: primary of \(target.name) is \(cast.candidate.name), and no longer one of its replicas"
      )
    }
    guard report.left.isEmpty, report.unfit.isEmpty else {
      let lines = report.left.map { "not done: \(text.text($0.step)): \($0.error.message)" } + report.unfit
      throw OpsError(
        .failed, "the switchover to \(cast.candidate.name) is not complete",
        why: lines.joined(separator: "\n"),
        changed: headline, hint: report.left.first?.error.hint ?? "")
    }
    context.console.show(headline)
    return .ok(members(cast, report)).told(as: headline)
  }
}
