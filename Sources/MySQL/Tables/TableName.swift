import Basics

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

  private var exact: [ExactText] { [ExactText(database), ExactText(name)] }

  package static func == (left: TableName, right: TableName) -> Bool { left.exact == right.exact }

  package func hash(into hasher: inout Hasher) { hasher.combine(exact) }

  package static func < (left: TableName, right: TableName) -> Bool {
    left.exact.lexicographicallyPrecedes(right.exact)
  }
}
