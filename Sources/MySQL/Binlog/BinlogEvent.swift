/// One event of the log, decoded as far as it matters here.
enum BinlogEvent {
  /// A file's first event; `followsStart` when the server opened the file because it started.
  case format(followsStart: Bool)
  case rotate(to: BinlogPosition)
  /// The identifier of the transaction that follows; with MariaDB it is also its begin, unless it stands for
  /// a single statement.
  case identifier(TransactionID?, isBegin: Bool)
  case query(database: String, sql: [UInt8])
  /// The end of a transaction.
  case commit
  case prepared(xid: XAIdentifier)
  case rows(RowChange)
  case definitionChanged(table: Int, why: String)
  /// A compressed transaction, whose events come out of `payload` one by one.
  case payload(TransactionPayload)
  case heartbeat(offset: UInt64?)
  case incident
  /// Part of a transaction, but nothing to tell.
  case silent
  /// Not part of a transaction.
  case outside
}

/// The identifier of one transaction.
enum TransactionID: Hashable {
  case mysql(source: MySQLGTIDs.Source, number: Int64)
  case mariadb(domain: UInt32, MariaDBGTIDs.Last)
}

extension TransactionID: CustomStringConvertible {
  var description: String {
    switch self {
    case .mysql(let source, let number):
      source.tag.isEmpty ? "\(source.uuid):\(number)" : "\(source.uuid):\(source.tag):\(number)"
    case .mariadb(let domain, let last): "\(domain)-\(last.server)-\(last.sequence)"
    }
  }
}
