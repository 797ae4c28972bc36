import Basics
import Flags
import MySQL
import Replication

// What is done where the primary is lost.
extension SwitchoverRun {
  private typealias Part = (member: Topology.Member, channel: ReplicationChannel)

  private var all: [Part] {
    (cast.candidateChannel.map { [(cast.candidate, $0)] } ?? [])
      + zip(cast.others, cast.channels).map { ($0, $1) }
  }

  func takeOfPromotion(_ step: SwitchoverStep) async throws {
    switch step {
    case .haltFetching: try await haltFetching()
    case .applyFetched: try await applyFetched()
    case .fence: try task.fence?()
    default: break
    }
  }

  /// Whoever still reaches the primary shows that it is not dead. A connection that broke is noticed late: each is made
  /// anew.
  private func haltFetching() async throws {
    for (member, channel) in all where channel.io != .stopped {
      let session = try crew.session(member)
      try await session.stopFetching(channel: channel.name)
      try await session.startFetching(channel: channel.name)
    }
    let deadline = ContinuousClock.now + .seconds(3)
    while ContinuousClock.now < deadline {
      for (member, channel) in all where channel.io != .stopped {
        let now = try await crew.session(member).run { connection in
          try ReplicationChannel.read(connection).first { $0.name == channel.name }
        }
        guard now?.io != .running else {
          throw OpsError(
            .aborted, "the primary is not dead", why: "\(member.name) reaches it at \(channel.source)",
            hint: "see why this machine does not, and leave --primary-is-dead out")
        }
      }
      if stop.isRaised { throw StopSign.error }
      try await _Concurrency.Task.sleep(for: .milliseconds(200))
    }
    for (member, channel) in all { try await crew.session(member).stopFetching(channel: channel.name) }
  }

  /// Only those that fetched before.
  func resumeFetching() async throws {
    var failure: (any Error)?
    for (member, channel) in all where channel.io != .stopped {
      do {
        try await crew.session(member).startFetching(channel: channel.name)
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func applyFetched() async throws {
    for (index, part) in all.enumerated() where index == 0 || plan.mode == .places {
      let place = try await applyAll(part)
      if index == 0 { candidateApplied = place } else { applied[index - 1] = place }
    }
  }

  /// Waits until a replica that fetches no more has applied what it has; up to where that is.
  ///
  /// The last thing it fetched may be a part of a transaction, whose rest is lost: that is never applied.
  private func applyAll(_ part: Part) async throws -> ReplicationChannel.Place? {
    let (member, channel) = part
    let session = try crew.session(member)
    let deadline = ContinuousClock.now + crew.limits.catchUp
    var last: ReplicationChannel.Place?
    var since = ContinuousClock.now
    while true {
      let (now, isBusy) = try await session.run { connection in
        (
          try ReplicationChannel.read(connection).first { $0.name == channel.name },
          try Self.isApplying(connection)
        )
      }
      guard let now else { return nil }
      let isIdle = now.sqlActivity.contains("has read all relay log") && !isBusy
      if isIdle, now.applied == now.fetched { return now.applied }
      if now.applied != last || !isIdle { (last, since) = (now.applied, .now) }
      if isIdle, ContinuousClock.now - since > .seconds(2) {
        tell(.note("the last transaction that \(member.name) has fetched is not whole: it is left out"))
        return now.applied
      }
      let what = "\(member.name) has not applied all that it has fetched"
      if now.sql == .stopped {
        throw OpsError(
          .failed, what, why: now.fault ?? "its SQL thread is stopped",
          hint: "mend that, or choose another server")
      }
      if stop.isRaised { throw StopSign.error }
      guard ContinuousClock.now < deadline else {
        throw OpsError(
          .failed, what, why: "it did not within \(crew.limits.catchUp.text)",
          hint: "wait longer with --timeout")
      }
      try await _Concurrency.Task.sleep(for: .milliseconds(50))
    }
  }

  /// Whether a thread of replication works on a transaction: the one that hands them out may be idle long before.
  private static func isApplying(_ connection: isolated Connection) throws -> Bool {
    try connection.query("SHOW PROCESSLIST").contains { row in
      guard row["User"].string == "system user" else { return false }
      let state = row["State"].string ?? ""
      return !state.isEmpty && !state.hasPrefix("Waiting for") && !state.contains("has read all relay log")
        && !state.contains("onnecting") && !state.contains("econnect")
    }
  }
}
