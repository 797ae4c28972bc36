import Basics
import MySQL
import Schema

/// Statements in the log that a migration must not pass over: somebody else changes the table's definition, or its rows
/// in a form that tells no keys.
enum ForeignStatement {
  /// What changes neither rows nor definitions, or not those of tables.
  private static let harmless: Set<String> = [
    "ANALYZE", "GRANT", "REVOKE", "FLUSH", "SET", "USE", "CHECKSUM", "CHECK", "BEGIN", "COMMIT", "SAVEPOINT",
  ]

  /// Whether `run` itself ran the statement: it carries the run's name.
  static func isOwn(_ sql: [UInt8], of run: RunID) -> Bool {
    sql.starts(with: Array("/* dbops run=\(run) ".utf8))
  }

  /// Whether it builds indexes of the ghost table for an earlier run of the migration.
  private static func isEarlierBuild(_ sql: [UInt8]) -> Bool {
    guard sql.starts(with: Array("/* dbops run=".utf8)), let end = sql.firstRange(of: Array("*/".utf8)) else {
      return false
    }
    return sql[..<end.lowerBound].firstRange(of: Array("phase=alter-index".utf8)) != nil
  }

  /// Whether some migration ran the statement: it carries a phase of one.
  private static func isOfMigration(_ sql: [UInt8]) -> Bool {
    let words = sql.prefix(100).split(separator: UInt8(ascii: " ")).map {
      String(decoding: $0, as: UTF8.self)
    }
    return words.count > 3 && words[0] == "/*" && words[1] == "dbops" && words[3].hasPrefix("phase=alter-")
  }

  /// - Throws: `OpsError` `aborted` when `sql` names one of the tables and is not harmless.
  static func check(_ sql: [UInt8], in database: String, source: TableName, ghost: TableName) throws {
    guard !isEarlierBuild(sql) else { return }
    try check(sql, in: database, source)
    // An earlier run of the migration, whose statements are read again, worked on the ghost table, too.
    if !isOfMigration(sql) { try check(sql, in: database, ghost) }
  }

  private static func check(_ sql: [UInt8], in database: String, _ table: TableName) throws {
    let tokens = SQLLexer.tokens(of: sql)
    guard let first = tokens.first, !harmless.contains(first.keyword(in: sql)) else { return }
    for (index, token) in tokens.enumerated() where same(token.name(in: sql), table.name) {
      let isQualified = index >= 2 && tokens[index - 1].isSymbol(".", in: sql)
      let owner = isQualified ? tokens[index - 2].name(in: sql) : database
      // A column or an index may be named like the table: better stop once too often.
      guard same(owner, table.database) || same(owner, table.name) else { continue }
      // A table that is made like it, as a plan makes one, leaves it alone.
      let before = index - (isQualified ? 3 : 1)
      if before > 0, first.keyword(in: sql) == "CREATE", tokens[before].keyword(in: sql) == "LIKE" {
        continue
      }
      throw OpsError.logTellsOfDoubt(
        "another session ran \(first.keyword(in: sql)) on \(table): \(String(decoding: sql.prefix(200), as: UTF8.self))"
      )
    }
  }

  private static func same(_ left: String, _ right: String) -> Bool {
    left.lowercased() == right.lowercased()
  }
}
