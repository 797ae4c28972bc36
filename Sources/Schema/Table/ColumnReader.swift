/// Reads a column's definition, as servers print it and as users write it.
struct ColumnReader {
  private(set) var column: ColumnSchema
  private(set) var inlineKey = AlteredColumn.InlineKey.none
  private(set) var references: ForeignKeySchema?
  private(set) var position = AlterSpecification.Position.unchanged

  /// Reads the name and the definition that come next, up to a comma, `PARTITION BY` or the end.
  ///
  /// - Returns: Nil when there is no name, or no type behind it.
  init?(_ reader: inout SQLReader) {
    guard let name = reader.name() else { return nil }
    let isSerial = reader.sees("SERIAL")
    guard let type = ColumnTypeReader.read(&reader) else { return nil }
    column = ColumnSchema(name: name, type: type)
    if isSerial { becomeSerial() }
    while !reader.isAtEnd, !reader.isSymbol(","), !Self.endsColumn(reader) {
      let before = reader.position
      let isKnown =
        readTypeAttribute(&reader) || readValueAttribute(&reader) || readConstraint(&reader)
        || readStorageAttribute(&reader) || readPosition(&reader)
      if !isKnown || reader.position == before { Self.skipUnknown(&reader) }
    }
  }

  /// The column with what stands beside its definition.
  var altered: AlteredColumn {
    AlteredColumn(column: column, inlineKey: inlineKey, references: references, position: position)
  }

  private static func endsColumn(_ reader: SQLReader) -> Bool {
    reader.sees("PARTITION", "BY") || reader.sees("REMOVE", "PARTITIONING")
  }

  /// An attribute of a newer server, or of a storage engine: `NAME = value`, `NAME(…)`.
  private static func skipUnknown(_ reader: inout SQLReader) {
    if reader.parenthesised() == nil { reader.advance() }
    if reader.acceptSymbol("=") { reader.advance() }
  }

  private mutating func becomeSerial() {
    column.isNullable = false
    column.isAutoIncrement = true
    inlineKey = .unique
  }

  // MARK: What the values look like

  private mutating func readTypeAttribute(_ reader: inout SQLReader) -> Bool {
    let first = reader.position
    if reader.accept("UNSIGNED") {
      column.type.isUnsigned = true
    } else if reader.accept("ZEROFILL") {
      column.type.isZerofill = true
      column.type.isUnsigned = true
    } else if reader.accept("SIGNED") {
    } else {
      return readCharset(&reader)
    }
    column.type.text += " " + reader.text(since: first)
    return true
  }

  private mutating func readCharset(_ reader: inout SQLReader) -> Bool {
    if reader.accept("CHARACTER", "SET") || reader.accept("CHARSET") || reader.accept("CHAR", "SET") {
      column.type.charset = reader.value().map(Charset.normalised)
    } else if reader.accept("COLLATE") {
      let collation = reader.value().map(Charset.normalised)
      column.type.collation = collation
      if let charset = collation.flatMap(Charset.ofCollation) { column.type.charset = charset }
    } else if reader.accept("ASCII") {
      column.type.charset = "latin1"
    } else if reader.accept("UNICODE") {
      column.type.charset = "ucs2"
    } else if reader.accept("BYTE") {
      column.type.base = Self.bytes(for: column.type.base)
    } else {
      return reader.accept("BINARY")
    }
    return true
  }

  private static func bytes(for base: ColumnType.Base) -> ColumnType.Base {
    switch base {
    case .char: .binary
    case .varchar: .varbinary
    case .tinytext: .tinyblob
    case .text: .blob
    case .mediumtext: .mediumblob
    case .longtext: .longblob
    default: base
    }
  }

  // MARK: Where the values come from

