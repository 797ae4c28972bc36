import Basics
import MySQL

/// The table of heartbeats, in pt-heartbeat's layout: one row for each server that writes them.
package struct HeartbeatTable: Sendable, Equatable {
  package let name: TableName

  package init(_ name: TableName) { self.name = name }

  /// Reads `database.table`; nil for anything else.
  package init?(text: String) {
    guard let point = text.firstIndex(of: "."), point != text.startIndex else { return nil }
    let table = text[text.index(after: point)...]
    guard !table.isEmpty else { return nil }
    self.init(TableName(String(text[..<point]), String(table)))
  }

  /// pt-heartbeat's own definition, so that either program can take over from the other.
  package var definition: SQLText {
    """
    CREATE TABLE IF NOT EXISTS \(name.sql) (
      ts varchar(26) NOT NULL,
      server_id int unsigned NOT NULL PRIMARY KEY,
      file varchar(255) DEFAULT NULL,
      position bigint unsigned DEFAULT NULL,
      relay_master_log_file varchar(255) DEFAULT NULL,
      exec_master_log_pos bigint unsigned DEFAULT NULL
    ) ENGINE=InnoDB
    """
  }

  /// The columns that a table must have to be written by dbops and read by pt-heartbeat.
  package static let columns = [
    "ts", "server_id", "file", "position", "relay_master_log_file", "exec_master_log_pos",
  ]
}

/// The newest heartbeat of one writer, as a server has it.
package struct HeartbeatSight: Sendable, Equatable {
  /// When it was written, by the writing server's clock.
  package let written: Timestamp
  /// When it was read, by the clock of the server that it was read from.
  package let now: Timestamp

  package init(written: Timestamp, now: Timestamp) {
    self.written = written
    self.now = now
  }

  /// Negative where the writing server's clock is ahead.
  package var age: Duration { .microseconds(now.microseconds - written.microseconds) }
}

extension HeartbeatTable {
  /// Reads all heartbeats that a server has, by the id of the server that wrote them.
  ///
  /// - Throws: `SQLFailure`.
  package func read(_ connection: isolated Connection) throws -> [UInt32: HeartbeatSight] {
    let rows = try connection.query("SELECT server_id AS s, ts AS t, UTC_TIMESTAMP(6) AS n FROM \(name.sql)")
    return rows.reduce(into: [:]) { sights, row in
      guard let server = row["s"].uint, let written = row["t"].string.flatMap({ Timestamp(serverText: $0) }),
        let now = row["n"].string.flatMap({ Timestamp(serverText: $0) })
      else { return }
      sights[UInt32(clamping: server)] = HeartbeatSight(written: written, now: now)
    }
  }

  /// Why the table could not be read, as the reason why lag is unknown; nil for failures of other kinds.
  package func reason(for failure: SQLFailure) -> String? {
    switch failure.number {
    case 1049, 1146: "there is no heartbeat table \(name); start 'dbops heartbeat' on the primary"
    case 1142, 1143, 1044: "the account may not read \(name): \(failure.grant ?? failure.description)"
    default: nil
    }
  }
}
