import Basics

extension AlterReader {
  private typealias Kind = AlterSpecification.Kind
  private typealias Condition = AlterSpecification.Condition

  /// Reads the change that comes next; a list of new columns gives several.
  mutating func readSpecification(_ joint: AlterSpecification.Joint) throws -> [AlterSpecification] {
    let start = reader.position
    try refuseSenseless()
    if let list = try readAddedList(joint) { return list }
    guard let kind = try readKind() else {
      throw refusal("a part of the statement cannot be read", at: start, hint: Self.syntaxHint)
    }
    return [AlterSpecification(kind: kind, text: reader.text(since: start), joint: joint)]
  }

  private mutating func readKind() throws -> Kind? {
    switch reader.word() {
    case "ADD": return try readAdd()
    case "DROP": return readDrop()
    case "CHANGE": return try readChange()
    case "MODIFY": return try readModify()
    case "RENAME": return readRename()
    case "ALTER": return readAlter()
    case "CONVERT": return readConvert()
    case "ORDER": return readOrder()
    case "FORCE":
      reader.advance()
      return .force
    case "ALGORITHM", "LOCK": return readModifier()
    case "WITH", "WITHOUT":
      return reader.accept("WITH", "VALIDATION") || reader.accept("WITHOUT", "VALIDATION")
        ? .validation : nil
    default: return readPartitioning() ?? TableOption(&reader).map { .option($0.name, $0.plainValue) }
    }
  }

  // MARK: ADD

  private mutating func readAdd() throws -> Kind? {
    let start = reader.position
    reader.advance()
    if reader.accept("PARTITION") {
      reader.skipToComma()
      return .partitioning(.add)
    }
    if reader.accept("SYSTEM", "VERSIONING") { return .addSystemVersioning }
    if reader.sees("PERIOD", "IF", "NOT", "EXISTS", "FOR") { return readConditionalPeriod() }
    if KeyReader.sees(reader) { return readElement() }
    _ = reader.accept("COLUMN")
    let condition: Condition = reader.accept("IF", "NOT", "EXISTS") ? .ifNotExists : .always
    return .addColumn(try column(from: start), condition)
  }

  /// Reads a definition of a column; `start` is where the change begins.
  private mutating func column(from start: Int) throws -> AlteredColumn {
    if reader.isSymbol(".", at: 1) {
      throw refusal(
        "a column is given with a table's name", at: start, hint: "give the column's name alone")
    }
    guard let column = ColumnReader(&reader) else {
      throw refusal(
        "a column's definition cannot be read", at: start, hint: "give its name and its type, then the rest")
    }
    return column.altered
  }

  private mutating func readElement() -> Kind? {
    let start = reader.position
    guard let element = KeyReader.read(&reader) else { return nil }
    let words = reader.tokens[start..<reader.position].prefix(8).map { $0.keyword(in: reader.text) }
    let isConditional = words.indices.contains { words[$0...].starts(with: ["IF", "NOT", "EXISTS"]) }
    let condition: Condition = isConditional ? .ifNotExists : .always
    return switch element {
    case .key(let key): .addKey(key, condition)
    case .foreignKey(let key): .addForeignKey(key, condition)
    case .check(let check): .addCheck(check, condition)
    case .period(let period): .addPeriod(period)
    }
  }

  private mutating func readConditionalPeriod() -> Kind? {
    reader.position += 5
    guard let name = reader.name(), let columns = reader.nameList(), columns.count == 2 else { return nil }
    return .addPeriod(PeriodSchema(name: name, start: columns[0], end: columns[1]))
  }

