import Basics
import MySQL

/// A piece of one table: what one worker reads into one object.
package struct Chunk: Sendable, Equatable {
  /// The table's place in the inventory.
  package let table: Int
  package let range: KeyRange

  package init(table: Int, range: KeyRange) {
    self.table = table
    self.range = range
  }
}

/// Cuts one table into pieces of about equal size, while others already read the first ones.
///
/// - A leading whole-number column is halved by the server's estimates: no pass over the data.
/// - Any other usable key is walked: each bound is looked up that many rows behind the last one.
/// - Without a usable key the table is one piece; it is streamed all the same.
package struct ChunkPlanner: Sendable {
  private enum Way: Sendable {
    case whole
    case halving(IntegerSplit)
    case walking(from: [[UInt8]]?)
    case ended
  }

  private let table: TableDefinition
  private let index: Int
  private let rowsPerChunk: Int64
  private var way: Way

  /// - Parameters:
  ///   - index: The table's place in the inventory.
  ///   - chunkBytes: How much raw data a piece should have, about.
  package init(
    table: TableDefinition, index: Int, chunkBytes: ByteCount, _ connection: isolated Connection
  ) throws {
    self.table = table
    self.index = index
    let rowBytes = max(16, table.estimatedRows > 0 ? table.estimatedBytes / table.estimatedRows : 16)
    rowsPerChunk = max(1000, chunkBytes.bytes / rowBytes)
    guard let key = table.key, let leading = key.columns.first, table.lifeSpan.isEmpty,
      table.estimatedRows > rowsPerChunk + rowsPerChunk / 2
    else {
      way = .whole
      return
    }
    if KeyLiteral.isInteger(leading) {
      way = try Self.halving(table, leading, target: rowsPerChunk, connection)
    } else {
      way = .walking(from: nil)
    }
  }

  /// Cuts `table` on `session` and gives away piece by piece, until `give` says false or all rows are covered.
  package static func cut(
    _ table: TableDefinition, index: Int, chunkBytes: ByteCount, on session: Connection,
    _ give: (Chunk) async throws -> Bool
  ) async throws {
    var planner = try await session.perform {
      try ChunkPlanner(table: table, index: index, chunkBytes: chunkBytes, $0)
    }
    while true {
      try Task.checkCancellation()
      let current = planner
      let (next, chunk) = try await session.perform { connection in
        var planner = current
        let chunk = try planner.next(connection)
        return (planner, chunk)
      }
      planner = next
      guard let chunk, try await give(chunk) else { return }
    }
  }

  /// The next piece; nil when all rows are covered.
  package mutating func next(_ connection: isolated Connection) throws -> Chunk? {
    switch way {
    case .ended: return nil
    case .whole:
      way = .ended
      return Chunk(table: index, range: .whole)
    case .halving(var split):
      let range = try split.next { try Self.estimate($0, table, connection) }
      guard let range else {
        way = .ended
        return nil
      }
      way = .halving(split)
      return Chunk(table: index, range: keyRange(range, split))
    case .walking(let lower):
      let upper = try bound(behind: lower, connection)
      way = upper.map { .walking(from: $0) } ?? .ended
      return Chunk(
        table: index, range: KeyRange(columns: table.key?.columns ?? [], lower: lower, upper: upper))
    }
  }

  private func keyRange(_ range: IntegerSplit.Range, _ split: IntegerSplit) -> KeyRange {
    func bytes(_ value: Int128) -> [[UInt8]] { [Array("\(value)".utf8)] }
    // The outermost pieces stay open, so that no row can fall off the ends.
    return KeyRange(
      columns: table.key?.columns ?? [], lower: range.lower == split.lowest ? nil : bytes(range.lower),
      upper: range.upper == split.highest ? nil : bytes(range.upper))
  }

  private static func halving(
    _ table: TableDefinition, _ column: ColumnDefinition, target: Int64, _ connection: isolated Connection
  ) throws -> Way {
    let row = try connection.query(
      "SELECT MIN(\(quoted: column.name)) AS a, MAX(\(quoted: column.name)) AS b FROM \(table.name.sql)"
    ).first
    guard let least = row?["a"].string.flatMap({ Int128($0) }),
      let greatest = row?["b"].string.flatMap({ Int128($0) })
    else { return .whole }
    // Few values with many rows each, a tenant's number for instance: halving would end at one of them.
    guard Int128(table.estimatedRows) / (greatest - least + 1) <= Int128(target) else {
      return .walking(from: nil)
    }
    let range = IntegerSplit.Range(lower: least - 1, upper: greatest)
    return .halving(IntegerSplit(range: range, rows: table.estimatedRows, target: target))
  }

  private static func estimate(
    _ range: IntegerSplit.Range, _ table: TableDefinition, _ connection: isolated Connection
  ) throws -> Int64 {
    guard let key = table.key, let leading = key.columns.first else { return 0 }
    // MySQL explains as a tree by default, and does not look into an index that it is forced to take.
    let row = try connection.query(
      """
      EXPLAIN FORMAT=TRADITIONAL SELECT 1 FROM \(table.name.sql) USE INDEX (\(quoted: key.indexName))
      WHERE \(quoted: leading.name) > \(raw: "\(range.lower)") AND \(quoted: leading.name) <= \(raw: "\(range.upper)")
      """
    ).first
    // No row estimate means that the optimizer proved the range empty.
    return row.flatMap { $0.has("rows") ? $0["rows"].int : nil } ?? 0
  }

  /// The key `rowsPerChunk` rows behind `lower`; nil when fewer are left.
  private func bound(behind lower: [[UInt8]]?, _ connection: isolated Connection) throws -> [[UInt8]]? {
    guard let key = table.key else { return nil }
    let columns = key.columns.map { SQLText.quoted($0.name) }.joined(separator: ", ")
    let condition = KeyRange(columns: key.columns, lower: lower, upper: nil).condition ?? "TRUE"
    let row = try connection.query(
      """
      SELECT \(columns) FROM \(table.name.sql) FORCE INDEX (\(quoted: key.indexName)) WHERE \(condition)
      ORDER BY \(columns) LIMIT \(rowsPerChunk - 1), 1
      """
    ).first
    guard let row else { return nil }
    return key.columns.indices.map { row[$0].bytes ?? [] }
  }
}
