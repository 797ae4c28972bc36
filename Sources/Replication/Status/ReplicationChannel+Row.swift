import MySQL

extension ReplicationChannel {
  /// Reads a row of SHOW REPLICA STATUS, SHOW SLAVE STATUS or SHOW ALL SLAVES STATUS.
  package init(_ row: StatusRow, flavour: ServerInfo.Flavour) {
    name = row["Channel_Name", "Connection_name"] ?? ""
    // MySQL's own channels of a group have no source of their own.
    sourceHost = row["Source_Host"].flatMap { $0 == "<NULL>" ? nil : $0 } ?? ""
    sourcePort = row["Source_Port"].flatMap { Int($0) } ?? ServerAddress.defaultPort
    sourceServerID = row["Source_Server_Id"].flatMap { UInt32($0) } ?? 0
    sourceUUID = row["Source_UUID"].flatMap { $0.isEmpty ? nil : $0.lowercased() }
    access = SourceAccess(row)
    io = Self.state(row["Replica_IO_Running"])
    sql = Self.state(row["Replica_SQL_Running"])
    ioFailure = Self.failure(row["Last_IO_Errno"], row["Last_IO_Error"])
    sqlFailure = Self.failure(row["Last_SQL_Errno", "Last_Errno"], row["Last_SQL_Error", "Last_Error"])
    sqlActivity = row["Replica_SQL_Running_State", "Slave_SQL_State"] ?? ""
    secondsBehind = row["Seconds_Behind_Source"].flatMap { Int64($0) }
    delay = Self.seconds(row["SQL_Delay"]) ?? .zero
    remainingDelay = Self.seconds(row["SQL_Remaining_Delay"])
    fetched = Self.place(row["Source_Log_File"], row["Read_Source_Log_Pos"])
    applied = Self.place(row["Relay_Source_Log_File"], row["Exec_Source_Log_Pos"])
    switch flavour {
    case .mysql:
      usesGTID = row["Auto_Position"] == "1"
      retrieved = row["Retrieved_Gtid_Set"].flatMap { GTIDSet(text: $0, flavour: .mysql) }
    case .mariadb:
      usesGTID = row["Using_Gtid"].map { $0.lowercased() != "no" } ?? false
      leavesOutDomains = ["Replicate_Do_Domain_Ids", "Replicate_Ignore_Domain_Ids"].contains {
        row[$0]?.contains { $0.isNumber } ?? false
      }
    }
    filters = Self.filters(row)
  }

  private static func state(_ text: String?) -> ThreadState {
    switch text?.lowercased() {
    case "yes": .running
    // MariaDB says `Preparing` between the start of the thread and its first attempt.
    case "connecting", "preparing": .connecting
    default: .stopped
    }
  }

  private static func failure(_ number: String?, _ text: String?) -> Failure? {
    guard let number = number.flatMap({ Int($0) }), number != 0 else { return nil }
    return Failure(number: number, text: text ?? "")
  }

  private static func seconds(_ text: String?) -> Duration? {
    text.flatMap { Int64($0) }.map { .seconds($0) }
  }

  private static func place(_ file: String?, _ offset: String?) -> Place? {
    guard let file, !file.isEmpty, let offset = offset.flatMap({ UInt64($0) }) else { return nil }
    return Place(file: file, offset: offset)
  }

  private static let filterColumns = [
    "Replicate_Do_DB", "Replicate_Ignore_DB", "Replicate_Do_Table", "Replicate_Ignore_Table",
    "Replicate_Wild_Do_Table", "Replicate_Wild_Ignore_Table", "Replicate_Rewrite_DB",
    "Replicate_Do_Domain_Ids",
    "Replicate_Ignore_Domain_Ids", "Replicate_Ignore_Server_Ids",
  ]

  private static func filters(_ row: StatusRow) -> [Filter] {
    filterColumns.compactMap { column in
      guard let value = row[column], !value.isEmpty else { return nil }
      return Filter(column.lowercased(), value)
    }
  }
}

extension ReplicationChannel {
  /// Asks a server for all of its channels; none for a server that is no replica.
  ///
  /// - Throws: `SQLFailure`, of kind `privilege` where REPLICATION CLIENT, on MariaDB SLAVE MONITOR, is missing.
  package static func read(_ connection: isolated Connection) throws -> [ReplicationChannel] {
    let server = connection.server
    let rows = try connection.query(server.replicaStatusStatement)
    var channels = rows.map {
      ReplicationChannel(StatusRow($0, columns: rows.columns), flavour: server.flavour)
    }
    // MySQL has rows without a source for channels that were set up and reset, and for those of a group.
    .filter { !$0.sourceHost.isEmpty }
    for index in channels.indices { try channels[index].explain(connection) }
    return channels
  }

  /// `Worker 1 failed executing transaction '…' at source log …; Could not execute …` with the reason put first, which is
  /// what people look for.
  package static func reasonFirst(_ text: String) -> String {
    guard text.hasPrefix("Worker "), let end = text.firstRange(of: "; ") else { return text }
    return "\(text[end.upperBound...]); \(text[..<end.lowerBound])"
  }

  /// MySQL's own words name only the worker that failed; its error stands elsewhere.
  private mutating func explain(_ connection: isolated Connection) throws {
    guard connection.server.flavour == .mysql, let failure = sqlFailure else { return }
    do {
      let row = try connection.query(
        """
        SELECT LAST_ERROR_MESSAGE AS m FROM performance_schema.replication_applier_status_by_worker
        WHERE CHANNEL_NAME = \(literal: .string(name)) AND LAST_ERROR_NUMBER = \(failure.number)
        ORDER BY WORKER_ID LIMIT 1
        """
      ).first
      guard let text = row?["m"].string, !text.isEmpty else { return }
      sqlFailure = Failure(number: failure.number, text: Self.reasonFirst(text))
    } catch let problem as SQLFailure where problem.kind == .privilege || problem.kind == .unknownObject {
      // The server's own words must do.
    }
  }
}
