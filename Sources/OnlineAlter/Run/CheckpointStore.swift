import Basics
import MySQL

/// From where a later run of the same migration goes on.
package struct Checkpoint: Sendable, Equatable {
  /// The statement and both definitions; a run goes on only where they are the same.
  package var fingerprint: String
  /// The server whose log `position` belongs to.
  package var server: String
  /// Reading the log from here brings every change that is not in the ghost table.
  package var position: BinlogPosition
  package var watermark: RowKey?
  package var isCopied: Bool
  package var copied: Int64
  package var nextBeat: UInt64
}

/// Keeps the checkpoint in a table beside the ghost table, so that both are of one state after a crash of the server.
package struct CheckpointStore: Sendable {
  private let table: TableName
  private let key: MigrationKey
  private let owner: MigrationOwner
  /// Tells our table from others of the name: gh-ost makes one, too.
  private static let comment = "dbops: how far a migration is"

  package init(_ tables: MigrationTables, owner: MigrationOwner) {
    table = tables.names.checkpoint
    key = tables.key
    self.owner = owner
  }

  /// Whether `table` is one that `create` made.
  static func exists(_ table: TableName, _ connection: isolated Connection) throws -> Bool {
    try TableCatalog.comment(table, connection) == comment
  }

  /// Makes the table; it also holds the owner's name.
  package static func create(_ table: TableName, _ connection: isolated Connection) throws {
    try connection.execute(
      """
      CREATE TABLE \(table.sql) (name VARCHAR(32) CHARACTER SET ascii NOT NULL PRIMARY KEY,
      value LONGTEXT CHARACTER SET utf8mb4 NOT NULL) ENGINE=InnoDB
      COMMENT=\(literal: .string(comment))
      """)
  }

  package func save(_ checkpoint: Checkpoint, _ connection: isolated Connection) throws {
    var values: [(String, String)] = [
      ("fingerprint", checkpoint.fingerprint), ("server", checkpoint.server),
      ("position", checkpoint.position.description), ("copied", "\(checkpoint.copied)"),
      ("beat", "\(checkpoint.nextBeat)"), ("done", checkpoint.isCopied ? "1" : "0"),
    ]
    let watermark = checkpoint.watermark?.texts.map(hexText).joined(separator: ",")
    values.append(("watermark", watermark ?? "-"))
    let rows = values.map { "(\(literal: .string($0.0)), \(literal: .string($0.1)))" as SQLText }
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

  /// Nil when none was saved, or it is not whole.
  package func load(_ connection: isolated Connection) throws -> Checkpoint? {
    var values: [String: String] = [:]
    for row in try connection.query("SELECT name, value FROM \(table.sql)") {
      values[row["name"].string ?? ""] = row["value"].string
    }
    guard let fingerprint = values["fingerprint"], let server = values["server"],
      let position = values["position"].flatMap({ BinlogPosition(text: $0) }),
      let copied = values["copied"].flatMap({ Int64($0) }), let beat = values["beat"].flatMap({ UInt64($0) }),
      let watermark = values["watermark"]
    else { return nil }
    let texts =
      watermark == "-"
      ? nil
      : watermark.split(separator: ",", omittingEmptySubsequences: false)
        .map { bytes(ofHex: String($0)) }
    return Checkpoint(
      fingerprint: fingerprint, server: server, position: position,
      watermark: texts.map { key.key(texts: $0) },
      isCopied: values["done"] == "1", copied: copied, nextBeat: beat)
  }

  private func hexText(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private func bytes(ofHex text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
  }
}
