/// Reads definitions of indexes, foreign keys, checks and periods, as servers print them and as users write them.
enum KeyReader {
  /// What was read.
  enum Element: Sendable, Equatable {
    case key(KeySchema)
    case foreignKey(ForeignKeySchema)
    case check(CheckSchema)
    case period(PeriodSchema)
  }

  /// Words that begin a key or constraint and can begin no column, unless quoted.
  private static let reserved: Set<String> = [
    "CONSTRAINT", "PRIMARY", "UNIQUE", "FULLTEXT", "SPATIAL", "KEY", "INDEX", "FOREIGN", "CHECK",
  ]

  /// Whether a key, constraint or period comes next, rather than a column.
  static func sees(_ reader: SQLReader) -> Bool {
    reader.seesOne(of: reserved) || reader.sees("PERIOD", "FOR")
      || (reader.sees("VECTOR") && ["KEY", "INDEX"].contains(reader.word(1)))
  }

  /// Reads the element that comes next; nil when it is of no known form.
  static func read(_ reader: inout SQLReader) -> Element? {
    var name = ""
    if reader.accept("CONSTRAINT") {
      _ = reader.accept("IF", "NOT", "EXISTS")
      if !sees(reader) { name = reader.name() ?? "" }
    }
    if reader.accept("FOREIGN", "KEY") {
      return foreignKey(&reader, constraint: name).map { .foreignKey($0) }
    }
    if reader.accept("CHECK") { return check(&reader, name: name).map { .check($0) } }
    if reader.accept("PERIOD", "FOR") { return period(&reader).map { .period($0) } }
    return key(&reader, constraint: name).map { .key($0) }
  }

  // MARK: Indexes

  private static func key(_ reader: inout SQLReader, constraint: String) -> KeySchema? {
    guard let kind = kind(&reader) else { return nil }
    var key = KeySchema(kind)
    _ = reader.accept("IF", "NOT", "EXISTS")
    readAlgorithm(of: &key, &reader)
    if !reader.isSymbol("("), !seesAlgorithm(reader) {
      let name = reader.name() ?? ""
      if kind != .primary { key.name = name }
    }
    if key.name.isEmpty { key.name = constraint }
    readAlgorithm(of: &key, &reader)
    guard reader.isSymbol("(") else { return nil }
    key.parts = parts(&reader)
    readOptions(of: &key, &reader)
    return key
  }

  private static func kind(_ reader: inout SQLReader) -> KeySchema.Kind? {
    if reader.accept("PRIMARY", "KEY") { return .primary }
    let kinds: [String: KeySchema.Kind] = [
      "UNIQUE": .unique, "FULLTEXT": .fulltext, "SPATIAL": .spatial, "VECTOR": .vector,
    ]
    if let kind = kinds[reader.word()] {
      reader.advance()
      _ = reader.acceptOne(of: ["KEY", "INDEX"])
      return kind
    }
    return reader.acceptOne(of: ["KEY", "INDEX"]) ? .index : nil
  }

  private static func seesAlgorithm(_ reader: SQLReader) -> Bool {
    ["USING", "TYPE"].contains(reader.word()) && ["BTREE", "HASH", "RTREE"].contains(reader.word(1))
  }

  private static func readAlgorithm(of key: inout KeySchema, _ reader: inout SQLReader) {
    guard seesAlgorithm(reader) else { return }
    key.algorithm = reader.word(1)
    reader.position += 2
  }

  private static func parts(_ reader: inout SQLReader) -> [KeySchema.Part] {
    var parts: [KeySchema.Part] = []
    guard reader.acceptSymbol("(") else { return parts }
    while !reader.isAtEnd, !reader.isSymbol(")") {
      var part: KeySchema.Part
      if let range = reader.parenthesised() {
        part = KeySchema.Part(.expression(reader.text(range)))
      } else {
        part = KeySchema.Part(.column(reader.name() ?? ""))
        if let range = reader.parenthesised() {
          part.prefixLength = Int(reader.text(range))
        }
      }
      if reader.accept("DESC") { part.isDescending = true } else { _ = reader.accept("ASC") }
      part.isWithoutOverlaps = reader.accept("WITHOUT", "OVERLAPS")
      parts.append(part)
      // Whatever else stands here is of a newer server.
      while !reader.isAtEnd, !reader.isSymbol(","), !reader.isSymbol(")") { reader.advance() }
      _ = reader.acceptSymbol(",")
    }
    _ = reader.acceptSymbol(")")
    return parts
  }

  private static func readOptions(of key: inout KeySchema, _ reader: inout SQLReader) {
    while !reader.isAtEnd, !reader.isSymbol(","), !reader.sees("PARTITION", "BY"),
      !reader.sees("REMOVE", "PARTITIONING")
    {
      if seesAlgorithm(reader) {
        readAlgorithm(of: &key, &reader)
      } else if reader.accept("WITH", "PARSER") {
        key.parser = reader.name()
      } else if reader.accept("COMMENT") {
        key.comment = reader.value()
      } else if reader.accept("INVISIBLE") || reader.accept("IGNORED") {
        key.isVisible = false
      } else if reader.accept("VISIBLE") || reader.accept("NOT", "IGNORED") {
        key.isVisible = true
      } else if reader.parenthesised() == nil {
        reader.advance()
      }
    }
  }

  // MARK: Constraints

  private static func foreignKey(_ reader: inout SQLReader, constraint: String) -> ForeignKeySchema? {
    _ = reader.accept("IF", "NOT", "EXISTS")
    // A name given here is the index's; it is the constraint's, too, where that has none.
    let index = reader.isSymbol("(") ? nil : reader.name()
    guard let columns = reader.nameList(), var key = references(&reader) else { return nil }
    key.name = constraint.isEmpty ? index ?? "" : constraint
    key.columns = columns
    return key
  }

  /// Reads `REFERENCES …`.
  static func references(_ reader: inout SQLReader) -> ForeignKeySchema? {
    guard reader.accept("REFERENCES"), let table = reader.name() else { return nil }
    var key = ForeignKeySchema()
    key.referencedTable = table
    if reader.acceptSymbol("."), let table = reader.name() {
      key.referencedDatabase = key.referencedTable
      key.referencedTable = table
    }
    key.referencedColumns = reader.nameList() ?? []
    while true {
      if reader.accept("MATCH") {
        reader.advance()
      } else if reader.accept("ON", "DELETE") {
        key.onDelete = action(&reader)
      } else if reader.sees("ON", "UPDATE") {
        _ = reader.accept("ON", "UPDATE")
        key.onUpdate = action(&reader)
      } else {
        return key
      }
    }
  }

  private static func action(_ reader: inout SQLReader) -> String {
    let first = reader.position
    if !reader.accept("SET", "NULL"), !reader.accept("SET", "DEFAULT"), !reader.accept("NO", "ACTION") {
      reader.advance()
    }
    return reader.text(since: first).uppercased()
  }

  private static func check(_ reader: inout SQLReader, name: String) -> CheckSchema? {
    guard let range = reader.parenthesised() else { return nil }
    var check = CheckSchema(expression: reader.text(range))
    check.name = name
    if reader.accept("NOT", "ENFORCED") { check.isEnforced = false } else { _ = reader.accept("ENFORCED") }
    return check
  }

  private static func period(_ reader: inout SQLReader) -> PeriodSchema? {
    guard let name = reader.name(), let columns = reader.nameList(), columns.count == 2 else { return nil }
    return PeriodSchema(name: name, start: columns[0], end: columns[1])
  }
}
