import Basics
import MySQL

/// Proves before the exchange that both tables hold the same rows.
///
/// Under one short lock that lets readers in, the last changes are applied and every worker opens its snapshot: both
/// tables are then hashed as they were at that moment, while writers go on. What takes too long for one snapshot, or stands
/// in the way of a build of indexes, goes on in another one: each row is compared at one of these moments.
package struct Checksum: Sendable {
  private let tables: MigrationTables
  private let ledger: MigrationLedger
  private let refresher: RowRefresher
  private let heartbeats: Heartbeats
  private let sessions: MigrationSessions
  private let stage: IndexBuildStage
  private let workers: Int
  private let limit: Duration
  private let brake: any CopyBrake
  private let progress: MigrationProgress
  private let log: Log
  private static let attempts = 60
  private static let gentleAttempts = 3
  /// The server keeps every version of a row that a snapshot may still ask for; so none is kept longer.
  private static let longestSnapshot = Duration.seconds(600)

  package init(
    _ tables: MigrationTables, _ ledger: MigrationLedger, _ refresher: RowRefresher, _ heartbeats: Heartbeats,
    _ sessions: MigrationSessions, sharingWith stage: IndexBuildStage, workers: Int, limit: Duration,
    brake: any CopyBrake,
    progress: MigrationProgress, log: Log
  ) {
    self.tables = tables
    self.ledger = ledger
    self.refresher = refresher
    self.heartbeats = heartbeats
    self.sessions = sessions
    self.stage = stage
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
    progress.compareAnew()
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

  /// The stretches that differ.
  ///
  /// A snapshot that is lost with its session cannot be had again: what was under way is compared anew in another one.
  private func compare() async throws -> [RowRegion] {
    let feed = RegionFeed()
    let start = ContinuousClock.now
    var (failures, pause) = (0, Duration.milliseconds(200))
    while !feed.isDone {
      try await whileTableIsWanted()
      do {
        try await compareOnce(feed)
      } catch let failure as SQLFailure where failure.isLostSnapshot && failures + 1 < sessions.retries {
        feed.takeBack()
        failures += 1
        log.warning("rows are compared in a new snapshot", ["why": failure.description])
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .seconds(16))
      }
    }
    log.info(
      "checksummed",
      ["took": (ContinuousClock.now - start).text, "differences": "\(feed.different.count)"])
    return feed.different
  }

  /// Nothing may keep a build of indexes from its end, nor ask for what changes would have to flow for.
  private func whileTableIsWanted() async throws {
    while !mayRead || ledger.isHeld { try await Task.sleep(for: .milliseconds(20)) }
  }

  /// A table that can only be compared as a whole would keep a build waiting too long.
  private var mayRead: Bool { tables.key.keepsOrder ? stage.sharesTable : stage.current == .done }

  private func compareOnce(_ feed: RegionFeed) async throws {
    // A build of indexes needs a processor of its own.
    let isBuilding = stage.current == .atWork
    let snapshots = try await openSnapshots(isBuilding ? max(1, workers - 1) : workers)
    let end = ContinuousClock.now + Self.longestSnapshot
    let comparison = TableComparison(tables, brake: brake, progress: progress)
    do {
      try await comparison.compare(snapshots, feed) {
        !mayRead || ContinuousClock.now > end || isBuilding && stage.current == .done
      }
      for session in snapshots { await session.close() }
    } catch {
      for session in snapshots { await session.close() }
      throw error
    }
  }

  /// Sessions that see both tables at one moment, in which they ought to be equal.
  private func openSnapshots(_ count: Int) async throws -> [Connection] {
    var sessions: [Connection] = []
    for _ in 0..<count { sessions.append(try await self.sessions.open("checksum")) }
    let locker = try await self.sessions.open("checksum-lock")
    let lock = SnapshotLock(
      cutOver: CutOver(tables, ledger, refresher, heartbeats, self.sessions, limit: limit))
    var pause = Duration.milliseconds(200)
    var attempt = 1
    while attempt <= Self.attempts {
      try await brake.waitUntilClear()
      try await whileTableIsWanted()
      while ledger.reading.waiting > 2000 { try await Task.sleep(for: .milliseconds(20)) }
      // Beside a build no lock for writing can be had: asking for it would only keep writers waiting.
      let isBuilding = stage.current != .done
      let manner: SnapshotLock.Manner = !isBuilding && attempt > Self.gentleAttempts ? .firm : .gentle
      if try await lock.begin(sessions, locker, manner) {
        await locker.close()
        return sessions
      }
      log.debug("checksum's lock not had", ["attempt": "\(attempt)"])
      if !isBuilding { attempt += 1 }
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .seconds(16))
    }
    throw OpsError(
      .aborted, "cannot compare \(tables.source) with its ghost table", why: "the lock was not to be had",
      hint: "end long transactions on the table, then run the same command again")
  }
}

extension SQLFailure {
  /// The snapshot is gone, or the table has become another one for it.
  fileprivate var isLostSnapshot: Bool { mayPass || number == 1412 }
}
