/// Keeps count of the pieces of each table, and tells when a table is complete.
package struct ExportTally: Sendable {
  private struct Table {
    var planned = 0
    var finished = 0
    var isPlanned = false
    var objects: [Int: [TableObject]] = [:]

    var isComplete: Bool { isPlanned && planned == finished }
  }

  private var tables: [Int: Table] = [:]

  package init() {}

  /// A piece of `table` goes to a worker; gives the piece its number within the table.
  package mutating func plan(_ table: Int) -> Int {
    tables[table, default: Table()].planned += 1
    return tables[table, default: Table()].planned - 1
  }

  /// No more pieces of `table` will come. True when all of them are finished already.
  package mutating func endPlanning(_ table: Int) -> Bool {
    tables[table, default: Table()].isPlanned = true
    return tables[table]?.isComplete ?? false
  }

  /// A piece is done. True when it was the table's last one.
  package mutating func finish(_ table: Int, piece: Int, objects: [TableObject]) -> Bool {
    tables[table, default: Table()].finished += 1
    tables[table, default: Table()].objects[piece] = objects
    return tables[table]?.isComplete ?? false
  }

  /// The objects of a table in the order of its key.
  package func objects(of table: Int) -> [TableObject] {
    let pieces = tables[table]?.objects ?? [:]
    return pieces.keys.sorted().flatMap { pieces[$0] ?? [] }
  }
}
