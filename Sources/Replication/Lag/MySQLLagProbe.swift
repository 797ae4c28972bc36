import Basics
import MySQL

/// Tells how far a replica of MySQL or MariaDB is behind: by heartbeats, by its own word, and by transactions.
package struct MySQLLagProbe: LagProbe {
  /// The pause between two looks for a heartbeat that arrives.
  private static let pollPause = Duration.milliseconds(20)

  private let replica: Replica
  private let origin: HeartbeatOrigin
  private let table: HeartbeatTable
  private let heartbeats: HeartbeatLag
  /// Server ids of the target's replicas: what they once wrote as primaries is no heartbeat any more.
  private let members: Set<UInt32>
  private let session: ProbeSession

  package init(
    _ replica: Replica, options: ConnectionOptions, origin: HeartbeatOrigin, table: HeartbeatTable,
    interval: Duration, members: Set<UInt32>
  ) {
    self.replica = replica
    self.origin = origin
    self.table = table
    self.members = members
    heartbeats = HeartbeatLag(interval: interval)
    session = ProbeSession(options, phase: "lag", expected: replica.serverID)
  }

  package var host: String { replica.address.description }

  package func close() async { await session.close() }

  package func read() async -> [LagReading] {
    let answer: Answer
    do {
      answer = try await session.run { connection in
        Answer(
          channels: try ReplicationChannel.read(connection),
          executed: try ExecutedTransactions.read(connection),
          clock: try ServerClock.read(connection))
      }
    } catch let failure as SQLFailure where failure.kind == .privilege {
      let need = failure.grant.map { ": \($0)" } ?? ": \(failure.description)"
      return [unknown("the account may not see the state of replication\(need)")]
    } catch {
      return [unknown(ProbeSession.words(error))]
    }
    guard !answer.channels.isEmpty else { return [unknown("it replicates nothing: it is no replica")] }
    let sights = await watch(answer.channels)
    // Asked last: what the replica has must be there by then, unless it never came from there.
    let look = await Result { try await origin.look() }
    let measured = Timestamp.now()
    return answer.channels.map { reading($0, answer, sights, look, measured) }
  }

  private struct Answer: Sendable {
    let channels: [ReplicationChannel]
    let executed: ExecutedTransactions
    let clock: ServerClock
  }

  private func unknown(_ reason: String) -> LagReading {
    LagReading(host: host, measured: .now(), lag: .unknown(reason))
  }

  // MARK: Heartbeats

  /// What was seen of each writer's heartbeats, or why nothing was.
  private struct Sights: Sendable {
    var newest: [UInt32: HeartbeatSight] = [:]
    var arrivals: [UInt32: Duration] = [:]
    var failure: String?

    mutating func take(_ rows: [UInt32: HeartbeatSight], after gap: Duration) {
      let isFirst = newest.isEmpty
      for (server, sight) in rows {
        let isNew = newest[server].map { sight.written > $0.written } ?? !isFirst
        if isNew, arrivals[server] == nil {
          // It arrived at some moment since the look before.
          arrivals[server] = sight.age - gap / 2
        }
        newest[server] = sight
      }
    }
  }

  /// Looks until a heartbeat has arrived from whoever writes some, or patience ends.
  private func watch(_ channels: [ReplicationChannel]) async -> Sights {
    var sights = Sights()
    let table = table
    let begin = ContinuousClock.now
    // Nothing arrives where nothing is applied.
    let patience = channels.contains { $0.fault == nil } ? heartbeats.patience : .zero
    let wanted = channels.count { $0.fault == nil }
    var last = begin
    do {
      while true {
        let rows = try await session.run { try table.read($0) }
        let now = ContinuousClock.now
        sights.take(rows, after: now - last)
        last = now
        guard now - begin < patience, sights.arrivals.count < wanted, !rows.isEmpty else { return sights }
        try await Task.sleep(for: Self.pollPause)
      }
    } catch let failure as SQLFailure {
      sights.failure = table.reason(for: failure) ?? failure.description
    } catch {
      sights.failure = ProbeSession.words(error)
    }
    return sights
  }

  // MARK: Together

  private func reading(
    _ channel: ReplicationChannel, _ answer: Answer, _ sights: Sights,
    _ look: Result<HeartbeatOrigin.Look, any Error>, _ measured: Timestamp
  ) -> LagReading {
    let origin = try? look.get()
    let skew = origin.map { answer.clock.skew(against: $0.clock) }
    let heartbeat = heartbeat(channel, sights, look, skew)
    var replication = ReplicationReading(channel: channel, heartbeat: heartbeat)
    replication.skew = skew
    if let origin, isOfTarget(channel, origin), !channel.leavesOutDomains {
      replication.missing = answer.executed.distance(behind: origin.executed)
    }
    var reading = LagReading(
      host: host, measured: measured, lag: channel.fault.map { .unknown($0) } ?? heartbeat)
    reading.source = channel.source.description
    reading.channel = channel.name
    reading.delay = channel.delay
    reading.replication = replication
    return reading
  }

  /// Whether the channel leads to the target's primary, by itself or through other replicas.
  private func isOfTarget(_ channel: ReplicationChannel, _ origin: HeartbeatOrigin.Look) -> Bool {
    channel.sourceServerID == 0 || channel.sourceServerID == origin.serverID
      || members.contains(channel.sourceServerID)
  }

  private func heartbeat(
    _ channel: ReplicationChannel, _ sights: Sights, _ look: Result<HeartbeatOrigin.Look, any Error>,
    _ skew: ClockSkew?
  ) -> Lag {
    if let failure = sights.failure { return .unknown(failure) }
    switch look {
    case .success(let origin) where isOfTarget(channel, origin):
      return lag(from: origin.serverID, sights, origin.heartbeat, skew)
    case .success:
      return lag(
        from: channel.sourceServerID, sights, .unseen("\(channel.source) does not belong to the target"), nil)
    case .failure(let error):
      // Whoever wrote the newest heartbeat is the primary, or was.
      let newest = sights.newest.max { $0.value.written < $1.value.written }?.key
      return lag(
        from: newest ?? channel.sourceServerID, sights,
        .unseen("the primary \(self.origin.address) cannot be asked: \(ProbeSession.words(error))"), nil)
    }
  }

  private func lag(
    from writer: UInt32, _ sights: Sights, _ origin: HeartbeatLag.Origin, _ skew: ClockSkew?
  ) -> Lag {
    guard let newest = sights.newest[writer] else {
      let nothing = "no heartbeat of server \(writer) has arrived yet"
      if case .unseen(let reason) = origin { return .unknown("\(nothing): \(reason)") }
      return .unknown(nothing)
    }
    let watch = HeartbeatLag.Watch(newest: newest, arrival: sights.arrivals[writer])
    return heartbeats.lag(of: watch, origin: origin, skew: skew)
  }
}

extension Result where Failure == any Error {
  /// What `body` returns or throws.
  fileprivate init(_ body: () async throws -> Success) async {
    do {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
