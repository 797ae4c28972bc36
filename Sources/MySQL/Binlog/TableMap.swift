/// The layout of a watched table as one TABLE_MAP event tells it.
struct TableMap {
  /// The table's place in what is watched.
  let table: Int
  let columns: [ColumnLayout]
  /// For each column its place among the watched ones; negative when it is not watched.
  let places: [Int]
  /// For each watched column whether it is unsigned.
  let isUnsigned: [Bool]

  /// - Parameter cursor: Behind the names of the database and the table.
  init(_ cursor: inout ByteCursor, table: Int, watched: WatchedTable) throws(BinlogDamage) {
    let count = try cursor.packedCount()
    let codes = try cursor.take(count)
    var metadata = try cursor.part(try cursor.packedCount())
    var columns: [ColumnLayout] = []
    columns.reserveCapacity(count)
    for code in codes { columns.append(try ColumnLayout(code: code, metadata: &metadata)) }
    guard metadata.isAtEnd else { throw BinlogDamage("a table map has metadata of no column") }
    var places = [Int](repeating: -1, count: count)
    for (place, key) in watched.keys.enumerated() where places.indices.contains(key.ordinal) {
      places[key.ordinal] = place
    }
    self.table = table
    self.columns = columns
    self.places = places
    isUnsigned = watched.keys.map(\.isUnsigned)
  }
}
