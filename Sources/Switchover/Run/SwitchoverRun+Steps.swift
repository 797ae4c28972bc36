import Basics
import Flags
import MySQL
import Replication

// Each step can be taken again: it comes to the same.
extension SwitchoverRun {
  func take(_ step: SwitchoverStep) async throws {
    switch step {
    case .approach: try await approach()
    case .stopEvents: try await stopEvents()
    case .close: try await close()
    case .disconnect: try await disconnect()
    case .capture: mark = try await primarySession().run { try SwitchoverMark.read($0) }
    case .catchUp: try await catchUp()
    case .open: try await open()
    case .attachPrimary: try await attachPrimary()
    case .repoint(let index): try await repoint(index)
    case .detach: try await detach()
    case .startEvents: try await startEvents()
    case .setFlags: for note in try await task.setFlags?() ?? [] { tell(.note(note)) }
    case .verify: try await verify()
    case .haltFetching, .applyFetched, .fence: try await takeOfPromotion(step)
    }
  }

  func takeBack(_ step: SwitchoverStep) async throws {
    switch step {
    case .stopEvents:
      if record?.eventScheduler == "ON" { try await primarySession().startScheduler() }
    case .close: try await reopen()
    case .attachPrimary:
      try await primarySession().forgetSource(channel: cast.candidateChannel?.name ?? "")
    case .repoint(let index): try await pointBack(index)
    case .haltFetching: try await resumeFetching()
    case .fence: try task.unfence?()
    default: break
    }
  }

  private func primarySession() throws(OpsError) -> SwitchoverSession {
    guard let primary = cast.primary else { throw OpsError(.failed, "there is no old primary") }
    return try crew.session(primary)
  }

  // MARK: The old primary

  private func stopEvents() async throws {
    let session = try primarySession()
    events = try await session.enabledEvents()
    _ = try await session.stopEvents()
  }

  private func close() async throws {
    guard let primary = cast.primary else { return }
    let session = try crew.flags(primary)
    closedAt = .now
    for step in closing { try Self.check(await session.perform(step)) }
  }

  private static func check(_ event: FlagSequence.Event) throws {
    switch event {
    case .done: return
    case .failed(let error), .wrong(let error), .withheld(let error): throw error
    case .unclear(let error): throw Unclear(error: error)
    }
  }

  /// The candidate must not take writes when the primary is let take them again.
  private func reopen() async throws {
    guard let primary = cast.primary else { return }
    if isOpening, try await takesWrites(cast.candidate) {
      throw OpsError(.failed, "\(primary.name) stays read-only", why: "\(cast.candidate.name) takes writes")
    }
    let session = try crew.flags(primary)
    for step in closing.reversed() { try await insist { await session.undo(step) } }
    if let closedAt { report.outage = .now - closedAt }
  }

  /// Tries again for a while: a server that was restarted, or a session that was ended, has not done what it was told.
  private func insist(_ body: () async -> FlagSequence.Event) async throws {
    let deadline = ContinuousClock.now + .seconds(15)
    while true {
      do {
        return try Self.check(await body())
      } catch {
        guard ContinuousClock.now < deadline else { throw error }
        try await _Concurrency.Task.sleep(for: .milliseconds(300))
      }
    }
  }

  private func takesWrites(_ member: Topology.Member) async throws -> Bool {
    do {
      return try await crew.session(member).run { try WriteState.read($0) == .writable }
    } catch {
      throw Unclear(error: OpsError.wrapping(error, as: "cannot tell whether \(member.name) takes writes"))
    }
  }

  private func disconnect() async throws {
    guard let primary = cast.primary else { return }
    let ended = try await crew.session(primary).disconnectClients(but: await crew.sessionIDs(primary))
    report.disconnected = ended.count
    if !ended.spared.isEmpty {
      let users = Set(ended.spared).sorted().joined(separator: ", ")
      tell(.note("sessions of \(users) on \(primary.name) could not be ended"))
    }
  }

  // MARK: The candidate

