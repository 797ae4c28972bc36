/// A table whose row changes are wanted, and the columns to decode.
package struct WatchedTable: Sendable, Hashable {
  package let database: String
  package let table: String
  /// All columns that the server logs, invisible and generated ones included.
  package let columnCount: Int
  /// The columns decoded; all others are skipped by their length alone.
  package let keys: [WatchedColumn]

  /// - Parameter name: Database and table as the server keeps their names.
  package init(name: (database: String, table: String), columnCount: Int, keys: [WatchedColumn]) {
    database = name.database
    table = name.table
    self.columnCount = columnCount
    self.keys = keys
  }

  package var name: (database: String, table: String) { (database, table) }
}

/// A column of a watched table.
package struct WatchedColumn: Sendable, Hashable {
  /// The column's place in the table, from 0.
  package let ordinal: Int
  /// True for an UNSIGNED number: not every server tells it in its log.
  package let isUnsigned: Bool

  package init(ordinal: Int, isUnsigned: Bool) {
    self.ordinal = ordinal
    self.isUnsigned = isUnsigned
  }
}
