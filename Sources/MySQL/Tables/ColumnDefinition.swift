/// A column as the server's catalog describes it.
package struct ColumnDefinition: Sendable, Equatable {
  package let name: String
  /// Lower case, without length: `varchar`.
  package let dataType: String
  /// As declared: `varchar(20)`, `int(10) unsigned`.
  package let columnType: String
  package let characterSet: String?
  package let collation: String?
  package let isNullable: Bool
  /// Computed by the server from other columns; never dumped.
  package let isGenerated: Bool

  package init(
    name: String, dataType: String, columnType: String, characterSet: String?, collation: String?,
    isNullable: Bool, isGenerated: Bool
  ) {
    self.name = name
    self.dataType = dataType
    self.columnType = columnType
    self.characterSet = characterSet
    self.collation = collation
    self.isNullable = isNullable
    self.isGenerated = isGenerated
  }
}