  /// Reads `ADD [COLUMN] (…, …)`; nil, and nothing read, when that does not come next.
  private mutating func readAddedList(_ joint: AlterSpecification.Joint) throws -> [AlterSpecification]? {
    let start = reader.position
    guard reader.accept("ADD") else { return nil }
    _ = reader.accept("COLUMN")
    let isConditional = reader.accept("IF", "NOT", "EXISTS")
    guard let range = reader.parenthesised() else {
      reader.position = start
      return nil
    }
    let end = reader.position
    defer { reader.position = end }
    var inner = self
    inner.reader = SQLReader(reader.text, Array(reader.tokens[range]))
    return try inner.elements(isConditional ? .ifNotExists : .always, joint)
  }

  private mutating func elements(
    _ condition: AlterSpecification.Condition, _ joint: AlterSpecification.Joint
  ) throws -> [AlterSpecification] {
    var all: [AlterSpecification] = []
    repeat {
      let start = reader.position
      let isColumn = !KeyReader.sees(reader)
      let kind = isColumn ? .addColumn(try column(from: start), condition) : readElement()
      guard let kind, reader.isAtEnd || reader.isSymbol(",") else {
        throw refusal("a part of the list cannot be read", at: start, hint: Self.syntaxHint)
      }
      let verb = !isColumn ? "ADD " : condition == .always ? "ADD COLUMN " : "ADD COLUMN IF NOT EXISTS "
      all.append(
        AlterSpecification(
          kind: kind, text: verb + reader.text(since: start), joint: all.isEmpty ? joint : .comma))
    } while reader.acceptSymbol(",")
    return all
  }

  // MARK: DROP, CHANGE, MODIFY

  private mutating func readDrop() -> Kind? {
    reader.advance()
    if reader.accept("PRIMARY", "KEY") { return .dropPrimaryKey }
    if reader.accept("SYSTEM", "VERSIONING") { return .dropSystemVersioning }
    if reader.accept("PERIOD", "FOR") || reader.accept("PERIOD", "IF", "EXISTS", "FOR") {
      return reader.name().map { .dropPeriod($0) }
    }
    let makes: (String, Condition) -> Kind
    if reader.acceptOne(of: ["INDEX", "KEY"]) {
      makes = { .dropKey($0, $1) }
    } else if reader.accept("FOREIGN", "KEY") {
      makes = { .dropForeignKey($0, $1) }
    } else if reader.acceptOne(of: ["CONSTRAINT", "CHECK"]) {
      makes = { .dropConstraint($0, $1) }
    } else {
      makes = { .dropColumn($0, $1) }
      // A keyword that begins no name: DROP TABLE, DROP PRIMARY.
      if !reader.accept("COLUMN"), reader.seesOne(of: Self.reserved) { return nil }
    }
    let condition = ifExists()
    guard let name = reader.name() else { return nil }
    _ = reader.acceptOne(of: ["RESTRICT", "CASCADE"])
    return makes(name, condition)
  }

  /// Words that name no column unless quoted, and begin other statements.
  private static let reserved: Set<String> = [
    "TABLE", "DATABASE", "SCHEMA", "TRIGGER", "PROCEDURE", "PRIMARY", "FOREIGN", "PARTITION", "INTO",
    "SELECT",
  ]

  private mutating func ifExists() -> AlterSpecification.Condition {
    reader.accept("IF", "EXISTS") ? .ifExists : .always
  }

  private mutating func readChange() throws -> Kind? {
    let start = reader.position
    reader.advance()
    _ = reader.accept("COLUMN")
    let condition = ifExists()
    guard let old = reader.name() else { return nil }
    if reader.isSymbol(".") {
      throw refusal(
        "a column is given with a table's name", at: start, hint: "give the column's name alone")
    }
    return .changeColumn(old, to: try column(from: start), condition)
  }

  private mutating func readModify() throws -> Kind? {
    let start = reader.position
    reader.advance()
    _ = reader.accept("COLUMN")
    let condition = ifExists()
    return .modifyColumn(try column(from: start), condition)
  }

  // MARK: RENAME, ALTER

