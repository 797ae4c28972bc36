import Basics
import MySQL

/// How many row versions wait to be purged on the migrated server: InnoDB's history list length.
struct HistoryProbe: Sendable {
  /// - Returns: Nil when the account may not see it, or the server does not tell.
  static func read(_ connection: isolated Connection) throws -> Int64? {
    do {
      let row = try connection.query(
        "SELECT COUNT AS c FROM information_schema.INNODB_METRICS WHERE NAME = 'trx_rseg_history_len'"
      ).first
      return row?["c"].int
    } catch let failure as SQLFailure where [.privilege, .unknownObject].contains(failure.kind) {
      return nil
    }
  }
}
