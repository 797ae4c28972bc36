import Basics
import MySQL

/// Up to where a replica has applied its source's log, at the moment that a snapshot shows.
///
/// What the server tells in its status will not do: it is written down after the transaction is visible, by MySQL's
/// parallel appliers up to a third of a second later. Replaying from there would do transactions twice.
struct ReplicaPosition: Sendable {
  private static let pause = Duration.milliseconds(5)
  private static let attempts = 100

  /// - Parameters:
  ///   - session: Inside the snapshot.
  ///   - observer: Reads what the server says now. Commits to what is backed up are held back.
  /// - Returns: Nil when the server is no replica, and when the place cannot be told exactly.
  static func read(inside session: Connection, _ observer: Connection) async throws -> BinlogPosition? {
    do {
      return session.server.flavour == .mariadb
        ? try await settled(session, observer) : try await session.perform { try recorded($0) }
    } catch let failure as SQLFailure where [.privilege, .unknownObject].contains(failure.kind) {
      return nil
    }
  }

  /// MariaDB: the status, once it covers every transaction that the snapshot shows and stands still.
  private static func settled(_ session: Connection, _ observer: Connection) async throws -> BinlogPosition? {
    let shown = try await session.perform { session in
      let rows = try session.query(
        "SELECT domain_id AS d, server_id AS s, seq_no AS n FROM mysql.gtid_slave_pos")
      var shown = MariaDBGTIDs()
      for row in rows {
        guard let domain = row["d"].uint, let server = row["s"].uint, let number = row["n"].uint else {
          continue
        }
        shown.advance(
          UInt32(truncatingIfNeeded: domain),
          to: .init(server: UInt32(truncatingIfNeeded: server), sequence: number))
      }
      _ = try session.execute("ROLLBACK TO SAVEPOINT dbops")
      return shown
    }
    var before: BinlogPosition?
    for _ in 0..<attempts {
      let gtids = try await observer.query("SELECT @@GLOBAL.gtid_slave_pos AS g").first?["g"].string ?? ""
      let now = try await observer.query(observer.server.replicaStatusStatement).first.flatMap {
        BinlogPosition($0, file: "Relay_Master_Log_File", offset: "Exec_Master_Log_Pos")
      }
      guard let now else { return nil }
      if MariaDBGTIDs(text: gtids)?.contains(shown) == true, now == before { return now }
      before = now
      try await Task.sleep(for: pause)
    }
    return nil
  }

  /// MySQL: each applier writes its place in the transaction that it applies, and they commit in the source's order.
  private static func recorded(_ session: isolated Connection) throws -> BinlogPosition? {
    guard let status = try session.query(session.server.replicaStatusStatement).first else { return nil }
    let keepsOrder = try session.query("SHOW GLOBAL VARIABLES LIKE '%\\_preserve\\_commit\\_order'").first?[1]
    let workers = try session.query("SHOW GLOBAL VARIABLES LIKE '%\\_parallel\\_workers'").first?[1].int ?? 0
    // Appliers that commit in any order leave gaps, and then there is no one place.
    guard workers == 0 || keepsOrder?.isOn == true else { return nil }
    let channel = SQLText.literal(.string(status["Channel_Name"].string ?? ""))
    let rows = try session.query(
      """
      SELECT Master_log_name AS f, Master_log_pos AS p FROM mysql.slave_relay_log_info
      WHERE Channel_name = \(channel) UNION ALL SELECT Master_log_name, Master_log_pos FROM mysql.slave_worker_info
      WHERE Channel_name = \(channel) ORDER BY LENGTH(f) DESC, f DESC, p DESC LIMIT 1
      """)
    let place = rows.first.flatMap { BinlogPosition($0, file: "f", offset: "p") }
    _ = try session.execute("ROLLBACK TO SAVEPOINT dbops")
    return try isKept(channel, session) ? place : nil
  }

  /// Whether the server keeps places at all: it may be told to go by GTIDs alone.
  private static func isKept(_ channel: SQLText, _ session: isolated Connection) throws -> Bool {
    do {
      let row = try session.query(
        "SELECT Gtid_only AS g FROM mysql.slave_master_info WHERE Channel_name = \(channel)"
      ).first
      _ = try session.execute("ROLLBACK TO SAVEPOINT dbops")
      return row?["g"].isOn != true
    } catch let failure as SQLFailure where failure.kind == .unknownObject {
      // Older servers do not know the option.
      return true
    }
  }
}

extension BinlogPosition {
  /// The place that a row of SHOW names; nil when it names none.
  init?(_ row: Rows.Row, file: String, offset: String) {
    guard row.has(file), let name = row[file].string, !name.isEmpty, let at = row[offset].uint else {
      return nil
    }
    self.init(file: name, offset: at)
  }
}
