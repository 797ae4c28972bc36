import MySQL
import Schema

/// A key by whose order a table can be read in pieces.
package struct ReadingKey: Sendable, Equatable {
  package let indexName: String
  package let columns: [ColumnDefinition]

  package init(indexName: String, columns: [ColumnDefinition]) {
    self.indexName = indexName
    self.columns = columns
  }
}

/// A table as it was found on the source.
package struct TableDefinition: Sendable, Equatable {
  package let name: TableName
  /// What `SHOW CREATE TABLE` printed, byte for byte.
  package let create: [UInt8]
  package let engine: String
  /// In the order of the table; generated ones included.
  package let columns: [ColumnDefinition]
  /// The primary key or else a unique key without nulls; nil when there is none that can be compared with literals.
  package let key: ReadingKey?
  /// The two columns between which a row lived, where MariaDB keeps the history of the table; else empty.
  package let lifeSpan: [String]
  /// When the server says the table was made; changes with TRUNCATE and most ALTERs.
  package let createdAt: String
  /// The server's estimates.
  package let estimatedRows: Int64
  package let estimatedBytes: Int64

  package init(
    name: TableName, create: [UInt8], engine: String, columns: [ColumnDefinition], key: ReadingKey?,
    lifeSpan: [String], createdAt: String, estimatedRows: Int64, estimatedBytes: Int64
  ) {
    self.name = name
    self.create = create
    self.engine = engine
    self.columns = columns
    self.key = key
    self.lifeSpan = lifeSpan
    self.createdAt = createdAt
    self.estimatedRows = estimatedRows
    self.estimatedBytes = estimatedBytes
  }

  /// Whether a transaction sees one state of this table for as long as it lasts.
  package var isTransactional: Bool {
    ["innodb", "rocksdb", "tokudb"].contains(engine.lowercased())
  }

  /// Whether the table has a history that cannot be restored, so that only its current rows are read.
  package var leavesHistoryOut: Bool {
    lifeSpan.isEmpty && String(decoding: create, as: UTF8.self).contains("WITH SYSTEM VERSIONING")
  }

  /// Whether the engine keeps rows of its own that a backup can read and load.
  package var holdsRows: Bool { TableContents.holdsRows(engine: engine) }

  /// Columns whose values are in the backup.
  package var dumpedColumns: [ColumnDefinition] { columns.filter { !$0.isGenerated } }

  /// Whether `other` is the same table in the same shape, apart from how far it has counted.
  package func hasSameShape(as other: TableDefinition) -> Bool {
    name == other.name && createdAt == other.createdAt
      && TableText.withoutCounter(create) == TableText.withoutCounter(other.create)
  }
}

/// What in a definition's text may differ though the table is the same.
package enum TableText {
  /// The text without `AUTO_INCREMENT=N` among the table's options, which moves with every insert.
  package static func withoutCounter(_ text: [UInt8]) -> [UInt8] {
    guard let range = counterRange(text) else { return text }
    return Array(text[..<range.lowerBound] + text[range.upperBound...])
  }

  /// Where ` AUTO_INCREMENT=N` stands among the options, which begin behind the closing parenthesis.
  private static func counterRange(_ text: [UInt8]) -> Range<Int>? {
    var lexer = SQLLexer(text)
    var depth = 0
    var isBehindColumns = false
    while let token = lexer.next() {
      if token.isSymbol("(", in: text) { depth += 1 }
      if token.isSymbol(")", in: text) {
        depth -= 1
        isBehindColumns = isBehindColumns || depth == 0
      }
      guard isBehindColumns, token.keyword(in: text) == "AUTO_INCREMENT" else { continue }
      guard let equals = lexer.next(), equals.isSymbol("=", in: text), let number = lexer.next() else {
        return nil
      }
      // The blank in front goes too, or two would be left behind.
      let start = text[..<token.range.lowerBound].last == UInt8(ascii: " ") ? 1 : 0
      return token.range.lowerBound - start..<number.range.upperBound
    }
    return nil
  }
}
