/// One index of a table.
package struct KeySchema: Sendable, Equatable {
  package enum Kind: String, Sendable { case primary, unique, index, fulltext, spatial, vector }

  /// One of the columns or expressions that an index is over.
  package struct Part: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
      case column(String)
      /// Without its parentheses.
      case expression(String)
    }

    package var source: Source
    /// How many characters of the column are in the index; nil for all of it.
    package var prefixLength: Int?
    package var isDescending = false
    /// MariaDB's `WITHOUT OVERLAPS`, behind a period.
    package var isWithoutOverlaps = false

    package init(_ source: Source) { self.source = source }

    /// The column's name; nil for an expression.
    package var column: String? { if case .column(let name) = source { name } else { nil } }
  }

  package var kind: Kind
  /// `PRIMARY` for the primary key. Empty where a statement leaves it to the server.
  package var name = ""
  package var parts: [Part] = []
  /// False when the optimizer must not use it: `INVISIBLE`, or MariaDB's `IGNORED`.
  package var isVisible = true
  /// `BTREE`, `HASH` or `RTREE`, where it was written.
  package var algorithm: String?
  package var parser: String?
  package var comment: String?

  package init(_ kind: Kind) {
    self.kind = kind
    if kind == .primary { name = "PRIMARY" }
  }

  package var isUnique: Bool { kind == .primary || kind == .unique }

  /// Its columns in order; expressions are left out.
  package var columns: [String] { parts.compactMap(\.column) }
}

/// A foreign key of a table.
package struct ForeignKeySchema: Sendable, Equatable {
  /// The constraint's name; empty where a statement leaves it to the server.
  package var name = ""
  package var columns: [String] = []
  /// Nil for the table's own database.
  package var referencedDatabase: String?
  package var referencedTable = ""
  package var referencedColumns: [String] = []
  /// `CASCADE`, `SET NULL` …; nil when nothing was written.
  package var onDelete: String?
  package var onUpdate: String?

  package init() {}
}

/// A `CHECK` of a table.
package struct CheckSchema: Sendable, Equatable {
  /// Empty where a statement leaves it to the server.
  package var name = ""
  /// Without its parentheses.
  package var expression: String
  package var isEnforced = true

  package init(expression: String) { self.expression = expression }
}

/// MariaDB's `PERIOD FOR name (start, end)`.
package struct PeriodSchema: Sendable, Equatable {
  /// `SYSTEM_TIME` for the one of system versioning.
  package var name: String
  package var start: String
  package var end: String

  package init(name: String, start: String, end: String) {
    self.name = name
    self.start = start
    self.end = end
  }
}
