/// A table, view, routine or other named object inside a database.
package struct TableName: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let database: String
  package let name: String

  package init(_ database: String, _ name: String) {
    self.database = database
    self.name = name
  }

  /// `shop.orders`, as people write it.
  package var description: String { "\(database).\(name)" }

  /// The name as it stands in a statement.
  package var sql: SQLText { .quoted(database, name) }

  package static func < (left: TableName, right: TableName) -> Bool {
    (left.database, left.name) < (right.database, right.name)
  }
}
