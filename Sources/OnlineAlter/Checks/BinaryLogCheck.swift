import Basics
import MySQL

/// The server logs every change of a row with its key.
struct BinaryLogCheck: Check {
  func run(_ subject: CheckSubject, _ connection: isolated Connection) throws {
    let table = subject.request.table
    let row = try connection.query(
      "SELECT @@GLOBAL.log_bin AS l, @@GLOBAL.binlog_format AS f, @@GLOBAL.binlog_row_image AS i"
    ).first
    guard row?["l"].isOn == true else {
      throw OpsError.cannotMigrate(
        table, "the server writes no binary log", hint: "set log_bin and restart the server")
    }
    guard row?["f"].string?.uppercased() == "ROW" || subject.settings.logFormat == .switched else {
      throw OpsError.cannotMigrate(
        table, "binlog_format is \(row?["f"].string ?? "unknown")",
        hint: "add --switch-to-rbr, or SET GLOBAL binlog_format = 'ROW', and let the application connect anew"
      )
    }
  }
}
