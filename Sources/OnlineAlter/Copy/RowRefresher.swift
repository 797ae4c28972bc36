import Basics
import MySQL

/// Replaces rows of the ghost table by the source's, each region in one transaction.
///
/// A row may not fit because another row of the ghost table holds its unique value still. That one is out of date: it is
/// taken out in the same transaction, and its key noted to be refreshed in its turn (docs/fence.md).
package struct RowRefresher: Sendable {
  private let statements: RefreshStatements
  private let duplicates: DuplicateSearch
  private let key: MigrationKey
  private let owner: MigrationOwner
  private let source: TableName
  private let note: @Sendable ([RowKey]) -> Void
  /// Attempts after which a collision that nothing explains ends the migration.
  private static let patience = 12
  private static let keysAtATime = 500
  /// Attempts before rows are refreshed in smaller pieces; the rows of a stretch's pieces, and of theirs.
  private static let attemptsAsWhole = 3
  private static let pieces = [1000, 50, 1]

  /// - Parameter note: Takes keys whose rows were taken out of the ghost table and must be read again.
  package init(
    _ tables: MigrationTables, owner: MigrationOwner, note: @escaping @Sendable ([RowKey]) -> Void
  ) {
    self.note = note
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
    try copy(Stretch(lower: chunk.lower, upper: chunk.upper), Self.pieces[...], connection)
  }

  private struct Stretch {
    let lower: RowKey?
    let upper: RowKey?
    var region: RowRegion { .range(lower: lower, upper: upper) }
  }

  /// - Parameter pieces: Rows of the pieces in which it is copied when it cannot be as a whole.
  private func copy(
    _ stretch: Stretch, _ pieces: ArraySlice<Int>, _ connection: isolated Connection
  ) throws -> Int64 {
    var collisions = Collisions()
    while true {
      do {
        return try replace(stretch.region, displacing: collisions.displaced, connection)
      } catch let failure as SQLFailure where failure.number == 1062 {
        try explain(&collisions, at: stretch.region, failure, connection)
        if collisions.explained >= Self.attemptsAsWhole, let size = pieces.first {
          return try copy(stretch, by: size, pieces.dropFirst(), connection)
        }
      }
    }
  }

  /// Copies a stretch piece by piece: values move between its rows and others more often than it can be copied.
  private func copy(
    _ stretch: Stretch, by rows: Int, _ smaller: ArraySlice<Int>, _ connection: isolated Connection
  ) throws -> Int64 {
    var total: Int64 = 0
    var lower = stretch.lower
    while true {
      let bound = statements.bound(behind: lower, upTo: stretch.upper, rows: rows)
      let end = try connection.query(bound).first.map { row in
        key.key(texts: key.columns.indices.map { row[$0].bytes ?? [] })
      }
      total += try copy(Stretch(lower: lower, upper: end ?? stretch.upper), smaller, connection)
      guard let end else { return total }
      lower = end
    }
  }

  /// Refreshes the rows of `keys`.
  package func refresh(_ keys: [RowKey], _ connection: isolated Connection) throws {
    var collisions = Collisions()
    while true {
      do {
        _ = try replace(.keys(keys), displacing: collisions.displaced, connection)
        return
      } catch let failure as SQLFailure where failure.number == 1062 {
        try explain(&collisions, at: .keys(keys), failure, connection)
        if collisions.explained >= Self.attemptsAsWhole, keys.count > 1 {
          let middle = keys.count / 2
          try refresh(Array(keys[..<middle]), connection)
          try refresh(Array(keys[middle...]), connection)
          return
        }
      }
    }
  }

  /// The same in a session that holds locks on both tables, where a transaction would let go of them.
  package func refreshLocked(_ keys: [RowKey], _ connection: isolated Connection) throws {
    _ = try connection.execute(statements.delete(.keys(keys)))
    _ = try insert(.keys(keys), connection)
  }

  private func replace(
    _ region: RowRegion, displacing displaced: [RowKey], _ connection: isolated Connection
  ) throws -> Int64 {
    try connection.execute("START TRANSACTION")
    do {
      try owner.confirm(connection)
      if !displaced.isEmpty {
        _ = try connection.execute(statements.delete(.keys(displaced)))
        // While the rows are locked, and not before: another worker could refresh them first, and what it wrote would be
        // deleted here with nobody to write it again.
        note(displaced)
      }
      try delete(region, connection)
      let outcome = try insert(region, connection)
      try connection.execute("COMMIT")
      return Int64(outcome.affectedRows)
    } catch {
      _ = try? connection.execute("ROLLBACK")
      throw error
    }
  }

  private func insert(_ region: RowRegion, _ connection: isolated Connection) throws -> Outcome {
    do {
      return try connection.execute(statements.insert(region))
    } catch let failure as SQLFailure where failure.kind == .other && failure.number != 1062 {
      throw refusal(failure.description)
    }
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
    let suspects = collisions.displaced.isEmpty ? region : .keys(collisions.displaced)
    if let found = try duplicates.onSource(suspects, connection) {
      throw OpsError(
        .aborted, "cannot add the unique key \(found.key)", why: "several rows have \(found.values)",
        hint: "make the values different, then run again; the table is as it was")
    }
    guard collisions.unexplained >= Self.patience else { return }
    throw refusal("they collide under a unique key: \(failure.description)")
  }
}
