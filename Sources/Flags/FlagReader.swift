import MySQL

/// Reads what a server says of its variables and of its replication.
enum FlagReader {
  /// - Throws: `SQLFailure`.
  static func read(_ connection: isolated Connection) throws -> ServerFlags {
    var flags: [String: ActualFlag] = [:]
    for row in try connection.query("SHOW GLOBAL VARIABLES") {
      guard let name = row[0].string?.lowercased() else { continue }
      flags[name] = ActualFlag(name, row[1].string ?? "")
    }
    switch connection.server.flavour {
    case .mysql: try addMySQLOrigins(to: &flags, connection)
    case .mariadb: try addMariaDBOrigins(to: &flags, connection)
    }
    return ServerFlags(
      server: connection.server, identity: try identity(connection), replication: try replication(connection),
      flags: Array(flags.values))
  }

  /// One variable as it is now; nil when the server has none of this name.
  static func value(of name: String, _ connection: isolated Connection) throws -> FlagValue? {
    let rows = try connection.query(
      "SHOW GLOBAL VARIABLES WHERE Variable_name = \(literal: .string(name))")
    return rows.first.map { FlagValue($0[1].string ?? "") }
  }

  /// What SET PERSIST has stored, by name. Empty where there is no such thing, or the account may not see it.
  static func stored(_ connection: isolated Connection) throws -> [String: FlagValue] {
    guard connection.server.hasPersistedVariables else { return [:] }
    var stored: [String: FlagValue] = [:]
    let rows = try ifAllowed {
      try connection.query("SELECT VARIABLE_NAME, VARIABLE_VALUE FROM performance_schema.persisted_variables")
    }
    guard let rows else { return [:] }
    for row in rows {
      guard let name = row[0].string?.lowercased() else { continue }
      stored[name] = FlagValue(row[1].string ?? "")
    }
    return stored
  }

  /// Whether ordinary accounts may write there.
  static func takesWrites(_ connection: isolated Connection) throws -> Bool {
    let value = try connection.query("SELECT @@GLOBAL.read_only AS r").first?["r"].string
    return ServerFlags.takesWrites(readOnly: value.map { FlagValue($0) })
  }

  private static func identity(_ connection: isolated Connection) throws -> String {
    let row = try connection.query(
      "SELECT @@hostname AS h, @@port AS p, @@server_id AS s, @@datadir AS d"
    ).first
    return ["h", "p", "s", "d"].map { row?[$0].string ?? "" }.joined(separator: " ")
  }

  private static func addMySQLOrigins(
    to flags: inout [String: ActualFlag], _ connection: isolated Connection
  ) throws {
    guard connection.server.hasPersistedVariables else { return }
    let rows = try ifAllowed {
      try connection.query(
        "SELECT VARIABLE_NAME, VARIABLE_SOURCE, VARIABLE_PATH FROM performance_schema.variables_info")
    }
    guard let rows else { return }
    for row in rows {
      guard let name = row[0].string?.lowercased() else { continue }
      let source = ActualFlag.Source(mysql: row[1].string ?? "", path: row[2].string ?? "")
      flags[name]?.source = source
      flags[name]?.afterRestart = source == .runtime || source == .unknown ? .unknown : .same
    }
    // A server that does not load them starts without them.
    guard flags["persisted_globals_load"]?.value.truth != false else { return }
    for (name, value) in try stored(connection) {
      guard let flag = flags[name] else { continue }
      flags[name]?.afterRestart = .stored(value)
      if flag.source == .unknown { flags[name]?.source = .persisted }
    }
  }

  private static func addMariaDBOrigins(
    to flags: inout [String: ActualFlag], _ connection: isolated Connection
  ) throws {
    let rows = try connection.query("SELECT * FROM information_schema.SYSTEM_VARIABLES")
    for row in rows {
      guard let name = row["VARIABLE_NAME"].string?.lowercased() else { continue }
      let path = row.has("GLOBAL_VALUE_PATH") ? row["GLOBAL_VALUE_PATH"].string ?? "" : "?"
      let source = ActualFlag.Source(mariadb: row["GLOBAL_VALUE_ORIGIN"].string ?? "", path: path)
      flags[name]?.source = source
      flags[name]?.afterRestart = source == .runtime || source == .unknown ? .unknown : .same
      flags[name]?.change = row["READ_ONLY"].isOn ? .restart : .running
      flags[name]?.form = OptionForm(row)
    }
  }

  private static func replication(_ connection: isolated Connection) throws -> ReplicationState {
    let rows: Rows
    do {
      rows = try connection.query(connection.server.replicaStatusStatement)
    } catch let failure as SQLFailure where failure.kind == .privilege {
      return .hidden(failure)
    }
    func text(_ row: Rows.Row, _ names: String...) -> String {
      names.first { row.has($0) }.flatMap { row[$0].string } ?? ""
    }
    // A channel that replicates nothing any more keeps its row without a source on some servers.
    let channels = rows.filter { !text($0, "Source_Host", "Master_Host").isEmpty }
    guard !channels.isEmpty else { return .none }
    let sources = channels.map {
      "\(text($0, "Source_Host", "Master_Host")):\(text($0, "Source_Port", "Master_Port"))"
    }
    let isRunning = channels.contains { row in
      ["IO", "SQL"].contains { text(row, "Replica_\($0)_Running", "Slave_\($0)_Running") != "No" }
    }
    return .replica(sources: sources, isRunning ? .running : .stopped)
  }

  private static func ifAllowed(_ query: () throws -> Rows) throws -> Rows? {
    do {
      return try query()
    } catch let failure as SQLFailure where [.privilege, .unknownObject].contains(failure.kind) {
      return nil
    }
  }
}

extension ActualFlag.Source {
  init(mysql word: String, path: String) {
    self =
      switch word {
      case "COMPILED": .compiled
      case "GLOBAL", "SERVER", "EXPLICIT", "EXTRA", "USER", "LOGIN": .file(path)
      case "COMMAND_LINE": .commandLine
      case "PERSISTED": .persisted
      case "DYNAMIC": .runtime
      default: .unknown
      }
  }

  /// - Parameter path: `?` where the server does not tell paths at all.
  init(mariadb word: String, path: String) {
    self =
      switch word {
      case "COMPILE-TIME": .compiled
      case "CONFIG": path == "?" ? .file("") : path.isEmpty ? .commandLine : .file(path)
      case "AUTO": .automatic
      case "SQL": .runtime
      default: .unknown
      }
  }
}

extension OptionForm {
  /// - Parameter row: Of MariaDB's `information_schema.SYSTEM_VARIABLES`.
  fileprivate init(_ row: Rows.Row) {
    guard !row["COMMAND_LINE_ARGUMENT"].isNull else {
      kind = .none
      return
    }
    let type = row["VARIABLE_TYPE"].string ?? ""
    switch type {
    case "BOOLEAN": kind = .truth
    case "ENUM":
      kind = .word(of: (row["ENUM_VALUE_LIST"].string ?? "").split(separator: ",").map(String.init))
    case _ where type.contains("INT") || type == "DOUBLE":
      let least = row["NUMERIC_MIN_VALUE"].double ?? 0
      let most = row["NUMERIC_MAX_VALUE"].double ?? .greatestFiniteMagnitude
      kind = least <= most ? .number(least...most) : .text
    default: kind = .text
    }
  }
}
