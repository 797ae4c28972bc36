/// One column of a table, as its definition tells it.
package struct ColumnSchema: Sendable, Equatable {
  /// What a row gets that gives no value for the column.
  package enum Default: Sendable, Equatable {
    /// No `DEFAULT` is written. A column that may be NULL gets NULL then.
    case unwritten
    case null
    /// A number or string, as it was written.
    case literal(String)
    /// Something the server works out: `CURRENT_TIMESTAMP`, `(uuid())`.
    case expression(String)
  }

  /// How the server makes up the values of a column that cannot be written.
  package enum Generation: Sendable, Equatable {
    /// Worked out when a row is read.
    case virtual(String)
    /// Worked out when a row is written, and kept.
    case stored(String)
    /// MariaDB's system versioning: when the row began or ended.
    case rowStart, rowEnd
  }

  package var name: String
  package var type: ColumnType
  package var isNullable = true
  package var defaultValue = Default.unwritten
  package var isAutoIncrement = false
  package var generation: Generation?
  /// `SELECT *` leaves it out.
  package var isInvisible = false
  /// What it is set to whenever the row changes: `CURRENT_TIMESTAMP(3)`.
  package var onUpdate: String?
  /// MariaDB's `COMPRESSED`.
  package var isCompressed = false
  /// MariaDB's `WITHOUT SYSTEM VERSIONING`.
  package var isWithoutSystemVersioning = false
  /// The expression of a `CHECK` that stands with the column, without its parentheses.
  package var check: String?
  /// The spatial reference system that MySQL demands of the values.
  package var srid: Int?
  package var comment: String?

  package init(name: String, type: ColumnType) {
    self.name = name
    self.type = type
  }

  package var isGenerated: Bool { generation != nil }

  package var isVirtual: Bool { if case .virtual? = generation { true } else { false } }

  /// Whether a row can be inserted without a value for it.
  package var hasDefault: Bool {
    defaultValue != .unwritten || isNullable || isAutoIncrement || isGenerated
  }

  /// Holds JSON: by its type, or by the check that MariaDB gives a column declared as such.
  package var isJSON: Bool {
    if type.base == .json { return true }
    guard type.base == .longtext, let check else { return false }
    return FoldedName(check) == FoldedName("json_valid(\(FoldedName.quoted(name)))")
  }
}
