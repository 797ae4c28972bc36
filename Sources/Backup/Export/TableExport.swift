import Basics
import MySQL

/// The statements by which one table's rows leave a server and enter another.
package struct TableExport: Sendable {
  private let table: TableName
  private let columns: [(name: String, transfer: ColumnTransfer)]
  private let key: ReadingKey?
  private let lifeSpan: [String]

  /// - Parameter lifeSpan: See `TableDefinition.lifeSpan`; where it is given, rows of the past travel too.
  package init(
    table: TableName, columns: [(name: String, transfer: ColumnTransfer)], key: ReadingKey?,
    lifeSpan: [String]
  ) {
    self.table = table
    self.columns = columns
    self.key = key
    self.lifeSpan = lifeSpan
  }

  package init(_ definition: TableDefinition) {
    self.init(
      table: definition.name, columns: definition.dumpedColumns.map { ($0.name, ColumnTransfer(of: $0)) },
      // Without a clustered index the order of a key costs a random read a row.
      key: definition.isTransactional ? definition.key : nil, lifeSpan: definition.lifeSpan)
  }

  /// Selects the rows of `range`, in the order of the key where there is one.
  package func select(_ range: KeyRange) -> SQLText {
    var sql: SQLText = "SELECT /*!40001 SQL_NO_CACHE */ \(selectList) FROM \(table.sql)"
    if !lifeSpan.isEmpty { sql += " FOR SYSTEM_TIME ALL" }
    if let key, lifeSpan.isEmpty {
      sql += " FORCE INDEX (\(quoted: key.indexName))"
      if let condition = range.condition { sql += " WHERE \(condition)" }
      // In key order the target's clustered index grows at its end only.
      let order = key.columns.map { SQLText.quoted($0.name) }.joined(separator: ", ")
      sql += " ORDER BY \(order)"
    }
    return sql
  }

  private var selectList: SQLText {
    // A table all of whose columns are generated still has a number of rows.
    if columns.isEmpty { return "1" }
    let life = lifeSpan.map { SQLText.quoted($0) }
    return (columns.map { $0.transfer.selected($0.name) } + life).joined(separator: ", ")
  }

  /// Loads rows written by `select` into `target`.
  package func load(into target: TableName) -> SQLText {
    let parts = columns.enumerated().map { $1.transfer.loaded($1.name, position: $0) }
    let life = lifeSpan.map { SQLText.quoted($0) }
    var targets = parts.map(\.target) + life
    if targets.isEmpty { targets = ["@v0"] }
    let assignments = parts.compactMap(\.assignment)
    var sql: SQLText = """
      LOAD DATA LOCAL INFILE 'dbops' INTO TABLE \(target.sql) CHARACTER SET binary
      FIELDS TERMINATED BY X'09' ESCAPED BY X'5C' LINES TERMINATED BY X'0A' (\(targets.joined(separator: ", ")))
      """
    if !assignments.isEmpty { sql += " SET \(assignments.joined(separator: ", "))" }
    return sql
  }

  /// The statements that bring rows written by `select` into `target`.
  package func statements(into target: TableName) -> RowStatements {
    let life = lifeSpan.map { SQLText.quoted($0) }
    let names = columns.map { SQLText.quoted($0.name) } + life
    let values = columns.map(\.transfer.inserted) + life.map { _ in "?" }
    return RowStatements(
      load: load(into: target),
      // LOAD DATA LOCAL does not stop at a value either; what the server changed shows in the comparison.
      insert: """
        INSERT IGNORE INTO \(target.sql) (\(names.joined(separator: ", ")))
        VALUES (\(values.joined(separator: ", ")))
        """,
      columns: names.count)
  }
}
