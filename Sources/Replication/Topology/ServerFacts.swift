import Basics
import MySQL

/// What a server tells of itself and of its part in replication.
package struct ServerFacts: Sendable, Equatable {
  /// Tells one server from another, by whatever name it is reached: a clone has the same UUID and server id, but
  /// not the same machine, port and folder.
  package struct Identity: Sendable, Hashable {
    package let text: String

    package init(_ text: String) { self.text = text }
  }

  package var identity: Identity
  package var serverID: UInt32 = 0
  /// In lower case; nil on MariaDB.
  package var uuid: String?
  package var server: ServerInfo
  /// Where it listens.
  package var port = ServerAddress.defaultPort
  /// `report_host`; empty where it is not set.
  package var reportHost = ""
  package var writeState = WriteState.writable
  /// `@@lower_case_table_names`
  package var lowerCase: Int64 = 0
  /// `ROW`, `STATEMENT` or `MIXED`; nil without a binary log.
  package var logFormat: String?
  /// Whether what it replicates goes into its own log, for replicas of its own.
  package var logsReplicated = false
  /// `@@gtid_mode`; nil on MariaDB.
  package var gtidMode: String?
  package var channels: [ReplicationChannel] = []
  /// Databases that its log leaves out or has alone.
  package var logFilters: [ReplicationChannel.Filter] = []
  package var executed = ExecutedTransactions.untracked
  /// The same, asked again after all of those below it; nil where nothing depended on it.
  package var executedLater: ExecutedTransactions?
  package var listing = ReplicaListing(entries: nil, sessions: [])

  package init(identity: Identity, server: ServerInfo) {
    self.identity = identity
    self.server = server
  }

  /// Where it says that it is to be reached; nil without `report_host`.
  package var announced: ServerAddress? { reportHost.isEmpty ? nil : .tcp(host: reportHost, port: port) }
  package var isReplica: Bool { !channels.isEmpty }
  package var isWritable: Bool { writeState == .writable }
}

extension ServerFacts {
  /// Asks a server.
  ///
  /// - Throws: `SQLFailure`, of kind `privilege` where REPLICATION CLIENT, on MariaDB SLAVE MONITOR, is missing.
  package static func read(_ connection: isolated Connection) throws -> ServerFacts {
    let rows = try connection.query(variables(connection.server))
    guard let row = rows.first else {
      throw OpsError(
        .failed, "cannot use \(connection.options.address)", why: "it does not tell its variables")
    }
    let uuid = row["u"].string.flatMap { $0.isEmpty ? nil : $0.lowercased() }
    let parts = [row["h"].string, row["p"].string, row["d"].string, uuid, row["i"].string]
    var facts = ServerFacts(
      identity: Identity(parts.map { $0 ?? "" }.joined(separator: "|")), server: connection.server)
    facts.serverID = UInt32(clamping: row["i"].uint ?? 0)
    facts.uuid = uuid
    facts.port = row["p"].int.map { Int($0) } ?? ServerAddress.defaultPort
    facts.reportHost = row["r"].string ?? ""
    facts.lowerCase = row["l"].int ?? 0
    facts.logFormat = row["b"].isOn ? row["f"].string : nil
    facts.logsReplicated = row["b"].isOn && row["s"].isOn
    facts.gtidMode = row["g"].string
    facts.writeState = try WriteState.read(connection)
    facts.channels = try ReplicationChannel.read(connection)
    facts.logFilters = try logFilters(connection)
    facts.executed = try ExecutedTransactions.read(connection)
    facts.listing = try ReplicaListing.read(connection)
    return facts
  }

  private static func variables(_ server: ServerInfo) -> SQLText {
    let own: SQLText =
      server.flavour == .mysql
      ? "@@server_uuid AS u, @@GLOBAL.gtid_mode AS g" : "NULL AS u, NULL AS g"
    let logging: SQLText = server.namesReplicaUpdates ? "@@log_replica_updates" : "@@log_slave_updates"
    return """
      SELECT @@server_id AS i, @@hostname AS h, @@port AS p, @@datadir AS d, @@report_host AS r,
      @@lower_case_table_names AS l, @@log_bin AS b, @@GLOBAL.binlog_format AS f, \(logging) AS s, \(own)
      """
  }

  private static func logFilters(_ connection: isolated Connection) throws -> [ReplicationChannel.Filter] {
    do {
      guard let row = try connection.query(connection.server.binaryLogStatusStatement).first else {
        return []
      }
      return ["Binlog_Do_DB", "Binlog_Ignore_DB"].compactMap { name in
        guard let value = row[name].string, !value.isEmpty else { return nil }
        return ReplicationChannel.Filter(name.lowercased(), value)
      }
    } catch let failure as SQLFailure where failure.kind == .privilege {
      return []
    }
  }
}

extension ServerInfo {
  /// `log_replica_updates` instead of `log_slave_updates`.
  var namesReplicaUpdates: Bool { flavour == .mysql && version >= Version(8, 0, 26) }
}
