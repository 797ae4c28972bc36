/// What the table numbers in row events stand for.
struct TableMaps {
  enum Meaning {
    case unwatched
    case watched(TableMap)
    case changed(table: Int, why: String)
  }

  private struct Entry {
    let bytes: [UInt8]
    let meaning: Meaning
  }

  /// Servers give a new number whenever they open a table anew; old ones need not be kept for ever.
  private static let capacity = 4096

  private let watched: [WatchedTable]
  private var entries: [UInt64: Entry] = [:]
  /// For each watched table the layouts of its watched columns when it was first seen.
  private var firstSeen: [Int: [ColumnLayout]] = [:]

  init(watching watched: [WatchedTable]) {
    self.watched = watched
  }

  /// Forgets the numbers: another file or another session may use them for other tables.
  mutating func forget() { entries.removeAll(keepingCapacity: true) }

  subscript(number: UInt64) -> Meaning? { entries[number]?.meaning }

  /// Takes in the body of a TABLE_MAP event.
  mutating func learn(_ body: ByteCursor) throws(BinlogDamage) -> Meaning {
    var cursor = body
    let number = try cursor.unsigned(6)
    // Parsing costs several times what decoding the rows does, and the same map comes again and again.
    if let known = entries[number], body.bytes[body.offset..<body.end] == known.bytes[...] {
      return known.meaning
    }
    let meaning = try parse(&cursor)
    if entries.count >= Self.capacity { forget() }
    entries[number] = Entry(bytes: Array(body.bytes[body.offset..<body.end]), meaning: meaning)
    return meaning
  }

  private mutating func parse(_ cursor: inout ByteCursor) throws(BinlogDamage) -> Meaning {
    try cursor.skip(2)
    let database = try cursor.take(Int(try cursor.uint8()))
    try cursor.skip(1)
    let name = try cursor.take(Int(try cursor.uint8()))
    try cursor.skip(1)
    // Byte for byte: strings may be equal that only look the same.
    let table = watched.firstIndex {
      $0.table.utf8.elementsEqual(name) && $0.database.utf8.elementsEqual(database)
    }
    guard let table else { return .unwatched }
    let map = try TableMap(&cursor, table: table, watched: watched[table])
    if let why = change(in: map) { return .changed(table: table, why: why) }
    return .watched(map)
  }

  /// How the table differs from what is watched; nil when it does not.
  private mutating func change(in map: TableMap) -> String? {
    let expected = watched[map.table]
    guard map.columns.count == expected.columnCount else {
      return "it has \(map.columns.count) columns instead of \(expected.columnCount)"
    }
    guard expected.keys.allSatisfy({ map.columns.indices.contains($0.ordinal) }) else {
      return "a watched column is not there"
    }
    let layouts = expected.keys.map { map.columns[$0.ordinal] }
    guard let first = firstSeen[map.table] else {
      firstSeen[map.table] = layouts
      return nil
    }
    let changed = expected.keys.indices.first { layouts[$0] != first[$0] }
    return changed.map { "the type of column \(expected.keys[$0].ordinal + 1) has changed" }
  }
}
