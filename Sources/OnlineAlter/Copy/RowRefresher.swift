import Basics
import MySQL

/// Replaces rows of the ghost table by the source's, each region in one transaction.
package struct RowRefresher: Sendable {
  private let statements: RefreshStatements
  private let duplicates: DuplicateSearch
  private let key: MigrationKey
  private let owner: MigrationOwner
  /// Attempts after which a collision that nothing explains ends the migration.
  private static let patience = 12
  /// Keys that one transaction refreshes at most when values move between rows.
  private static let greatestUnion = 20_000
  private static let keysAtATime = 500

  package init(_ tables: MigrationTables, owner: MigrationOwner) {
    statements = RefreshStatements(tables)
    duplicates = DuplicateSearch(tables)
    key = tables.key
    self.owner = owner
  }

  /// Copies one chunk.
  ///
  /// - Returns: The number of rows inserted.
  /// - Throws: `SQLFailure`; `OpsError` `aborted` for duplicates under a unique key.
  package func copy(
    _ chunk: CopyProgress.Chunk, _ connection: isolated Connection
  ) throws -> Int64 {
    let region = RowRegion.range(lower: chunk.lower, upper: chunk.upper)
    for attempt in 1... {
      do {
        return try replace(region, connection)
      } catch let failure as SQLFailure where failure.number == 1062 {
        let displaced = try duplicates.displaced(by: region, connection)
        if displaced.isEmpty {
          try giveUp(on: region, after: attempt, failure, connection)
        } else {
          // Rows of the ghost table hold values that the source has since given to others.
          try refresh(displaced, connection)
        }
      }
    }
    return 0
  }

  /// Refreshes the rows of `keys`, and with them those whose unique values they took.
  package func refresh(_ keys: [RowKey], _ connection: isolated Connection) throws {
    var union = keys
    for attempt in 1... {
      do {
        _ = try replace(.keys(union), connection)
        return
      } catch let failure as SQLFailure where failure.number == 1062 {
        let known = Set(union)
        let displaced = try duplicates.displaced(by: .keys(union), connection).filter { !known.contains($0) }
        union += displaced
        if displaced.isEmpty || union.count > Self.greatestUnion {
          try giveUp(on: .keys(union), after: attempt, failure, connection)
        }
      }
    }
  }

  /// The same in a session that holds locks on both tables, where a transaction would let go of them.
  package func refreshLocked(_ keys: [RowKey], _ connection: isolated Connection) throws {
    _ = try connection.execute(statements.delete(.keys(keys)))
    _ = try connection.execute(statements.insert(.keys(keys)))
  }

  private func replace(_ region: RowRegion, _ connection: isolated Connection) throws -> Int64 {
    try connection.execute("START TRANSACTION")
    do {
      try owner.confirm(connection)
      try delete(region, connection)
      let outcome = try connection.execute(statements.insert(region))
      try connection.execute("COMMIT")
      return Int64(outcome.affectedRows)
    } catch {
      _ = try? connection.execute("ROLLBACK")
      throw error
    }
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

  private func giveUp(
    on region: RowRegion, after attempt: Int, _ failure: SQLFailure, _ connection: isolated Connection
  ) throws {
    // Another session may just have been inserting the row; the next attempt sees.
    guard attempt > 2 else { return }
    if let found = try duplicates.onSource(region, connection) {
      throw OpsError(
        .aborted, "cannot add the unique key \(found.key)", why: "several rows have \(found.values)",
        hint: "make the values different, then run again; the table is as it was")
    }
    if attempt >= Self.patience { throw failure }
  }
}
