import Basics
import MySQL

/// No foreign key leads from or to the table: the first would be lost, the second would follow the old table.
struct ForeignKeyCheck: Check {
  func run(_ subject: CheckSubject, _ connection: isolated Connection) throws {
    let table = subject.request.table
    guard let found = try visible(table, connection) ?? hidden(table, connection) else { return }
    let verb = found.owner == table.description ? "belongs" : "leads"
    throw OpsError.cannotMigrate(
      table, "the foreign key \(found.key) of \(found.owner) \(verb) to it",
      hint: "drop the foreign key first, and add it again afterwards")
  }

  private struct Found {
    let key: String
    /// The table that it belongs to.
    let owner: String
  }

  private func visible(_ table: TableName, _ connection: isolated Connection) throws -> Found? {
    let rows = try connection.query(
      """
      SELECT TABLE_SCHEMA AS d, TABLE_NAME AS t, CONSTRAINT_NAME AS c FROM information_schema.KEY_COLUMN_USAGE
      WHERE REFERENCED_TABLE_NAME IS NOT NULL
      AND ((TABLE_SCHEMA = \(literal: .string(table.database)) AND TABLE_NAME = \(literal: .string(table.name)))
      OR (REFERENCED_TABLE_SCHEMA = \(literal: .string(table.database))
      AND REFERENCED_TABLE_NAME = \(literal: .string(table.name)))) LIMIT 1
      """)
    return rows.first.map { row in
      Found(
        key: row["c"].string ?? "",
        owner: TableName(row["d"].string ?? "", row["t"].string ?? "").description)
    }
  }

  /// InnoDB's own list tells also those of tables that the account may not see.
  private func hidden(_ table: TableName, _ connection: isolated Connection) throws -> Found? {
    let server = connection.server
    do {
      return try connection.query(
        """
        SELECT ID AS c, FOR_NAME AS t FROM information_schema.\(raw: server.foreignKeyList)
        WHERE REF_NAME = \(server.innodbName(of: table)) OR FOR_NAME = \(server.innodbName(of: table)) LIMIT 1
        """
      ).first.map { row in
        // `database/name`, both as InnoDB keeps them.
        Found(
          key: row["c"].string.map { String($0.drop { $0 != "/" }.dropFirst()) } ?? "",
          owner: row["t"].string?.replacing("/", with: ".") ?? "")
      }
    } catch let failure as SQLFailure where [.privilege, .unknownObject].contains(failure.kind) {
      // Without PROCESS all tables are seen, or GrantCheck would not have let the account through.
      return nil
    }
  }
}

extension ServerInfo {
  private var hasPlainNamesInInnoDB: Bool { flavour == .mysql && version >= Version(8, 0) }

  /// InnoDB's own list of foreign keys.
  fileprivate var foreignKeyList: String { hasPlainNamesInInnoDB ? "INNODB_FOREIGN" : "INNODB_SYS_FOREIGN" }

  /// A table's name in InnoDB's lists: `database/table`, in older servers in the character set of file names.
  func innodbName(of table: TableName) -> SQLText {
    let parts = [table.database, table.name].map { name -> SQLText in
      let text = SQLText.literal(.string(name))
      // As bytes, or the server would convert it back.
      return hasPlainNamesInInnoDB ? text : "CAST(CONVERT(\(text) USING filename) AS BINARY)"
    }
    return "CONCAT(\(parts[0]), '/', \(parts[1]))"
  }
}
