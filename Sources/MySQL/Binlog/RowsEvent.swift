import Basics

/// Reads the watched columns from the rows of one event.
struct RowsEvent {
  /// What the event does to its rows, by its type.
  struct Form {
    enum Change { case insert, update, delete }

    let change: Change
    /// The second version has room for more in its header.
    let hasExtraHeader: Bool
    var isCompressed = false
    /// JSON columns may hold what changed of a document instead of the document.
    var isPartial = false

    init?(type: UInt8) {
      switch type {
      case 23, 30, 166, 169: change = .insert
      case 24, 31, 39, 167, 170: change = .update
      case 25, 32, 168, 171: change = .delete
      default: return nil
      }
      hasExtraHeader = [30, 31, 32, 39].contains(type) || type >= 169
      isCompressed = type >= 166
      isPartial = type == 39
    }
  }

  private let form: Form
  private let map: TableMap
  private let beforeColumns: ColumnBitmap
  private let afterColumns: ColumnBitmap
  private var rows: ByteCursor

  /// The number by which the event's table map is found; what follows is left in `body`.
  static func tableNumber(_ body: inout ByteCursor) throws(BinlogDamage) -> UInt64 {
    let number = try body.unsigned(6)
    try body.skip(2)
    return number
  }

  /// - Parameter body: Behind the table's number and the flags.
  init(_ body: ByteCursor, form: Form, map: TableMap) throws(BinlogDamage) {
    var body = body
    if form.hasExtraHeader { try body.skip(Int(try body.uint16()) - 2) }
    let count = try body.packedCount()
    guard count == map.columns.count else { throw BinlogDamage("rows do not have their table's columns") }
    let first = try ColumnBitmap(&body, count: count)
    self.form = form
    self.map = map
    beforeColumns = first
    afterColumns = form.change == .update ? try ColumnBitmap(&body, count: count) : first
    rows = form.isCompressed ? ByteCursor(try CompressedPart.inflated(body)) : body
  }

  /// The event's rows.
  ///
  /// - Throws: `BinlogDamage`; `OpsError` when the log leaves out a watched column.
  consuming func change() throws -> RowChange {
    var result: [RowChange.Row] = []
    while !rows.isAtEnd {
      let start = rows.offset
      result.append(try nextRow())
      guard rows.offset > start else { throw BinlogDamage("a row has no bytes") }
    }
    // Rows without a single column leave no bytes; how many there are cannot be told.
    guard !result.isEmpty || beforeColumns.presentCount > 0 else { throw missing }
    return RowChange(table: map.table, rows: result)
  }

  private mutating func nextRow() throws -> RowChange.Row {
    switch form.change {
    case .insert: return RowChange.Row(before: nil, after: try complete(try image(beforeColumns)))
    case .delete: return RowChange.Row(before: try complete(try image(beforeColumns)), after: nil)
    case .update:
      let before = try complete(try image(beforeColumns))
      if form.isPartial { try skipPartialBits() }
      let after = try image(afterColumns)
      // What the after image leaves out has not changed.
      return RowChange.Row(before: before, after: zip(after, before).map { $0 ?? $1 })
    }
  }

  /// The watched columns of one image; nil for those that it leaves out.
  private mutating func image(_ columns: ColumnBitmap) throws(BinlogDamage) -> [ColumnValue?] {
    let nulls = try ColumnBitmap(&rows, count: columns.presentCount)
    var values = [ColumnValue?](repeating: nil, count: map.isUnsigned.count)
    var present = 0
    for ordinal in map.columns.indices where columns[ordinal] {
      let isNull = nulls[present]
      let place = map.places[ordinal]
      present += 1
      if place < 0 {
        if !isNull { try map.columns[ordinal].skip(&rows) }
      } else if isNull {
        values[place] = .some(.null)
      } else {
        values[place] = try map.columns[ordinal].value(&rows, isUnsigned: map.isUnsigned[place])
      }
    }
    return values
  }

  /// Before the after image of a partial update stands which JSON columns hold differences alone. Those are
  /// as long as their prefix says, like whole documents.
  private mutating func skipPartialBits() throws(BinlogDamage) {
    guard try rows.packed() & 1 != 0 else { return }
    let documents = map.columns.count { $0.type == .json }
    try rows.skip((documents + 7) / 8)
  }

  private func complete(_ values: [ColumnValue?]) throws(OpsError) -> [ColumnValue] {
    let present = values.compactMap { $0 }
    guard present.count == values.count else { throw missing }
    return present
  }

  private var missing: OpsError {
    OpsError(
      .failed, "cannot follow the changes of a table",
      why: "the binary log leaves out a column by which its rows are told apart (binlog_row_image)",
      hint: "SET GLOBAL binlog_row_image = FULL, let open sessions reconnect, and run again")
  }
}

/// Which columns are there, or which of them are NULL.
struct ColumnBitmap {
  private let bits: ByteCursor
  let presentCount: Int

  init(_ cursor: inout ByteCursor, count: Int) throws(BinlogDamage) {
    bits = try cursor.part((count + 7) / 8)
    var present = 0
    for index in 0..<count where bits.bytes[bits.offset + index / 8] >> UInt8(index % 8) & 1 != 0 {
      present += 1
    }
    presentCount = present
  }

  subscript(index: Int) -> Bool {
    let place = bits.offset + index / 8
    return place < bits.end && bits.bytes[place] >> UInt8(index % 8) & 1 != 0
  }
}
