import Basics
import MySQL

/// Keeps the checkpoint in a table beside the ghost table, so that both are of one state after a crash of the server.
package struct CheckpointStore: Sendable {
  private let table: TableName
  private let owner: MigrationOwner
  /// Tells our table from others of the name: gh-ost makes one, too.
  private static let comment = "dbops: how far a migration is"

  package init(_ table: TableName, owner: MigrationOwner) {
    self.table = table
    self.owner = owner
  }

  /// Whether `table` is one that `create` made.
  static func exists(_ table: TableName, _ connection: isolated Connection) throws -> Bool {
    try TableCatalog.comment(table, connection) == comment
  }

  /// The tables of this kind in one database, or in all.
  static func all(in database: String?, _ connection: isolated Connection) throws -> [TableName] {
    let place: SQLText = database.map { "AND TABLE_SCHEMA = \(literal: .string($0))" } ?? ""
    return try connection.query(
      """
      SELECT TABLE_SCHEMA AS d, TABLE_NAME AS t FROM information_schema.TABLES
      WHERE TABLE_COMMENT = \(literal: .string(comment)) \(place) ORDER BY 1, 2
      """
    ).map { TableName($0["d"].string ?? "", $0["t"].string ?? "") }
  }

  /// Makes the table; it also holds the owner's name.
  package static func create(_ table: TableName, _ connection: isolated Connection) throws {
    try connection.execute(
      """
      CREATE TABLE \(table.sql) (name VARCHAR(32) CHARACTER SET ascii NOT NULL PRIMARY KEY,
      value LONGBLOB NOT NULL) ENGINE=InnoDB COMMENT=\(literal: .string(comment))
      """)
  }

  /// - Parameter record: For people who look from elsewhere: `dbops migrations`.
  package func save(
    _ checkpoint: Checkpoint, record: MigrationRecord, _ connection: isolated Connection
  ) throws {
    var values: [(String, [UInt8])] = [
      ("statement", Array(checkpoint.identity.statement.utf8)), ("source", checkpoint.identity.source),
      ("ghost", checkpoint.identity.ghost), ("key", Array(checkpoint.identity.key.utf8)),
      ("server", Array(checkpoint.server.utf8)), ("position", Array(checkpoint.position.description.utf8)),
      ("history", Array(checkpoint.history.utf8)),
      ("copied", Array("\(checkpoint.copied)".utf8)),
      ("done", Array((checkpoint.isCopied ? "1" : "0").utf8)),
    ]
    let watermark = checkpoint.watermark?.map(HexBytes.text).joined(separator: ",")
    values.append(("watermark", Array((watermark ?? "-").utf8)))
    values += record.values
    let rows = values.map { "(\(literal: .string($0.0)), \(literal: .bytes($0.1)))" as SQLText }
    // One of a run that was taken over, come late, must not tell of a ghost table that is gone.
    try connection.execute("START TRANSACTION")
    do {
      try owner.confirm(connection)
      try connection.execute("REPLACE INTO \(table.sql) (name, value) VALUES \(rows.joined(separator: ", "))")
      try connection.execute("COMMIT")
    } catch {
      _ = try? connection.execute("ROLLBACK")
      throw error
    }
  }

  /// What the table holds, by name.
  static func values(_ table: TableName, _ connection: isolated Connection) throws -> [String: [UInt8]] {
    var values: [String: [UInt8]] = [:]
    for row in try connection.query("SELECT name, value FROM \(table.sql)") {
      values[row["name"].string ?? ""] = row["value"].bytes
    }
    return values
  }

  /// Nil when none was saved, or it is not whole.
  static func load(_ table: TableName, _ connection: isolated Connection) throws -> Checkpoint? {
    let values = try values(table, connection)
    func text(_ name: String) -> String? { values[name].map { String(decoding: $0, as: UTF8.self) } }
    guard let statement = text("statement"), let source = values["source"], let ghost = values["ghost"],
      let key = text("key"), let server = text("server"),
      let position = text("position").flatMap({ BinlogPosition(text: $0) }),
      let copied = text("copied").flatMap({ Int64($0) }),
      let watermark = text("watermark")
    else { return nil }
    let parts = watermark.split(separator: ",", omittingEmptySubsequences: false).map { HexBytes.bytes($0) }
    guard watermark == "-" || !parts.contains(nil) else { return nil }
    let texts = watermark == "-" ? nil : parts.compactMap { $0 }
    return Checkpoint(
      identity: MigrationIdentity(statement: statement, source: source, ghost: ghost, key: key),
      server: server, position: position, history: text("history") ?? "", watermark: texts,
      isCopied: text("done") == "1",
      copied: copied)
  }
}
