import Basics
import MySQL

/// Writes the time into the heartbeat table of a primary, again and again.
///
/// Each heartbeat looks first whether the server still takes writes from clients: an account with enough privileges
/// could write to a server that is read-only, and so give a replica a transaction that its primary never had.
package struct HeartbeatWriter: Sendable {
  /// What happens to it, for those who watch.
  package enum Event: Sendable, Equatable {
    /// It writes; first, and again after the connection was lost.
    case writing(serverID: UInt32)
    case madeTable
    /// The server does not answer; it goes on trying.
    case lost(String)
    /// A heartbeat could not be written because somebody holds a lock or ended the statement; the next one is tried.
    case held(String)
  }

  /// What it has done.
  package struct Tally: Sendable, Equatable {
    package var written: Int64 = 0
    package var reconnects: Int64 = 0
    /// The longest that one heartbeat took.
    package var slowest = Duration.zero

    package init() {}
  }

  /// pt-heartbeat's users have 1 s; shorter than 100 ms tells nothing more and costs a commit each.
  package static let intervals = Duration.milliseconds(100)...Duration.seconds(1)
  private static let retryPause = Duration.milliseconds(500)
  /// How often it is looked whether the server has become a replica.
  private static let examinationPause = Duration.seconds(5)

  private let table: HeartbeatTable
  private let options: ConnectionOptions
  private let interval: Duration
  private let tell: @Sendable (Event) -> Void

  /// - Parameters:
  ///   - options: The primary's.
  ///   - interval: Within `intervals`.
  package init(
    _ table: HeartbeatTable, on options: ConnectionOptions, every interval: Duration,
    tell: @escaping @Sendable (Event) -> Void
  ) {
    self.table = table
    var options = options
    // Below the session's patience: statements that wait for a lock must not pile up on the server.
    options.lockWait = .seconds(2)
    options.rowLockWait = .seconds(2)
    self.options = options
    self.interval = interval
    self.tell = tell
  }

  /// Writes one heartbeat.
  ///
  /// - Throws: `OpsError` `refused` for a server that heartbeats must not be written to; `SQLFailure`.
  package func writeOnce() async throws -> Tally {
    var tally = Tally()
    let session = ProbeSession(options, phase: "heartbeat")
    do {
      try await prepare(session)
      try await beat(session, &tally)
    } catch {
      await session.close()
      throw error
    }
    await session.close()
    return tally
  }

  /// Writes heartbeats until the task is cancelled or the server must not be written to any more.
  ///
  /// - Parameters:
  ///   - patience: How long a server that does not answer is tried again; nil for as long as it takes.
  ///   - note: Is given the tally after each heartbeat.
  /// - Throws: `CancellationError`; `OpsError` `refused` at the start, `aborted` when the server stopped being a
  ///   primary; `SQLFailure` for what trying again does not mend.
  package func run(patience: Duration? = nil, note: @Sendable (Tally) -> Void) async throws {
    var tally = Tally()
    var lost: (since: ContinuousClock.Instant, written: Int64)?
    while true {
      let session = ProbeSession(options, phase: "heartbeat")
      do {
        try await prepare(session, isAgain: tally.written > 0)
        if tally.written > 0 { tally.reconnects += 1 }
        try await keepBeating(session, &tally, note)
      } catch let failure as SQLFailure
        where [.connectionLost, .unreachable, .interrupted, .contention].contains(failure.kind)
      {
        await session.close()
        // At the very start a wrong address must be told, not tried for ever.
        guard tally.written > 0 else { throw failure }
        if lost?.written != tally.written { lost = (.now, tally.written) }
        if let patience, let lost, ContinuousClock.now - lost.since > patience { throw failure }
        let isAway = [.connectionLost, .unreachable].contains(failure.kind)
        tell(isAway ? .lost(failure.description) : .held(failure.description))
        try await Task.sleep(for: Self.retryPause)
      } catch {
        await session.close()
        throw error
      }
    }
  }

  private func keepBeating(
    _ session: ProbeSession, _ tally: inout Tally, _ note: @Sendable (Tally) -> Void
  ) async throws {
    var next = ContinuousClock.now
    var examined = next
    while true {
      do {
        try await beat(session, &tally)
        note(tally)
        if ContinuousClock.now - examined > Self.examinationPause {
          try await session.run { try Self.checkNoReplica($0, code: .aborted) }
          examined = .now
        }
      } catch let failure as SQLFailure where [.contention, .interrupted].contains(failure.kind) {
        tell(.held(failure.description))
      }
      next += interval
      // After a stall there is nothing to make up for.
      if next < .now { next = .now + interval }
      try await Task.sleep(until: next, clock: .continuous)
    }
  }

  // MARK: One heartbeat

  private func beat(_ session: ProbeSession, _ tally: inout Tally) async throws {
    let begin = ContinuousClock.now
    let table = table
    try await session.run { connection in
      try Self.checkWritable(connection, changed: .aborted)
      let statement = Self.statement(
        table, try Self.place(connection), serverID: try Self.serverID(connection))
      do {
        try connection.execute(statement)
      } catch let failure as SQLFailure where failure.kind == .readOnly {
        // It has become so since it was asked.
        throw Self.demoted(connection.options.address, "read-only")
      }
    }
    tally.written += 1
    tally.slowest = max(tally.slowest, .now - begin)
  }

  /// The same on a replica that applies the statement itself, not the row: the server id is written out, and replicas
  /// take the time of the source.
  private static func statement(
    _ table: HeartbeatTable, _ place: ReplicationChannel.Place?, serverID: UInt32
  ) -> SQLText {
    let file: SQLText = .literal(place.map { .string($0.file) } ?? .null)
    let offset: SQLText = .literal(place.map { .uint($0.offset) } ?? .null)
    let now: SQLText = "DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%f')"
    return """
      INSERT INTO \(table.name.sql) (ts, server_id, file, position, relay_master_log_file, exec_master_log_pos)
      VALUES (\(now), \(serverID), \(file), \(offset), NULL, NULL)
      ON DUPLICATE KEY UPDATE ts = \(now), file = \(file), position = \(offset),
      relay_master_log_file = NULL, exec_master_log_pos = NULL
      """
  }

  private static func serverID(_ connection: isolated Connection) throws -> UInt32 {
    UInt32(clamping: try connection.query("SELECT @@server_id AS s").first?["s"].uint ?? 0)
  }

  /// Where the log ends; nil where there is none or the account may not know.
  private static func place(_ connection: isolated Connection) throws -> ReplicationChannel.Place? {
    do {
      let row = try connection.query(connection.server.binaryLogStatusStatement).first
      guard let file = row?["File"].string, let offset = row?["Position"].uint else { return nil }
      return ReplicationChannel.Place(file: file, offset: offset)
    } catch let failure as SQLFailure where failure.kind == .privilege {
      return nil
    }
  }

  // MARK: Whether it may

  private func prepare(_ session: ProbeSession, isAgain: Bool = false) async throws {
    let table = table
    let outcome = try await session.run { connection in
      try Self.checkWritable(connection, changed: isAgain ? .aborted : .refused)
      try Self.checkNoReplica(connection, code: isAgain ? .aborted : .refused)
      return (made: try Self.makeTable(table, connection), id: try Self.serverID(connection))
    }
    if outcome.made { tell(.madeTable) }
    tell(.writing(serverID: outcome.id))
  }

  private static func checkWritable(_ connection: isolated Connection, changed code: ExitCode) throws {
    let state = try WriteState.read(connection)
    guard state != .writable else { return }
    let address = connection.options.address
    guard code == .refused else { throw demoted(address, state.rawValue) }
    throw OpsError(
      code, "cannot write heartbeats to \(address)", why: "it is \(state.rawValue)",
      hint: "name the primary; 'dbops topology' shows which one it is")
  }

  private static func demoted(_ address: ServerAddress, _ state: String) -> OpsError {
    OpsError(
      .aborted, "no more heartbeats on \(address)",
      why: "it has become \(state): it is the primary no longer",
      changed: "heartbeats were written until now",
      hint: "start 'dbops heartbeat' on the new primary; 'dbops topology' shows which one it is")
  }

  private static func checkNoReplica(_ connection: isolated Connection, code: ExitCode) throws {
    let channels: [ReplicationChannel]
    do {
      channels = try ReplicationChannel.read(connection)
    } catch let failure as SQLFailure where failure.kind == .privilege {
      throw OpsError(
        .privilege, "cannot write heartbeats to \(connection.options.address)",
        why: "whether it is a replica cannot be told: \(failure.description)",
        hint: failure.grant.map { "run as an administrator: \($0)" }
          ?? "grant REPLICATION CLIENT, on MariaDB SLAVE MONITOR")
    }
    guard let channel = channels.first else { return }
    throw OpsError(
      code, "cannot write heartbeats to \(connection.options.address)",
      why: "it is a replica of \(channel.title), which would lack what is written here",
      hint:
        "name the primary; if this server was promoted, run RESET \(connection.server.replicaWord) ALL there first"
    )
  }

  /// Makes database and table where they are missing; true when it did.
  private static func makeTable(_ table: HeartbeatTable, _ connection: isolated Connection) throws -> Bool {
    let found = try connection.query(
      """
      SELECT COLUMN_NAME AS c FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = \(literal: .string(table.name.database))
      AND TABLE_NAME = \(literal: .string(table.name.name))
      """
    ).map { $0["c"].string?.lowercased() ?? "" }
    guard found.isEmpty else {
      let missing = HeartbeatTable.columns.filter { !found.contains($0) }
      guard missing.isEmpty else {
        throw OpsError(
          .refused, "cannot write heartbeats into \(table.name)",
          why: "it is another table: it lacks \(missing.joined(separator: ", "))",
          hint: "name another one as heartbeat.table")
      }
      return false
    }
    let databases = try connection.query(
      "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = \(literal: .string(table.name.database))"
    )
    if databases.isEmpty {
      try connection.execute("CREATE DATABASE IF NOT EXISTS \(quoted: table.name.database)")
    }
    try connection.execute(table.definition)
    return true
  }
}

extension ServerInfo {
  /// What the server calls one that replicates: `REPLICA`, or `SLAVE` as all did before.
  package var replicaWord: SQLText { flavour == .mysql && speaksOfReplicas ? "REPLICA" : "SLAVE" }
}
