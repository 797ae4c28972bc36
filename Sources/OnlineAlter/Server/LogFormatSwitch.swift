import Basics
import MySQL

/// Makes the server log changes row by row, where it does not.
struct LogFormatSwitch: Sendable {
  let table: TableName

  /// Touches nothing where the format is ROW already.
  ///
  /// - Throws: `OpsError` `refused` where the server has replicas: theirs would have to be switched first.
  func run(_ connection: isolated Connection, _ log: Log) throws {
    let format = try connection.query("SELECT @@GLOBAL.binlog_format AS f").first?["f"].string
    guard format?.uppercased() != "ROW" else { return }
    let readers = try connection.query(
      "SELECT ID FROM information_schema.PROCESSLIST WHERE COMMAND IN ('Binlog Dump', 'Binlog Dump GTID')")
    guard readers.isEmpty else {
      throw OpsError.cannotMigrate(
        table, "binlog_format is \(format ?? "unknown"), and the server has replicas",
        hint: "set binlog_format to ROW on the replicas and here, then run again")
    }
    try connection.execute("SET GLOBAL binlog_format = 'ROW'")
    log.warning(
      "binlog_format was \(format ?? "unknown") and is ROW now; sessions that are open keep theirs", [:])
  }
}
