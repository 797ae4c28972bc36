import MySQL
import Testing

@Suite struct TransactionTests {
  /// One letter for each item, and the keys of rows.
  private func story(_ name: String) throws -> [String] {
    try RecordedLog(name).items().map { item in
      switch item {
      case .rows(let change): "\(change.table):" + change.rows.map(Self.key).joined(separator: ",")
      case .commit: "commit"
      case .rollback: "rollback"
      case .prepared(let xid): "prepared " + String(decoding: xid, as: UTF8.self)
      case .xaCommit(let xid): "xaCommit " + String(decoding: xid, as: UTF8.self)
      case .xaRollback(let xid): "xaRollback " + String(decoding: xid, as: UTF8.self)
      case .statement(let database, let sql):
        "\(database): " + String(decoding: sql, as: UTF8.self).prefix(24).filter { $0 != "`" }
      case .heartbeat: "heartbeat"
      case .rotated(let position): "rotated \(position)"
      case .incident: "incident"
      case .definitionChanged(let table, _): "changed \(table)"
      }
    }
  }

  private static func key(_ row: RowChange.Row) -> String {
    guard case .int(let key) = (row.after ?? row.before)?.first else { return "?" }
    return (row.after == nil ? "-" : row.before == nil ? "+" : "") + "\(key)"
  }

  private let definitions = [
    "fx: CREATE TABLE t (id INT P", "commit", "fx: CREATE TABLE mi (id INT ", "commit",
    "fx: CREATE TABLE other (id I", "commit",
  ]
  private let xa = [
    "1:+30", "prepared X'7831',X'',1", "xaCommit X'7831',X'',1", "commit",
    "1:+31", "prepared X'7832',X'62',7", "xaRollback X'7832',X'62',7", "1:+32", "commit",
  ]
  private let statements = [
    "fx: INSERT INTO t VALUES (40", "commit", "fx: UPDATE t SET n = n + 1 W", "fx: DELETE FROM t WHERE id =",
    "commit", "fx: CREATE TABLE t2 (\n  i", "commit", "fx: TRUNCATE TABLE t2", "commit",
    "fx: DROP TABLE t2 /* gener", "commit",
  ]

  @Test func `transactions of MySQL end as they ended there`() throws {
    let story = try story("mysql-transactions")
    #expect(
      story == definitions + [
        "1:+1", "1:+3", "commit", "1:+10", "1:+13", "commit", "2:+3", "commit",
      ] + xa + statements + ["rotated binlog.000005:4"])
  }

  @Test func `transactions of MariaDB end as they ended there`() throws {
    // What a savepoint undid stands in the log when a table without transactions was written to.
    let story = try story("mariadb-transactions")
    #expect(
      story == definitions + [
        "1:+1", "1:+3", "commit", "2:+1", "commit", "1:+10", "1:+12", "1:+13", "commit", "2:+2", "commit",
        "2:+3", "commit",
      ] + xa + statements + ["rotated binlog.000004:4"])
  }

  @Test func `compressed transactions are told like others, with the place behind them`() throws {
    let items = try RecordedLog("mysql-special").items()
    let start = try #require(items.firstIndex { $0.rows(of: 1).first?.after == [.int(100)] })
    let story = items[start...].prefix(6)
    #expect(story.map { $0.rows(of: 1).count } == [2, 1, 1, 0, 7, 0])
    guard case .commit(let first, let identifier) = story.dropFirst(3).first,
      case .commit(let second, _) = story.last
    else {
      Issue.record("no commits: \(story)")
      return
    }
    #expect(first.offset < second.offset)
    #expect(identifier != nil)
  }

  @Test func `identifiers are told in the server's form, tags included`() throws {
    func identifiers(_ name: String) throws -> [String] {
      try RecordedLog(name).items().compactMap {
        guard case .commit(_, let identifier) = $0 else { return nil }
        return identifier
      }
    }
    let uuid = "154c9aba-e576-11f1-8d0b-02fc00000001"
    #expect(try identifiers("mysql-transactions").first == "\(uuid):14")
    #expect(try identifiers("mysql-special").contains("\(uuid):reports_1:1"))
    #expect(try identifiers("mariadb-transactions").first == "0-101-14")
  }

  @Test func `commits with nothing between them are told as the last`() throws {
    let log = try RecordedLog("mysql-transactions")
    var reader = log.reader(watching: [])
    try reader.begin(at: RecordedLog.start)
    for event in log.events { try reader.takeWhole(event) }
    let commits = reader.drain().filter {
      if case .commit = $0 { return true }
      return false
    }
    let all = try log.items().count {
      if case .commit = $0 { return true }
      return false
    }
    #expect(commits.count < all)
  }
}

extension BinlogItem {
  fileprivate func rows(of index: Int) -> [RowChange.Row] { [self].rows(of: index) }
}