  /// What the candidate lacks when the primary closes is time in which nobody can write.
  private func approach() async throws {
    let deadline = ContinuousClock.now + crew.limits.approach
    while true {
      let begin = ContinuousClock.now
      let now = try await primarySession().run { try SwitchoverMark.read($0) }
      try await wait(
        cast.candidate, for: now, cast.candidateChannel?.name ?? "", upTo: max(deadline - begin, .zero))
      if ContinuousClock.now - begin <= crew.limits.closeness { return }
    }
  }

  private func catchUp() async throws {
    guard let mark else { throw OpsError(.failed, "it is not known what the primary has executed") }
    let others = plan.mode == .places ? zip(cast.others, cast.channels).map { ($0, $1.name) } : []
    for (member, channel) in [(cast.candidate, cast.candidateChannel?.name ?? "")] + others {
      try await wait(member, for: mark, channel, upTo: crew.limits.catchUp)
    }
  }

  /// - Throws: `OpsError` when the server does not get there in time, or never will.
  func wait(_ member: Topology.Member, for mark: SwitchoverMark, _ channel: String, upTo limit: Duration)
    async throws
  {
    let session = try crew.session(member)
    let deadline = ContinuousClock.now + limit
    let mode = plan.mode
    while true {
      let (outcome, fault) = try await session.run { connection in
        if try mark.wait(connection, mode, channel: channel) == .reached {
          return (SwitchoverWait.reached, "")
        }
        let known = try ReplicationChannel.read(connection).first { $0.name == channel }
        return (.waiting, known?.fault ?? "")
      }
      if outcome == .reached { return }
      let what = "\(member.name) has not applied all that its source has"
      guard fault.isEmpty else {
        throw OpsError(.failed, what, why: fault, hint: "mend that, then try again")
      }
      if stop.isRaised, !isOpen { throw StopSign.error }
      guard ContinuousClock.now < deadline else {
        throw OpsError(
          .failed, what, why: "it did not within \(limit.text)",
          hint: "try again when there is less to do, or wait longer with --timeout")
      }
    }
  }

  private func open() async throws {
    for member in cast.members + cast.witnesses where member.address != cast.candidate.address {
      do {
        guard try await takesWrites(member) else { continue }
      } catch let unclear as Unclear {
        // Nothing was opened: it is only not known whether it may be.
        throw unclear.error
      }
      throw OpsError(
        .failed, "\(cast.candidate.name) stays read-only", why: "\(member.name) takes writes",
        hint: "find out who has set its read_only to OFF")
    }
    let session = try crew.flags(cast.candidate)
    isOpening = true
    var failure: (any Error)?
    for step in opening where failure == nil {
      do { try Self.check(await session.perform(step)) } catch { failure = error }
    }
    if let failure {
      // Whatever was said: it may take writes by now.
      guard try await takesWrites(cast.candidate) else {
        for step in opening.reversed() { _ = await session.undo(step) }
        isOpening = false
        throw (failure as? Unclear)?.error ?? failure
      }
    }
    isOpen = true
    if let closedAt { report.outage = .now - closedAt }
  }

  private func detach() async throws {
    guard let channel = cast.candidateChannel else { return }
    let session = try crew.session(cast.candidate)
    guard isAttached else {
      // How to log in to a source stands nowhere else: the next run needs it.
      return try await session.stopFetching(channel: channel.name)
    }
    try await session.forgetSource(channel: channel.name)
  }

  /// Events that were on on the old primary go on here.
  private func startEvents() async throws {
    let session = try crew.session(cast.candidate)
    if record?.eventScheduler == "ON" { try await session.startScheduler() }
    guard cast.lost == nil else {
      // Those that the lost primary had switched off came switched off, too: nobody can tell them apart.
      let off = try await session.eventsFromSource()
      if !off.isEmpty {
        tell(
          .note(
            "events of \(cast.candidate.name) that came from its source are off; ALTER EVENT … ENABLE those that should run: "
              + off.map(\.title).sorted().joined(separator: ", ")))
      }
      return
    }
    // An earlier run may have made the old primary a replica already.
    let old = cast.primary ?? cast.others.first { $0.name == record?.primary }
    if events == nil, let old { events = try await crew.session(old).enabledEvents() }
    guard let events else { return }
    try await session.enableEvents(events)
  }
}
