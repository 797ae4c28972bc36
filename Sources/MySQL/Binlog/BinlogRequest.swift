import Basics

/// What a stream asks a server for, whenever it connects.
struct BinlogRequest: Sendable {
  /// Asks MySQL for heartbeats that tell 64-bit offsets; older servers do not mind.
  private static let wantsLongHeartbeats: UInt16 = 2

  let options: ConnectionOptions
  let serverID: UInt32
  let heartbeat: Duration

  /// The statements before the dump is asked for.
  func settings(for server: ServerInfo, at start: BinlogStart) -> [String] {
    let tag = options.statementTag
    let (seconds, attoseconds) = heartbeat.components
    let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    // Without the checksum announced the server refuses to send a log that has checksums.
    var settings = ["SET @master_binlog_checksum = 'CRC32', @master_heartbeat_period = \(nanoseconds)"]
    switch server.flavour {
    case .mysql:
      settings.append(
        "SET @source_binlog_checksum = 'CRC32', @source_heartbeat_period = \(nanoseconds)")
    case .mariadb:
      settings.append("SET @mariadb_slave_capability = 4")
      if case .gtid(let set) = start {
        settings.append(
          "SET @slave_connect_state = '\(set)', @slave_gtid_strict_mode = 0, @slave_gtid_ignore_duplicates = 0"
        )
      }
    }
    return settings.map { tag + $0 }
  }

  /// The command that starts the dump.
  func dump(for server: ServerInfo, at start: BinlogStart) throws(OpsError) -> (
    command: Int32, payload: [UInt8]
  ) {
    let flags = server.flavour == .mysql ? Self.wantsLongHeartbeats : 0
    switch start {
    case .position(let position):
      guard let offset = UInt32(exactly: position.offset) else {
        throw cannotStart("an offset above 4 GiB cannot be asked for")
      }
      return (
        ReplicaPackets.dump,
        ReplicaPackets.dump(file: position.file, offset: offset, flags: flags, serverID: serverID)
      )
    case .gtid(.mysql(let set)):
      guard server.flavour == .mysql else { throw cannotStart("the GTID set is MySQL's, the server MariaDB") }
      return (
        ReplicaPackets.dumpByIdentifiers,
        ReplicaPackets.dump(without: set, flags: flags, serverID: serverID)
      )
    case .gtid(.mariadb):
      guard server.flavour == .mariadb else {
        throw cannotStart("the GTID position is MariaDB's, the server MySQL")
      }
      return (
        ReplicaPackets.dump,
        ReplicaPackets.dump(file: "", offset: 4, flags: flags, serverID: serverID)
      )
    }
  }

  private func cannotStart(_ why: String) -> OpsError {
    OpsError(.failed, "cannot read the binary log of \(options.address)", why: why)
  }
}
