/// What stands behind the parenthesis of a table's definition.
package struct TableOptions: Sendable, Equatable {
  package var engine = ""
  /// The next number to be given; nil when none is printed.
  package var autoIncrement: UInt64?
  package var charset: String?
  package var collation: String?
  /// Upper case; nil for the server's default.
  package var rowFormat: String?
  package var comment: String?
  package var isSystemVersioned = false
  /// `PARTITION BY …` in one normal layout; nil when the table has no partitions.
  package var partitioning: String?
  /// Every other option by its name in upper case, with its value as it was written.
  package var others: [String: String] = [:]

  package init() {}

  /// Reads the options that come next, up to the end.
  init(_ reader: inout SQLReader) {
    while !reader.isAtEnd {
      if reader.sees("PARTITION", "BY") {
        let first = reader.position
        reader.position = reader.tokens.count
        partitioning = reader.text(since: first)
      } else if reader.accept("WITH", "SYSTEM", "VERSIONING") {
        isSystemVersioned = true
      } else if let option = TableOption(&reader) {
        set(option)
      } else {
        reader.advance()
      }
    }
    if charset == nil { charset = collation.flatMap(Charset.ofCollation) }
    if collation == nil { collation = charset.map(Charset.defaultCollation) }
  }

  private mutating func set(_ option: TableOption) {
    switch option.name {
    case "ENGINE", "TYPE": engine = option.plainValue
    case "AUTO_INCREMENT": autoIncrement = UInt64(option.plainValue)
    case "CHARSET": charset = Charset.normalised(option.plainValue)
    case "COLLATE": collation = Charset.normalised(option.plainValue)
    case "ROW_FORMAT": rowFormat = option.plainValue.uppercased()
    case "COMMENT": comment = option.plainValue
    default: others[option.name] = option.value
    }
  }
}

/// One option of a table: `ENGINE=InnoDB`, `DEFAULT CHARACTER SET utf8mb4`.
struct TableOption: Sendable, Equatable {
  /// Upper case; `CHARSET` for each of its spellings.
  let name: String
  /// As it was written.
  let value: String
  /// Without quotes.
  let plainValue: String

  /// Reads the option that comes next; nil, and nothing read, when none does.
  init?(_ reader: inout SQLReader) {
    let start = reader.position
    _ = reader.accept("DEFAULT")
    if reader.accept("CHARACTER", "SET") || reader.accept("CHAR", "SET") || reader.accept("CHARSET") {
      name = "CHARSET"
    } else if reader.accept("DATA", "DIRECTORY") {
      name = "DATA DIRECTORY"
    } else if reader.accept("INDEX", "DIRECTORY") {
      name = "INDEX DIRECTORY"
    } else if Self.names.contains(reader.word()) || reader.isSymbol("=", at: 1),
      let word = reader.name()
    {
      name = word.uppercased()
    } else {
      reader.position = start
      return nil
    }
    _ = reader.acceptSymbol("=")
    let first = reader.position
    guard !reader.isAtEnd, !reader.isSymbol(","), !reader.isSymbol(";") else {
      reader.position = start
      return nil
    }
    if reader.isSymbol("(") {
      _ = reader.parenthesised()
      plainValue = reader.text(since: first)
    } else if let plain = reader.value() {
      plainValue = plain
      // `STORAGE` of a tablespace: TABLESPACE ts STORAGE DISK.
      if name == "TABLESPACE", reader.accept("STORAGE") { reader.advance() }
    } else {
      reader.advance()
      plainValue = reader.text(since: first)
    }
    value = reader.text(since: first)
  }

  /// Options that servers take without an equals sign.
  private static let names: Set<String> = [
    "AUTOEXTEND_SIZE", "AUTO_INCREMENT", "AVG_ROW_LENGTH", "CHECKSUM", "COLLATE", "COMMENT", "COMPRESSION",
    "CONNECTION", "DELAY_KEY_WRITE", "ENCRYPTED", "ENCRYPTION", "ENCRYPTION_KEY_ID", "ENGINE",
    "ENGINE_ATTRIBUTE", "IETF_QUOTES", "INSERT_METHOD", "KEY_BLOCK_SIZE", "MAX_ROWS", "MIN_ROWS", "PACK_KEYS",
    "PAGE_CHECKSUM", "PAGE_COMPRESSED", "PAGE_COMPRESSION_LEVEL", "PASSWORD", "ROW_FORMAT",
    "SECONDARY_ENGINE", "SECONDARY_ENGINE_ATTRIBUTE", "STATS_AUTO_RECALC", "STATS_PERSISTENT",
    "STATS_SAMPLE_PAGES", "TABLESPACE", "TABLE_CHECKSUM", "TRANSACTIONAL", "TYPE", "UNION",
  ]
}
