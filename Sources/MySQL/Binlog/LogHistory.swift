/// Whether a server still has the history that a stream was told.
extension BinlogConnectionHandle {
  /// False when the server's log no longer holds the transaction, or never did.
  func knows(_ transaction: TransactionID) throws -> Bool {
    switch transaction {
    case .mysql(_, let number):
      // A transaction that was sent may still be committing. First those under way are asked for: between the two
      // questions one may move on, but only in this direction.
      let underWay = try value("SELECT @@GLOBAL.gtid_owned") ?? ""
      if underWay.utf8.split(separator: UInt8(ascii: ":")).contains(where: {
        $0.starts(with: "\(number)#".utf8)
      }) {
        return true
      }
      let identifier = SQLText.literal(.string(transaction.description))
      return try value("SELECT GTID_SUBSET(\(identifier), @@GLOBAL.gtid_executed)") == "1"
    case .mariadb(let domain, let last):
      let state = try value("SELECT @@GLOBAL.gtid_binlog_state") ?? ""
      var wanted = MariaDBGTIDs()
      wanted.advance(domain, to: last)
      return MariaDBGTIDs(text: state)?.contains(wanted) ?? false
    }
  }
}
