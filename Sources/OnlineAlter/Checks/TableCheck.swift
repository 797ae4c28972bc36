import Basics
import MySQL

/// The table is there, and its rows can be read while they are written.
struct TableCheck: Check {
  func run(_ subject: CheckSubject, _ connection: isolated Connection) throws {
    let table = subject.request.table
    let row = try connection.query(
      """
      SELECT TABLE_TYPE AS t, ENGINE AS e FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = \(literal: .string(table.database)) AND TABLE_NAME = \(literal: .string(table.name))
      """
    ).first
    guard let row else {
      throw OpsError(
        .notFound, "cannot migrate \(table)", why: "there is no such table, or the account may not see it",
        hint: "SHOW TABLES FROM \(SQLText.quoted(table.database))")
    }
    guard row["t"].string == "BASE TABLE" else {
      throw OpsError.cannotMigrate(
        table, "it is a \(row["t"].string?.lowercased() ?? "")", hint: "only base tables can be migrated")
    }
    guard row["e"].string?.lowercased() == "innodb" else {
      throw OpsError.cannotMigrate(
        table, "its engine is \(row["e"].string ?? "unknown")",
        hint: "InnoDB tables only: others have no snapshots to read from")
    }
  }
}