  private mutating func readValueAttribute(_ reader: inout SQLReader) -> Bool {
    if reader.accept("NOT", "NULL") {
      column.isNullable = false
    } else if reader.accept("NULL") {
      column.isNullable = true
    } else if reader.accept("SERIAL", "DEFAULT", "VALUE") {
      becomeSerial()
    } else if reader.accept("DEFAULT") {
      column.defaultValue = DefaultReader.read(&reader)
    } else if reader.accept("AUTO_INCREMENT") {
      column.isAutoIncrement = true
      column.isNullable = false
    } else if reader.accept("ON", "UPDATE") {
      let first = reader.position
      reader.advance()
      _ = reader.parenthesised()
      column.onUpdate = reader.text(since: first)
    } else {
      return readGeneration(&reader)
    }
    return true
  }

  private mutating func readGeneration(_ reader: inout SQLReader) -> Bool {
    let begins = reader.accept("GENERATED", "ALWAYS", "AS") || reader.accept("AS")
    guard begins else { return false }
    if reader.accept("ROW", "START") {
      becomeRowTime(.rowStart)
    } else if reader.accept("ROW", "END") {
      becomeRowTime(.rowEnd)
    } else if let range = reader.parenthesised() {
      let expression = reader.text(range)
      if reader.acceptOne(of: ["STORED", "PERSISTENT"]) {
        column.generation = .stored(expression)
      } else {
        _ = reader.accept("VIRTUAL")
        column.generation = .virtual(expression)
      }
    }
    return true
  }

  /// Servers print no NOT NULL for these, though it holds.
  private mutating func becomeRowTime(_ generation: ColumnSchema.Generation) {
    column.generation = generation
    column.isNullable = false
  }

  // MARK: Constraints

  private mutating func readConstraint(_ reader: inout SQLReader) -> Bool {
    if reader.accept("CONSTRAINT") {
      if !reader.sees("CHECK") { _ = reader.name() }
      return true
    }
    if reader.accept("UNIQUE") {
      _ = reader.accept("KEY")
      if inlineKey == .none { inlineKey = .unique }
    } else if reader.accept("PRIMARY", "KEY") || reader.accept("PRIMARY") || reader.accept("KEY") {
      inlineKey = .primary
      column.isNullable = false
    } else if reader.accept("CHECK") {
      column.check = reader.parenthesised().map { reader.text($0) }
      _ = reader.accept("NOT", "ENFORCED") || reader.accept("ENFORCED")
    } else if reader.sees("REFERENCES") {
      var key = KeyReader.references(&reader)
      key?.columns = [column.name]
      references = key
    } else {
      return false
    }
    return true
  }

  // MARK: How it is kept

  private mutating func readStorageAttribute(_ reader: inout SQLReader) -> Bool {
    if reader.accept("COMMENT") {
      column.comment = reader.value()
    } else if reader.accept("INVISIBLE") {
      column.isInvisible = true
    } else if reader.accept("VISIBLE") {
      column.isInvisible = false
    } else if reader.accept("COMPRESSED") {
      column.isCompressed = true
      if reader.acceptSymbol("=") { reader.advance() }
    } else if reader.accept("WITHOUT", "SYSTEM", "VERSIONING") {
      column.isWithoutSystemVersioning = true
    } else if reader.accept("WITH", "SYSTEM", "VERSIONING") {
      column.isWithoutSystemVersioning = false
    } else if reader.accept("SRID") || reader.accept("REF_SYSTEM_ID") {
      _ = reader.acceptSymbol("=")
      column.srid = reader.number().flatMap { Int(exactly: $0) }
    } else if reader.acceptOne(of: ["COLUMN_FORMAT", "STORAGE"]) {
      reader.advance()
    } else {
      return reader.accept("NOT", "SECONDARY")
    }
    return true
  }

  private mutating func readPosition(_ reader: inout SQLReader) -> Bool {
    if reader.accept("FIRST") {
      position = .first
      return true
    }
    guard reader.accept("AFTER") else { return false }
    if let name = reader.name() { position = .after(name) }
    return true
  }
}
