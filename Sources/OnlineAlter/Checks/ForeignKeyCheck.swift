import Basics
import MySQL

/// No foreign key leads from or to the table: the first would be lost, the second would follow the old table.
struct ForeignKeyCheck: Check {
  func run(_ subject: CheckSubject, _ connection: isolated Connection) throws {
    let table = subject.request.table
    let rows = try connection.query(
      """
      SELECT TABLE_SCHEMA AS d, TABLE_NAME AS t, CONSTRAINT_NAME AS c FROM information_schema.KEY_COLUMN_USAGE
      WHERE REFERENCED_TABLE_NAME IS NOT NULL
      AND ((TABLE_SCHEMA = \(literal: .string(table.database)) AND TABLE_NAME = \(literal: .string(table.name)))
      OR (REFERENCED_TABLE_SCHEMA = \(literal: .string(table.database))
      AND REFERENCED_TABLE_NAME = \(literal: .string(table.name)))) LIMIT 1
      """)
    guard let row = rows.first else { return }
    let owner = TableName(row["d"].string ?? "", row["t"].string ?? "")
    throw OpsError.cannotMigrate(
      table,
      "the foreign key \(row["c"].string ?? "") of \(owner) \(owner == table ? "belongs" : "leads") to it",
      hint: "drop the foreign key first, and add it again afterwards")
  }
}
