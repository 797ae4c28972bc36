import Basics
import MySQL

/// Replaces rows of the ghost table by the source's, each region in one transaction.
///
/// A row may not fit because another row of the ghost table holds its unique value still. That one is out of date: it is
/// taken out in the same transaction. Its own change is still to be applied, which brings it back (docs/fence.md).
package struct RowRefresher: Sendable {
  private let statements: RefreshStatements
  private let duplicates: DuplicateSearch
  private let key: MigrationKey
  private let owner: MigrationOwner
  private let source: TableName
  /// Attempts after which a collision that nothing explains ends the migration.
  private static let patience = 12
  private static let keysAtATime = 500
  /// Attempts before rows are refreshed in smaller pieces; the rows of a stretch's pieces, and of theirs.
  private static let attemptsAsWhole = 3
  private static let pieces = [1000, 50, 1]

  package init(_ tables: MigrationTables, owner: MigrationOwner) {
    statements = RefreshStatements(tables)
    duplicates = DuplicateSearch(tables)
    key = tables.key
    source = tables.source
    self.owner = owner
  }

  /// Copies one chunk.
  ///
  /// - Returns: The number of rows inserted.
  /// - Throws: `SQLFailure`; `OpsError` `aborted` for duplicates under a unique key, and for values that the server does not
  ///   take.
  package func copy(
    _ chunk: CopyProgress.Chunk, _ connection: isolated Connection
  ) throws -> Int64 {
    try copy(.range(lower: chunk.lower, upper: chunk.upper), Self.pieces[...], connection)
  }

  /// - Parameter pieces: Rows of the pieces in which it is copied when it cannot be as a whole.
  private func copy(
    _ stretch: RowRegion, _ pieces: ArraySlice<Int>, _ connection: isolated Connection
  ) throws -> Int64 {
    var collisions = Collisions()
    var contended = 0
    while true {
      do {
        return try replace(stretch, displacing: collisions.displaced, connection)
      } catch let failure as SQLFailure where failure.kind == .contention {
        // Two long transactions that each hold what the other one needs meet again and again; short ones hardly ever.
        if let size = pieces.first { return try copy(stretch, by: size, pieces.dropFirst(), connection) }
        contended += 1
        guard contended < Self.patience else { throw failure }
      } catch let failure as SQLFailure where failure.number == 1062 {
        try explain(&collisions, at: stretch, failure, connection)
        if collisions.explained >= Self.attemptsAsWhole, let size = pieces.first {
          return try copy(stretch, by: size, pieces.dropFirst(), connection)
        }
      } catch let failure as SQLFailure where failure.isTransactionTooLarge {
        guard let size = pieces.first else { throw refusal(failure) }
        return try copy(stretch, by: size, pieces.dropFirst(), connection)
      }
    }
  }

  /// Copies a stretch piece by piece: others hold locks that it needs, values move between its rows and others more often
  /// than it can be copied, or the server does not log as much in one transaction.
  private func copy(
    _ stretch: RowRegion, by rows: Int, _ smaller: ArraySlice<Int>, _ connection: isolated Connection
  ) throws -> Int64 {
    guard case .range(let first, let upper) = stretch else { return try copy(stretch, [], connection) }
    var total: Int64 = 0
    var lower = first
    while true {
      let bound = statements.bound(behind: lower, upTo: upper, rows: rows)
      let end = try connection.query(bound).first.map { row in
        key.key(texts: key.columns.indices.map { row[$0].bytes ?? [] })
      }
      if end == nil, lower == first, let size = smaller.first {
        // It is no larger than such a piece: as a whole it has just been tried.
        return try copy(stretch, by: size, smaller.dropFirst(), connection)
      }
      guard let end else { return try total + copy(.range(lower: lower, upper: upper), smaller, connection) }
      // A look at a range takes the lock of the row behind it, too (MariaDB): single rows are named. What the ghost table
      // has between them and the source does not was deleted there, and will be here by that change.
      total += try copy(rows == 1 ? .keys([end]) : .range(lower: lower, upper: end), smaller, connection)
      lower = end
    }
  }

  /// Refreshes the rows of `keys`.
  package func refresh(_ keys: [RowKey], _ connection: isolated Connection) throws {
    var collisions = Collisions()
    var contended = 0
    while true {
      do {
        _ = try replace(.keys(keys), displacing: collisions.displaced, connection)
        return
      } catch let failure as SQLFailure where failure.kind == .contention {
        contended += 1
        if contended >= Self.attemptsAsWhole, keys.count > 1 { return try refreshHalves(keys, connection) }
        guard contended < Self.patience else { throw failure }
      } catch let failure as SQLFailure where failure.number == 1062 {
        try explain(&collisions, at: .keys(keys), failure, connection)
        if collisions.explained >= Self.attemptsAsWhole, keys.count > 1 {
          return try refreshHalves(keys, connection)
        }
      } catch let failure as SQLFailure where failure.isTransactionTooLarge {
        guard keys.count > 1 else { throw refusal(failure) }
        return try refreshHalves(keys, connection)
      }
    }
  }

  private func refreshHalves(_ keys: [RowKey], _ connection: isolated Connection) throws {
    let middle = keys.count / 2
    try refresh(Array(keys[..<middle]), connection)
    try refresh(Array(keys[middle...]), connection)
  }

  /// The same in a session that holds locks on both tables, where a transaction would let go of them.
  ///
  /// Rows that are in the way are taken out until there are none; they are refreshed in their turn, by this session, too
  /// (docs/cut-over.md).
  ///
  /// - Returns: `failed` where somebody must look around who is not bound by locks, or time ran out.
  package func refreshLocked(
    _ keys: [RowKey], until deadline: ContinuousClock.Instant, _ connection: isolated Connection
  ) throws -> RefreshOutcome {
    _ = try connection.execute(statements.delete(.keys(keys)))
    while true {
      do {
        _ = try insert(.keys(keys), connection)
        return .done
      } catch let failure as SQLFailure where failure.number == 1062 {
        // Of values in a new unique key it is not known whether the source has them twice.
        let stale = try duplicates.displaced(by: .keys(keys), in: .onSource, connection)
        guard !stale.isEmpty, ContinuousClock.now < deadline else { return .failed }
        _ = try connection.execute(statements.delete(.keys(stale)))
      } catch let failure as SQLFailure where failure.isTransactionTooLarge {
        guard keys.count > 1 else { throw refusal(failure) }
        let middle = keys.count / 2
        for half in [Array(keys[..<middle]), Array(keys[middle...])] {
          guard try refreshLocked(half, until: deadline, connection) == .done else { return .failed }
        }
        return .done
      }
    }
  }

  private func replace(
    _ region: RowRegion, displacing displaced: [RowKey], _ connection: isolated Connection
  ) throws -> Int64 {
    try connection.execute("START TRANSACTION")
    do {
      try owner.confirm(connection)
      if !displaced.isEmpty { try makeRoom(for: region, displaced, connection) }
      try delete(region, connection)
      let outcome = try insert(region, connection)
      try connection.execute("COMMIT")
      return Int64(outcome.affectedRows)
    } catch {
      _ = try? connection.execute("ROLLBACK")
      throw error
    }
  }

  /// Takes out those of `displaced` that are still in the way of the region's rows.
  private func makeRoom(
    for region: RowRegion, _ displaced: [RowKey], _ connection: isolated Connection
  ) throws {
    // Locked before they are looked at: another worker may have brought them up to date since they were found, and
    // what it wrote must stay. A row that is out of date has its change still before it: somebody will write it again.
    _ = try connection.query(statements.lock(displaced))
    let locked = Set(displaced)
    let stale = try duplicates.displaced(by: region, onlyStale: true, connection).filter(locked.contains)
    guard !stale.isEmpty else { return }
    _ = try connection.execute(statements.delete(.keys(stale)))
  }

  private func insert(_ region: RowRegion, _ connection: isolated Connection) throws -> Outcome {
    do {
      return try connection.execute(statements.insert(region))
    } catch let failure as SQLFailure
      where failure.kind == .other && failure.number != 1062 && !failure.isTransactionTooLarge
    {
      throw refusal(failure.description)
    }
  }

  private func refusal(_ failure: SQLFailure) -> OpsError {
    OpsError(
      .aborted, "cannot copy a row of \(source)", why: failure.description,
      changed: "the table is as it was; the ghost table is kept",
      hint: "SET GLOBAL max_binlog_cache_size to more than the longest row, then run the same command again")
  }

  private func refusal(_ why: String) -> OpsError {
    OpsError(
      .aborted, "cannot bring rows of \(source) into its new form", why: why,
      changed: "the table is as it was; the ghost table is kept",
      hint: "make the rows fit or change --alter, then run again with --initially-drop-ghost-table")
  }

  private func delete(_ region: RowRegion, _ connection: isolated Connection) throws {
    guard case .range = region, !key.keepsOrder else {
      _ = try connection.execute(statements.delete(region))
      return
    }
    // The stretch is another one in the ghost's order: its rows are picked by name.
    let rows = try connection.query(statements.keys(region))
    let keys = rows.map { row in key.key(texts: key.columns.indices.map { row[$0].bytes ?? [] }) }
    for start in stride(from: 0, to: keys.count, by: Self.keysAtATime) {
      let some = Array(keys[start..<min(start + Self.keysAtATime, keys.count)])
      _ = try connection.execute(statements.delete(.keys(some)))
    }
  }

  /// What was found of the collisions of one region.
  private struct Collisions {
    /// Rows of the ghost table that hold values which the source has given to the region's rows since.
    var displaced: [RowKey] = []
    var explained = 0
    /// In a row, without such rows: another session may just have been inserting one.
    var unexplained = 0
  }

  /// Looks for the rows that are in the way.
  ///
  /// - Throws: `OpsError` `aborted` when the source has a value twice, or nothing explains the collision.
  private func explain(
    _ collisions: inout Collisions, at region: RowRegion, _ failure: SQLFailure,
    _ connection: isolated Connection
  ) throws {
    collisions.displaced = try duplicates.displaced(by: region, connection)
    if collisions.displaced.isEmpty {
      collisions.unexplained += 1
      guard collisions.unexplained > 2 else { return }
    } else {
      collisions.explained += 1
      collisions.unexplained = 0
    }
    // Rows that both have the value would displace each other for ever.
    try refuseValuesThatAreThereTwice(
      in: collisions.displaced.isEmpty ? region : .keys(collisions.displaced), connection)
    guard collisions.unexplained >= Self.patience else { return }
    throw refusal("they collide under a unique key: \(failure.description)")
  }

  /// - Throws: `OpsError` `aborted` when the source has a value of the region's rows twice under a new unique key.
  private func refuseValuesThatAreThereTwice(
    in region: RowRegion, _ connection: isolated Connection
  ) throws {
    guard let found = try duplicates.onSource(region, connection) else { return }
    throw OpsError(
      .aborted, "cannot add the unique key \(found.key)", why: "several rows have \(found.values)",
      hint: "make the values different, then run again; the table is as it was")
  }
}

extension SQLFailure {
  /// What a transaction logs does not fit into `max_binlog_cache_size`.
  fileprivate var isTransactionTooLarge: Bool { number == 1197 }
}
