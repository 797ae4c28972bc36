import Basics
import MySQL
import Replication

// Who replicates whom.
extension SwitchoverRun {
  func attachPrimary() async throws {
    guard let primary = cast.primary else { return }
    isAttached = false
    guard let login = task.login else { throw OpsError(.failed, "no account to replicate with") }
    var source = try await candidateAsSource()
    source.access = login.access
    source.password = login.password
    source.isOwnLogCounted = plan.mode == .identifiers
    try await crew.session(primary).replicate(source, channel: cast.candidateChannel?.name ?? "")
    isAttached = true
  }

  func repoint(_ index: Int) async throws {
    let name = cast.others[index].name
    if cast.lost != nil, plan.mode == .places, applied[index] != candidateApplied {
      // Sent to the end of the candidate's log it would lack, or have twice, what lies between.
      report.unfit.append("\(name) has applied more or less of the lost primary's log: build it anew")
      return
    }
    try await crew.session(cast.others[index]).replicate(
      try await candidateAsSource(), channel: cast.channels[index].name)
  }

  /// Replicates again what it did before; the old primary has not moved since it was closed.
  func pointBack(_ index: Int) async throws {
    let channel = cast.channels[index]
    let old = cast.primary.map { $0.facts?.announced ?? $0.address } ?? channel.source
    guard case .tcp(let host, let port) = cast.followsCandidate[index] ? old : channel.source else { return }
    let session = try crew.session(cast.others[index])
    let isThere = try await session.run { connection in
      try ReplicationChannel.read(connection).contains {
        $0.name == channel.name && $0.sourceHost == host && $0.sourcePort == port && $0.fault == nil
      }
    }
    guard !isThere else { return }
    var source = SwitchoverSession.Source(host: host, port: port)
    source.begin = try begin(at: cast.lost == nil ? mark?.place : applied[index])
    // A primary that is lost is not reached.
    source.isAwaited = cast.lost == nil
    try await session.replicate(source, channel: channel.name)
  }

  /// The candidate as others are told to replicate it.
  private func candidateAsSource() async throws -> SwitchoverSession.Source {
    guard case .tcp(let host, let port) = cast.candidateAddress else {
      throw OpsError(.failed, "\(cast.candidate.name) cannot be replicated: it is reached through a socket")
    }
    var source = SwitchoverSession.Source(host: host, port: port)
    if plan.mode == .places {
      if place == nil {
        place = try await crew.session(cast.candidate).run { try SwitchoverMark.read($0) }.place
      }
      source.begin = try begin(at: place)
    }
    return source
  }

  private func begin(at place: ReplicationChannel.Place?) throws(OpsError) -> ReplicationStatements.Begin {
    guard plan.mode == .places else { return .identifiers }
    guard let place else { throw OpsError(.failed, "the place in the log at which to begin is not known") }
    return .place(place)
  }

  // MARK: Looking again

  /// Asks all servers whether they are what they should be now.
  func verify() async throws {
    var wrong: [String] = []
    await writeHeartbeat(&wrong)
    let candidate = try crew.session(cast.candidate)
    // Below first: what comes from above meanwhile is above then, too.
    var executed: [(Topology.Member, ExecutedTransactions)] = []
    let below =
      (cast.primary.map { [($0, cast.candidateChannel?.name ?? "")] } ?? [])
      + zip(cast.others, cast.channels).map { ($0, $1.name) }
    for (member, channel) in below {
      do {
        executed.append((member, try await look(at: member, channel, &wrong)))
      } catch {
        wrong.append(OpsError.wrapping(error, as: "cannot ask \(member.name)").message)
      }
    }
    let (state, newest) = try await candidate.run { connection in
      (try WriteState.read(connection), try SwitchoverMark.read(connection))
    }
    if state != .writable { wrong.append("\(cast.candidate.name) is \(state.rawValue)") }
    wrong += try await errant(executed)
    if wrong.isEmpty {
      for (member, channel) in below {
        do {
          try await wait(member, for: newest, channel, upTo: crew.limits.catchUp)
        } catch let error as OpsError where member.address != cast.primary?.address {
          // It may have been far behind before.
          tell(.note(error.message))
        } catch {
          wrong.append(OpsError.wrapping(error, as: "cannot ask \(member.name)").message)
        }
      }
    }
    guard let first = wrong.first else { return }
    throw OpsError(
      .failed, first, why: wrong.dropFirst().joined(separator: "; "),
      hint: "'dbops topology' shows how it is now")
  }

  /// Who has transactions that the new primary lacks.
  ///
  /// A source may have sent a transaction to its replicas a moment before it counts it as executed itself: it is asked
  /// more than once.
  private func errant(_ below: [(Topology.Member, ExecutedTransactions)]) async throws -> [String] {
    var found: [String] = []
    for look in 0..<3 {
      if look > 0 { try await _Concurrency.Task.sleep(for: .milliseconds(100)) }
      let all = try await crew.session(cast.candidate).run { try ExecutedTransactions.read($0) }
      found = below.compactMap { member, here in
        guard let errant = here.errant(beyond: [all]), !errant.isEmpty else { return nil }
        return "\(member.name) has transactions that \(cast.candidate.name) lacks: \(errant)"
      }
      if found.isEmpty { break }
    }
    return found
  }

  private func look(
    at member: Topology.Member, _ channel: String, _ wrong: inout [String]
  ) async throws -> ExecutedTransactions {
    let (state, known, executed) = try await crew.session(member).run { connection in
      (
        try WriteState.read(connection),
        try ReplicationChannel.read(connection).first { $0.name == channel },
        try ExecutedTransactions.read(connection)
      )
    }
    if state == .writable { wrong.append("\(member.name) takes writes") }
    if let fault = known?.fault { wrong.append("\(member.name) does not replicate: \(fault)") }
    if known == nil { wrong.append("\(member.name) replicates nobody") }
    return executed
  }

  /// The heartbeat of the new primary, where the old one had one: those who measure lag find it at once.
  private func writeHeartbeat(_ wrong: inout [String]) async {
    guard let table = task.heartbeat else { return }
    do {
      let isThere = try await crew.session(cast.candidate).run { connection in
        try !connection.query(
          """
          SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(literal: .string(table.name.database))
          AND TABLE_NAME = \(literal: .string(table.name.name))
          """
        ).isEmpty
      }
      guard isThere else { return }
      let writer = HeartbeatWriter(
        table, on: task.access.options(for: cast.candidate.address), every: .seconds(1)
      ) { _ in }
      _ = try await writer.writeOnce()
    } catch {
      wrong.append(OpsError.wrapping(error, as: "cannot write a heartbeat to \(cast.candidate.name)").message)
    }
  }
}
