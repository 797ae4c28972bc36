import Basics
import MySQL

/// Feeds the ledger from the binary log.
package struct LogReader: Sendable {
  private let stream: BinlogStream
  private let ledger: MigrationLedger

  package init(_ stream: BinlogStream, _ ledger: MigrationLedger) {
    self.stream = stream
    self.ledger = ledger
  }

  /// The tables whose rows are of interest, in the order of `WatchedTables`.
  package static func watched(_ tables: MigrationTables) -> [WatchedTable] {
    let changelog = tables.names.changelog
    return [
      WatchedTable(
        name: (tables.source.database, tables.source.name), columnCount: tables.columnCount,
        keys: tables.key.columns.map { WatchedColumn(ordinal: $0.ordinal, isUnsigned: $0.isUnsigned) }),
      WatchedTable(
        name: (changelog.database, changelog.name), columnCount: 3,
        keys: [WatchedColumn(ordinal: 1, isUnsigned: true)]),
    ]
  }

  /// Reads until the task is cancelled.
  package func run() async throws {
    try await withTaskCancellationHandler {
      while true {
        try Task.checkCancellation()
        do {
          try ledger.take(try await stream.nextBatch())
        } catch {
          throw Task.isCancelled ? CancellationError() : error
        }
      }
    } onCancel: {
      stream.interrupt()
    }
  }
}
