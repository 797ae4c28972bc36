import Basics
import MySQL

/// How the sessions of a backup were made to see the same moment.
package enum SnapshotMethod: String, Sendable {
  /// MariaDB: BACKUP STAGE BLOCK_COMMIT while the snapshots open.
  case backupStage = "backup-stage"
  /// MySQL: LOCK INSTANCE FOR BACKUP throughout, FLUSH TABLES WITH READ LOCK while the snapshots open.
  case backupLock = "backup-lock"
  /// FLUSH TABLES WITH READ LOCK while the snapshots open.
  case globalReadLock = "global-read-lock"
  /// LOCK TABLES … READ on the selected tables while the snapshots open, where the account has no RELOAD.
  case tableLocks = "table-locks"
}

/// The moment a backup shows, in the terms of the server's log.
package struct ConsistencyPoint: Sendable, Equatable {
  package let method: SnapshotMethod
  package let takenAt: Timestamp
  /// How long writes were held up.
  package let lockHeld: Duration
  /// Where the server's own binary log stood; nil when it writes none.
  package var position: BinlogPosition?
  /// The transactions contained, in the server's dialect; empty without GTIDs.
  package var gtid: String
  /// On a replica: up to where it had applied its source's log; nil when that cannot be told exactly.
  package var sourcePosition: BinlogPosition?
  /// On a replica: where its source is; empty elsewhere.
  package var sourceHost: String

  package var json: JSONValue {
    var members: [String: JSONValue] = [
      "method": .string(method.rawValue), "taken_at": .string(takenAt.description),
      "lock_seconds": .double(lockHeld.inSeconds), "gtid": .string(gtid),
    ]
    if let position { members["position"] = .string(position.description) }
    if let sourcePosition { members["source_position"] = .string(sourcePosition.description) }
    if !sourceHost.isEmpty { members["source_host"] = .string(sourceHost) }
    return .object(members)
  }
}

extension ConsistencyPoint {
  /// Reads where the logs stand; called while commits are held back.
  static func read(
    method: SnapshotMethod, since start: ContinuousClock.Instant, _ connection: isolated Connection
  ) throws -> ConsistencyPoint {
    let mine = try ignoringMissingPrivilege {
      try connection.query(connection.server.binaryLogStatusStatement).first
    }
    let source = try ignoringMissingPrivilege {
      try connection.query(connection.server.replicaStatusStatement).first
    }
    func either(_ new: String, _ old: String) -> String { source?.has(new) == true ? new : old }
    let gtidVariable =
      connection.server.flavour == .mariadb
      ? "SELECT @@GLOBAL.gtid_current_pos" : "SELECT @@GLOBAL.gtid_executed"
    let gtid = try connection.query(SQLText(raw: gtidVariable)).first?[0].string ?? ""
    return ConsistencyPoint(
      method: method, takenAt: .now(), lockHeld: ContinuousClock.now - start,
      position: mine.flatMap { BinlogPosition($0, file: "File", offset: "Position") },
      gtid: gtid.filter { $0 != "\n" }, sourcePosition: nil,
      sourceHost: source?[either("Source_Host", "Master_Host")].string ?? "")
  }

  /// A position is worth having but no reason to fail: without the privilege it is simply not recorded.
  private static func ignoringMissingPrivilege<Value>(_ body: () throws -> Value?) throws -> Value? {
    do {
      return try body()
    } catch let error as SQLFailure where error.kind == .privilege {
      return nil
    }
  }
}
