import Basics
import MySQL

/// Where reading the log begins.
struct LogStart: Sendable {
  let position: BinlogPosition
  /// Names the server whose log it is.
  let server: String

  /// - Throws: `OpsError` `refused` when the checkpoint is of another server's log.
  static func find(_ checkpoint: Checkpoint?, _ connection: isolated Connection) throws -> LogStart {
    let variable: SQLText = connection.server.flavour == .mysql ? "@@server_uuid" : "@@server_id"
    let server = try connection.query("SELECT CONCAT(\(variable), '') AS s").first?["s"].string ?? ""
    if let checkpoint {
      guard checkpoint.server == server else {
        throw OpsError(
          .refused, "cannot carry on with the migration", why: "it was begun on another server",
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
}
