import Basics

/// A table as `SHOW CREATE TABLE` of MySQL 5.7 and newer or MariaDB 10 and newer tells it.
package struct TableSchema: Sendable, Equatable {
  package let name: String
  /// In the order of the table.
  package let columns: [ColumnSchema]
  /// In the order in which the server prints them: the primary key first.
  package let keys: [KeySchema]
  package let foreignKeys: [ForeignKeySchema]
  /// Those of the table; those that stand with a column are there.
  package let checks: [CheckSchema]
  /// MariaDB's periods, the one of system versioning included.
  package let periods: [PeriodSchema]
  package let options: TableOptions

  /// - Parameter text: What the server printed in a session with neither `ANSI_QUOTES` nor `NO_BACKSLASH_ESCAPES`.
  /// - Throws: `OpsError` `failed` when the text is not of the form that `SHOW CREATE TABLE` prints.
  package init(parsing text: [UInt8]) throws {
    try self.init(CreateTable(parsing: text))
  }

  package init(_ definition: CreateTable) throws {
    name = try Self.name(in: definition.head)
    var tail = SQLReader(definition.tail)
    _ = tail.acceptSymbol(")")
    let options = TableOptions(&tail)
    self.options = options
    var (columns, keys, foreignKeys): ([ColumnSchema], [KeySchema], [ForeignKeySchema]) = ([], [], [])
    var (checks, periods): ([CheckSchema], [PeriodSchema]) = ([], [])
    for definition in definition.definitions {
      switch try Self.element(definition.text) {
      case .column(let column): columns.append(Self.resolved(column, options))
      case .other(.key(let key)): keys.append(key)
      case .other(.foreignKey(let key)): foreignKeys.append(key)
      case .other(.check(let check)): checks.append(check)
      case .other(.period(let period)): periods.append(period)
      }
    }
    (self.columns, self.keys, self.foreignKeys) = (columns, keys, foreignKeys)
    (self.checks, self.periods) = (checks, periods)
  }

  private enum Element {
    case column(ColumnSchema)
    case other(KeyReader.Element)
  }

  private static func name(in head: [UInt8]) throws -> String {
    var reader = SQLReader(head)
    while !reader.isAtEnd, !reader.accept("TABLE") { reader.advance() }
    _ = reader.accept("IF", "NOT", "EXISTS")
    guard var name = reader.name() else {
      throw OpsError(.failed, "cannot read a table's definition", why: "it does not name the table")
    }
    if reader.acceptSymbol("."), let table = reader.name() { name = table }
    return name
  }

  private static func element(_ text: [UInt8]) throws -> Element {
    var reader = SQLReader(text)
    if KeyReader.sees(reader) {
      if let element = KeyReader.read(&reader) { return .other(element) }
    } else if let read = ColumnReader(&reader) {
      return .column(read.column)
    }
    throw OpsError(
      .failed, "cannot read a table's definition",
      why: "one of its parts is of no known form: \(String(decoding: text.prefix(200), as: UTF8.self))")
  }

  /// A column without a character set of its own has the table's.
  private static func resolved(_ column: ColumnSchema, _ options: TableOptions) -> ColumnSchema {
    var column = column
    guard column.type.base.isCharacter else { return column }
    if column.type.charset == nil, column.type.collation == nil {
      column.type.charset = options.charset
      column.type.collation = options.collation
    } else if column.type.collation == nil {
      column.type.collation = column.type.charset.map(Charset.defaultCollation)
    }
    return column
  }

  /// The column of that name, whatever its case.
  package func column(_ name: String) -> ColumnSchema? {
    let folded = FoldedName(name)
    return columns.first { FoldedName($0.name) == folded }
  }

  package var primaryKey: KeySchema? { keys.first { $0.kind == .primary } }
}
