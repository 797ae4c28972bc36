/// What the binary log tells, in its order.
///
/// Rows come before the end of their transaction is known. Until `commit` they may yet be rolled back, and
/// those behind a savepoint may have been undone without a word: take them as rows that perhaps changed.
package enum BinlogItem: Sendable, Hashable {
  case rows(RowChange)
  /// A transaction, or a statement outside of one, ended well. Several with nothing between them are told
  /// as the last of them.
  case commit(position: BinlogPosition, gtid: String?)
  /// The transaction was rolled back, or the server stopped while writing it. Rows of tables without
  /// transactions have changed nevertheless.
  case rollback
  /// The rows since the transaction's begin belong to an XA transaction that now waits for its second phase.
  case prepared(xid: [UInt8])
  /// A prepared XA transaction took effect; `commit` follows.
  case xaCommit(xid: [UInt8])
  case xaRollback(xid: [UInt8])
  /// A statement in words: a definition, or a change of rows in statement format. What ends transactions,
  /// savepoints and XA is told by the other cases. `commit` follows outside of a transaction.
  case statement(database: String, sql: [UInt8])
  /// The server has had nothing to tell for a heartbeat period. Also its clock tick.
  case heartbeat(BinlogPosition)
  /// What follows stands in another file.
  case rotated(to: BinlogPosition)
  /// The server says that its log has a gap here.
  case incident
  /// The table's definition is not what is watched, or not what it was at first; rows are not decoded.
  case definitionChanged(table: Int, why: String)
}

/// The rows of one watched table that one event of the log changed.
package struct RowChange: Sendable, Hashable {
  /// The values of the watched columns, in the order of `WatchedTable.keys`.
  package struct Row: Sendable, Hashable {
    /// Nil for an insert.
    package let before: [ColumnValue]?
    /// Nil for a delete.
    package let after: [ColumnValue]?

    package init(before: [ColumnValue]?, after: [ColumnValue]?) {
      self.before = before
      self.after = after
    }
  }

  /// The table's place in what is watched.
  package let table: Int
  package let rows: [Row]

  package init(table: Int, rows: [Row]) {
    self.table = table
    self.rows = rows
  }
}

/// Where a stream begins.
package enum BinlogStart: Sendable, Hashable {
  /// At the first event behind this place, which must be between two transactions.
  case position(BinlogPosition)
  /// With every transaction that is not in the set.
  case gtid(GTIDSet)
}

extension BinlogStart: CustomStringConvertible {
  package var description: String {
    switch self {
    case .position(let position): position.description
    case .gtid(let set): "GTID set \(set)"
    }
  }
}
