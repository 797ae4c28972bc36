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
