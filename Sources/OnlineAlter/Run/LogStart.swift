import Basics
import MySQL

/// Where reading the log begins.
struct LogStart: Sendable {
  let position: BinlogPosition
  /// Names the server whose log it is.
  let server: String

  /// - Throws: `OpsError` `refused` when what the checkpoint was told is no longer what the server's log tells.
  static func find(_ checkpoint: Checkpoint?, _ connection: isolated Connection) throws -> LogStart {
    let variable: SQLText = connection.server.flavour == .mysql ? "@@server_uuid" : "@@server_id"
    let server = try connection.query("SELECT CONCAT(\(variable), '') AS s").first?["s"].string ?? ""
    if let checkpoint {
      if let why = try misfit(checkpoint, server, connection) {
        throw OpsError(
          .refused, "cannot carry on with the migration", why: why,
          hint: "add --initially-drop-ghost-table to begin anew")
      }
      return LogStart(position: checkpoint.position, server: server)
    }
    guard let row = try connection.query(connection.server.binaryLogStatusStatement).first,
      let file = row["File"].string, let offset = row["Position"].uint
    else {
      throw OpsError(
        .refused, "cannot migrate a table", why: "the server writes no binary log",
        hint: "set log_bin and restart the server")
    }
    return LogStart(position: BinlogPosition(file: file, offset: offset), server: server)
  }

  /// Why the log cannot be read on from the checkpoint; nil when it can.
  private static func misfit(
    _ checkpoint: Checkpoint, _ server: String, _ connection: isolated Connection
  ) throws -> String? {
    if checkpoint.server != server { return "it was begun on another server" }
    let place = checkpoint.position
    let files = try connection.query("SHOW BINARY LOGS")
    guard let file = files.first(where: { $0["Log_name"].string == place.file }),
      (file["File_size"].uint ?? 0) >= place.offset
    else { return "the server's binary log no longer reaches back to \(place)" }
    return try LogHistory.isKept(checkpoint.history, connection)
      ? nil : "the server's binary log is another one than then: it was reset, or lost its end in a crash"
  }
}

/// Which transactions a server's log holds, as far as it names them: what was there once must be there later.
enum LogHistory {
  /// Empty where the server does not name its transactions.
  static func read(_ connection: isolated Connection) throws -> String {
    let variable: SQLText =
      connection.server.flavour == .mysql ? "@@GLOBAL.gtid_executed" : "@@GLOBAL.gtid_binlog_pos"
    return try connection.query("SELECT \(variable) AS g").first?["g"].string ?? ""
  }

  static func isKept(_ history: String, _ connection: isolated Connection) throws -> Bool {
    guard !history.isEmpty else { return true }
    let flavour = connection.server.flavour
    guard let then = GTIDSet(text: history, flavour: flavour),
      let now = GTIDSet(text: try read(connection), flavour: flavour)
    else { return false }
    return now.contains(then)
  }
}