  /// `RENAME` of the table was refused before.
  private mutating func readRename() -> Kind? {
    reader.advance()
    let isColumn = reader.accept("COLUMN")
    if !isColumn, !reader.acceptOne(of: ["INDEX", "KEY"]) { return nil }
    let condition = ifExists()
    guard let old = reader.name(), reader.accept("TO"), let new = reader.name() else { return nil }
    return isColumn ? .renameColumn(old, to: new, condition) : .renameKey(old, to: new, condition)
  }

  private mutating func readAlter() -> Kind? {
    reader.advance()
    if reader.acceptOne(of: ["INDEX", "KEY"]) {
      _ = ifExists()
      guard let name = reader.name() else { return nil }
      if reader.accept("VISIBLE") || reader.accept("NOT", "IGNORED") {
        return .alterKey(name, isVisible: true)
      }
      return reader.accept("INVISIBLE") || reader.accept("IGNORED") ? .alterKey(name, isVisible: false) : nil
    }
    if reader.acceptOne(of: ["CHECK", "CONSTRAINT"]) {
      guard let name = reader.name() else { return nil }
      if reader.accept("NOT", "ENFORCED") { return .alterConstraint(name, isEnforced: false) }
      return reader.accept("ENFORCED") ? .alterConstraint(name, isEnforced: true) : nil
    }
    _ = reader.accept("COLUMN")
    let condition = ifExists()
    guard let name = reader.name() else { return nil }
    return columnAlteration().map { .alterColumn(name, $0, condition) }
  }

  private mutating func columnAlteration() -> AlterSpecification.ColumnAlteration? {
    if reader.accept("SET", "DEFAULT") { return .setDefault(DefaultReader.read(&reader)) }
    if reader.accept("DROP", "DEFAULT") { return .dropDefault }
    if reader.accept("SET", "VISIBLE") { return .setVisible }
    return reader.accept("SET", "INVISIBLE") ? .setInvisible : nil
  }

  // MARK: The table

  private mutating func readConvert() -> Kind? {
    reader.advance()
    guard reader.accept("TO") else { return nil }
    guard reader.accept("CHARACTER", "SET") || reader.accept("CHARSET") || reader.accept("CHAR", "SET") else {
      return nil
    }
    var charset: String?
    if !reader.accept("DEFAULT") { charset = reader.value().map(Charset.normalised) }
    let collation = reader.accept("COLLATE") ? reader.value().map(Charset.normalised) : nil
    return .convert(charset: charset, collation: collation)
  }

  private mutating func readOrder() -> Kind? {
    guard reader.accept("ORDER", "BY") else { return nil }
    repeat {
      guard reader.name() != nil else { return nil }
      _ = reader.acceptOne(of: ["ASC", "DESC"])
    } while reader.acceptSymbol(",")
    return .orderBy
  }

  private mutating func readModifier() -> Kind? {
    let isAlgorithm = reader.sees("ALGORITHM")
    reader.advance()
    _ = reader.acceptSymbol("=")
    guard let value = reader.name()?.uppercased() else { return nil }
    return isAlgorithm ? .algorithm(value) : .lock(value)
  }

  private mutating func readPartitioning() -> Kind? {
    let known: [(words: [String], what: AlterSpecification.Partitioning)] = [
      (["PARTITION", "BY"], .define), (["REMOVE", "PARTITIONING"], .remove),
      (["COALESCE", "PARTITION"], .coalesce),
      (["REORGANIZE", "PARTITION"], .reorganize), (["REBUILD", "PARTITION"], .rebuild),
      (["UPGRADE", "PARTITIONING"], .upgrade),
    ]
    guard let found = known.first(where: { [reader.word(), reader.word(1)] == $0.words }) else { return nil }
    // Lists of partitions have commas of their own, and nothing can follow them.
    let endsHere = found.what == .remove || found.what == .upgrade
    reader.position = endsHere ? reader.position + 2 : reader.tokens.count
    return .partitioning(found.what)
  }
}
