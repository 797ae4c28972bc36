import Basics
import MySQL
import Replication

// What is done where the primary is lost.
extension SwitchoverRun {
  private var all: [(member: Topology.Member, channel: ReplicationChannel)] {
    (cast.candidateChannel.map { [(cast.candidate, $0)] } ?? [])
      + zip(cast.others, cast.channels).map { ($0, $1) }
  }

  func takeOfPromotion(_ step: SwitchoverStep) async throws {
    switch step {
    case .haltFetching:
      for (member, channel) in all { try await crew.session(member).stopFetching(channel: channel.name) }
    case .applyFetched:
      for (member, channel) in plan.mode == .places ? all : Array(all.prefix(1)) {
        try await applyAll(member, channel)
      }
    case .fence: try task.fence?()
    default: break
    }
  }

  func resumeFetching() async throws {
    for (member, channel) in all { try await crew.session(member).startReplication(channel: channel.name) }
  }

  /// Waits until a replica that fetches no more has applied what it has.
  ///
  /// The last thing it fetched may be a part of a transaction, whose rest is lost: that is never applied.
  private func applyAll(_ member: Topology.Member, _ channel: ReplicationChannel) async throws {
    let session = try crew.session(member)
    let deadline = ContinuousClock.now + crew.limits.catchUp
    var last: ReplicationChannel.Place?
    var since = ContinuousClock.now
    while true {
      let now = try await session.run { connection in
        try ReplicationChannel.read(connection).first { $0.name == channel.name }
      }
      guard let now else { return }
      let isIdle = now.sqlActivity.contains("has read all relay log")
      if isIdle, now.applied == now.fetched { return }
      if now.applied != last { (last, since) = (now.applied, .now) }
      if isIdle, ContinuousClock.now - since > .seconds(2) {
        tell(.note("the last transaction that \(member.name) has fetched is not whole: it is left out"))
        return
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
}
