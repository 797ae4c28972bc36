import Basics
import MySQL
import Repository

/// Loads objects of a backup into tables, each together with its row in the ledger.
package struct RowLoader: Sendable {
  private let reader: BackupReader
  private let ledger: RestoreLedger
  private let progress: WorkProgress

  package init(reader: BackupReader, ledger: RestoreLedger, progress: WorkProgress) {
    self.reader = reader
    self.ledger = ledger
    self.progress = progress
  }

  /// Loads one object in one transaction. Contention with other workers is tried again; the object is then
  /// read from its start.
  package func load(_ object: TableObject, of table: RestorePlan.Table, _ connection: Connection) async throws
  {
    for attempt in 1... {
      do {
        return try await connection.perform { connection in
          try connection.execute("START TRANSACTION")
          try bring(object, of: table, connection) { try connection.insertRows($0, from: $1) }
          try ledger.record(.object(object.number), connection)
          try connection.execute("COMMIT")
        }
      } catch let failure as SQLFailure where failure.kind == .contention && attempt < 10 {
        // A deadlock has ended the transaction; a lock wait that timed out has only ended the statement.
        try await connection.execute("ROLLBACK")
        try await Task.sleep(for: .milliseconds(50 * attempt))
      }
    }
  }

  /// Fills an empty table that has no transactions.
  package func fill(_ table: RestorePlan.Table, _ connection: Connection) async throws {
    try await connection.perform { connection in
      for object in table.contents.objects {
        // With LOAD DATA alone such engines make an empty table's indexes at its end, all at once.
        try bring(object, of: table, connection) { try connection.load($0.load, from: $1) }
      }
      try connection.repeating { try ledger.record(.filled(table.target), connection) }
    }
  }

  private func bring(
    _ object: TableObject, of table: RestorePlan.Table, _ connection: isolated Connection,
    by way: (RowStatements, () throws -> [UInt8]?) throws -> Outcome
  ) throws {
    let export = TableExport(
      table: table.contents.name, columns: table.contents.columns, key: nil, lifeSpan: table.contents.lifeSpan
    )
    let source = try reader.object(object.number)
    let outcome = try way(export.statements(into: table.target)) {
      guard let bytes = try source.next() else { return nil }
      progress.add(bytes: bytes.count)
      return bytes
    }
    guard Int64(outcome.affectedRows) == object.checksum.rows else {
      throw OpsError(
        .corrupt, "cannot restore \(table.target)",
        why:
          "the server took \(outcome.affectedRows) of \(object.checksum.rows) rows of object \(object.number)",
        changed: "the rows of this object were not kept",
        hint: "rows with the same key are there already, or the table's definition does not take them")
    }
  }
}
