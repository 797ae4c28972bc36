import Basics
import MySQL

/// Proves before the exchange that both tables hold the same rows.
///
/// Under one short lock that lets readers in, the last changes are applied and every worker opens its snapshot: both
/// tables are then hashed as they were at that moment, while writers go on.
package struct Checksum: Sendable {
  private let tables: MigrationTables
  private let ledger: MigrationLedger
  private let refresher: RowRefresher
  private let heartbeats: Heartbeats
  private let sessions: MigrationSessions
  private let workers: Int
  private let limit: Duration
  private let brake: any CopyBrake
  private let progress: MigrationProgress
  private let log: Log
  private static let attempts = 60
  private static let gentleAttempts = 3

  package init(
    _ tables: MigrationTables, _ ledger: MigrationLedger, _ refresher: RowRefresher, _ heartbeats: Heartbeats,
    _ sessions: MigrationSessions, workers: Int, limit: Duration, brake: any CopyBrake,
    progress: MigrationProgress, log: Log
  ) {
    self.tables = tables
    self.ledger = ledger
    self.refresher = refresher
    self.heartbeats = heartbeats
    self.sessions = sessions
    self.workers = workers
    self.limit = limit
    self.brake = brake
    self.progress = progress
    self.log = log
  }

  /// - Returns: Columns that could not be compared.
  /// - Throws: `OpsError` `aborted` when rows differ also after they were refreshed once.
  package func run() async throws -> [String] {
    let unverified = RowHashStatements(tables).unverified
    let first = try await compare()
    guard !first.isEmpty else { return unverified }
    log.warning("rows differ and are refreshed once", ["stretches": "\(first.count)"])
    let session = sessions.worker("repair")
    for region in first { try await repair(region, session) }
    await session.close()
    let second = try await compare()
    guard second.isEmpty else {
      throw OpsError(
        .aborted, "cannot exchange \(tables.source) for its ghost table",
        why: "the checksums of \(second.count) stretches of rows differ",
        changed: "the table is as it was; the ghost table is kept to be looked at",
        hint: "compare \(tables.source) and \(tables.ghost), and report this with the log")
    }
    return unverified
  }

  private func repair(_ region: RowRegion, _ session: WorkerSession) async throws {
    guard case .range(let lower, let upper) = region else { return }
    let chunk = ledger.startRepair(lower: lower, upper: upper)
    defer { ledger.endRepair(chunk) }
    _ = try await session.run { try refresher.copy(chunk, $0) }
  }

  /// A snapshot that is lost with its session cannot be had again: then all is compared anew.
  private func compare() async throws -> [RowRegion] {
    var pause = Duration.milliseconds(200)
    for _ in 1..<sessions.retries {
      do {
        return try await compareOnce()
      } catch let failure as SQLFailure where failure.mayPass {
        log.warning("rows are compared anew", ["why": failure.description])
        progress.begin(.comparing)
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .seconds(16))
      }
    }
    return try await compareOnce()
  }

  private func compareOnce() async throws -> [RowRegion] {
    let snapshots = try await openSnapshots()
    let start = ContinuousClock.now
    do {
      let found = try await TableComparison(tables, brake: brake, progress: progress).differences(snapshots)
      for session in snapshots { await session.close() }
      log.info(
        "checksummed",
        ["seconds": "\((ContinuousClock.now - start) / .seconds(1))", "differences": "\(found.count)"])
      return found
    } catch {
      for session in snapshots { await session.close() }
      throw error
    }
  }

  /// Sessions that see both tables at one moment, in which they ought to be equal.
  private func openSnapshots() async throws -> [Connection] {
    var sessions: [Connection] = []
    for _ in 0..<workers { sessions.append(try await self.sessions.open("checksum")) }
    let locker = try await self.sessions.open("checksum-lock")
    let lock = SnapshotLock(
      cutOver: CutOver(tables, ledger, refresher, heartbeats, self.sessions, limit: limit))
    var pause = Duration.milliseconds(200)
    for attempt in 1...Self.attempts {
      try await brake.waitUntilClear()
      while ledger.reading.waiting > 2000 { try await Task.sleep(for: .milliseconds(20)) }
      if try await lock.begin(sessions, locker, attempt > Self.gentleAttempts ? .firm : .gentle) {
        await locker.close()
        return sessions
      }
      log.debug("checksum's lock not had", ["attempt": "\(attempt)"])
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .seconds(16))
    }
    throw OpsError(
      .aborted, "cannot compare \(tables.source) with its ghost table", why: "the lock was not to be had",
      hint: "end long transactions on the table, then run the same command again")
  }
}
