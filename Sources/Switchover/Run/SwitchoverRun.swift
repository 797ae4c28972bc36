import Basics
import Flags
import MySQL
import Replication

/// Carries a switchover out. `docs/switchover.md` says what each step leaves when it is the last.
package actor SwitchoverRun {
  let cast: SwitchoverCast
  let plan: SwitchoverPlan
  let crew: SwitchoverCrew
  let task: Task
  let tell: @Sendable (SwitchoverProgress) -> Void
  let stop = StopSign()

  var record: SwitchoverRecord?
  var closing: [FlagStep] = []
  var opening: [FlagStep] = []
  /// What the primary has executed, once it takes no writes.
  var mark: SwitchoverMark?
  /// Where the candidate's log ends before it takes writes.
  var place: ReplicationChannel.Place?
  var events: Set<SwitchoverEvent>?
  var isAttached = true
  /// Whether the candidate takes writes; there is no way back then.
  var isOpen: Bool
  /// Whether the candidate may take writes.
  var isOpening = false
  /// How far those had applied the lost primary's log, by their place among the others, once they fetch no more.
  var applied: [Int: ReplicationChannel.Place] = [:]
  /// The same of the candidate.
  var candidateApplied: ReplicationChannel.Place?
  var closedAt: ContinuousClock.Instant?
  var report = SwitchoverReport()

  /// What is to be done besides moving.
  package struct Task: Sendable {
    /// Nil where the old primary replicates the candidate already, or is lost.
    package var login: SwitchoverLogin?
    package var records: SwitchoverRecords?
    /// What a run that did not end has written down.
    package var record: SwitchoverRecord?
    package var heartbeat: HeartbeatTable?
    /// Sets the flags of both as their new roles want them.
    package var setFlags: (@Sendable () async throws -> [String])?
    /// Notes that a lost primary must not take writes when it comes back.
    package var fence: (@Sendable () throws -> Void)?
    /// Takes that note away again.
    package var unfence: (@Sendable () throws -> Void)?
    package var access: ServerAccess

    package init(_ access: ServerAccess) { self.access = access }
  }

  package init(
    _ plan: SwitchoverPlan, _ crew: SwitchoverCrew, _ task: Task,
    tell: @escaping @Sendable (SwitchoverProgress) -> Void
  ) {
    self.plan = plan
    self.crew = crew
    self.task = task
    self.tell = tell
    cast = crew.cast
    record = task.record
    isOpen = !plan.steps.contains(.open)
  }

  /// Looks whether the account may do all of it, and how both servers come to their new roles. Nothing is changed.
  ///
  /// - Throws: `OpsError` `privilege`, `SQLFailure`.
  package func prepare() async throws {
    try await SwitchoverPrivileges(cast).check(crew)
    if let primary = cast.primary, plan.steps.contains(.close) {
      let session = try crew.flags(primary)
      // What can be stored is looked at first: it tells what is stored.
      let store = try await session.store()
      let flags = try await session.read()
      let before = primary.facts?.isWritable == true ? nil : record?.readOnly
      closing = try await storable(
        { flags.closing(primary.address, store: $0, member: 0, before: before) }, session, store)
      if record == nil || primary.facts?.isWritable == true { record = try await freshRecord(primary) }
    }
    if plan.steps.contains(.open) {
      let session = try crew.flags(cast.candidate)
      let store = try await session.store()
      let flags = try await session.read()
      let address = cast.candidate.address
      opening = try await storable({ flags.opening(address, store: $0, member: 1) }, session, store)
    }
  }

  /// What the primary is like before anything is changed.
  private func freshRecord(_ primary: Topology.Member) async throws -> SwitchoverRecord {
    let facts = try await crew.session(primary).run { try SwitchoverFacts.read($0, patience: .zero) }
    // A run that could take back everything but that has left it off.
    let isLeftOff = facts.eventScheduler == "OFF" && record?.eventScheduler == "ON"
    return SwitchoverRecord(
      primary: primary.name, candidate: cast.candidate.name, started: .now(),
      eventScheduler: isLeftOff ? "ON" : facts.eventScheduler,
      readOnly: closing.reduce(into: [:]) { $0[$1.name] = $1.from.text })
  }

  /// The steps, without storing for the next start where the account may not do that.
  private func storable(
    _ steps: (FlagStore) -> [FlagStep], _ session: FlagSession, _ store: FlagStore
  ) async throws -> [FlagStep] {
    let wanted = steps(store)
    do {
      for step in wanted { try await session.check(step) }
      return wanted
    } catch let error as OpsError where error.code == .privilege && store == .server {
      let rest = steps(.none(error.why))
      for step in rest { try await session.check(step) }
      tell(.note("\(session.address) would come back from a restart as it is now: \(error.why)"))
      return rest
    }
  }

  /// Takes the steps. A cancelled task takes them back as long as the candidate takes no writes, and else ends them.
  ///
  /// - Throws: `OpsError` with what is so now.
  package func run() async throws -> SwitchoverReport {
    if let record, let records = task.records { try records.write(record) }
    // What was begun is ended by a task that is not cancelled itself.
    let work = _Concurrency.Task { await perform() }
    let outcome = await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      stop.raise()
    }
    switch outcome {
    case .moved(let left):
      report.left = left
      if left.isEmpty { task.records?.remove() }
      return report
    case .kept(let cause, let standing):
      if standing.isEmpty { task.records?.remove() }
      throw SwitchoverFailure(cast, closedFor: report.outage).kept(cause, standing)
    case .unknown(let problem):
      throw SwitchoverFailure(cast, closedFor: nil).unknown(problem)
    }
  }

  private func perform() async -> SwitchoverSequence.Outcome {
    var sequence = SwitchoverSequence(plan.steps)
    var action = sequence.first
    while true {
      let begin = ContinuousClock.now
      let event: SwitchoverSequence.Event
      switch action {
      case .end(let outcome): return outcome
      case .perform(let step):
        tell(.begun(step))
        event =
          stop.isRaised && !sequence.isMoved
          ? .failed(StopSign.error) : await attempt { try await self.take(step) }
        switch event {
        case .done: tell(.done(step, .now - begin))
        case .failed(let error), .unclear(let error): tell(.failed(step, error))
        }
      case .undo(let step):
        event = await attempt { try await self.takeBack(step) }
        switch event {
        case .done: tell(.undone(step, .now - begin))
        case .failed(let error), .unclear(let error): tell(.failed(step, error))
        }
      }
      action = sequence.handle(event)
    }
  }

  private func attempt(_ body: () async throws -> Void) async -> SwitchoverSequence.Event {
    do {
      try await body()
      return .done
    } catch let error as Unclear {
      return .unclear(error.error)
    } catch let failure as SQLFailure where [.connectionLost, .unreachable].contains(failure.kind) {
      return .unclear(OpsError.wrapping(failure, as: "\(failure.server) does not answer any more"))
    } catch {
      return .failed(OpsError.wrapping(error, as: "it failed"))
    }
  }
}

/// That a server cannot be asked what became of a step.
struct Unclear: Error {
  let error: OpsError
}
