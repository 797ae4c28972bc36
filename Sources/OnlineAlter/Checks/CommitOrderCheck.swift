import Basics
import MySQL

/// Commits become visible in the order of the log: the fence stands on it. MariaDB always does that.
struct CommitOrderCheck: Check {
  func run(_ subject: CheckSubject, _ connection: isolated Connection) throws {
    let table = subject.request.table
    guard connection.server.flavour == .mysql else { return }
    let isOrdered = try connection.query("SELECT @@GLOBAL.binlog_order_commits AS o").first?["o"].isOn
    guard isOrdered == true else {
      throw OpsError.cannotMigrate(
        table, "binlog_order_commits is off",
        hint: "SET GLOBAL binlog_order_commits = ON while it is migrated")
    }
  }
}
