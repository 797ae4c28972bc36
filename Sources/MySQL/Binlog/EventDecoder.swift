/// Decodes the events of one log, in their order.
struct EventDecoder {
  private var format: FormatDescription?
  private var tables: TableMaps

  init(watching watched: [WatchedTable]) {
    tables = TableMaps(watching: watched)
  }

  /// Forgets what the server said so far: after a new connection it says it again.
  mutating func restart() {
    format = nil
    tables.forget()
  }

  /// Decodes an event as the server sent it.
  ///
  /// - Throws: `BinlogDamage`; `OpsError` when a watched column is left out.
  mutating func decode(_ event: [UInt8]) throws -> (EventHeader, BinlogEvent) {
    var cursor = ByteCursor(event)
    let header = try EventHeader(&cursor)
    guard header.eventLength == event.count else { throw BinlogDamage("an event's length is false") }
    if header.type == EventType.formatDescription {
      let format = try FormatDescription(cursor)
      if format.hasChecksums { try check(event, isFormat: true) }
      self.format = format
      tables.forget()
      return (header, .format(followsStart: format.followsStart))
    }
    try checkAndDrop(&cursor, of: header)
    return (header, try decode(cursor, header))
  }

  /// Decodes an event out of a compressed transaction: it has no checksum of its own.
  mutating func decode(inner event: [UInt8]) throws -> BinlogEvent {
    var cursor = ByteCursor(event)
    let header = try EventHeader(&cursor)
    guard header.type != EventType.transactionPayload, header.type != EventType.rotate,
      header.type != EventType.formatDescription
    else { throw BinlogDamage("a compressed transaction holds an event of type \(header.type)") }
    return try decode(cursor, header)
  }

  /// Compares the checksum, if there is one, and leaves it out.
  private func checkAndDrop(_ cursor: inout ByteCursor, of header: EventHeader) throws(BinlogDamage) {
    let length = cursor.bytes.count
    if header.type == EventType.rotate, header.isArtificial {
      // Made up by the server, perhaps before the format is told or between two formats.
      if length >= EventHeader.length + 4, hasTrueChecksum(cursor.bytes) { try cursor.dropLast(4) }
      return
    }
    guard let format else { throw BinlogDamage("the log's format is not told") }
    guard format.hasChecksums else { return }
    try check(cursor.bytes, isFormat: false)
    try cursor.dropLast(4)
  }

  private func check(_ event: [UInt8], isFormat: Bool) throws(BinlogDamage) {
    guard event.count >= EventHeader.length + 4 else { throw .endsEarly }
    if hasTrueChecksum(event) { return }
    if isFormat {
      // While a file is in use a flag says so, which the checksum does not cover.
      var closed = event
      closed[17] &= 0xFE
      if hasTrueChecksum(closed) { return }
    }
    throw BinlogDamage("an event's checksum is false")
  }

  private func hasTrueChecksum(_ event: [UInt8]) -> Bool {
    let end = event.count - 4
    let told = (0..<4).reduce(UInt32(0)) { $0 | UInt32(event[end + $1]) << UInt32(8 * $1) }
    return Zlib.checksum(of: event, in: 0..<end) == told
  }

  private mutating func decode(_ body: ByteCursor, _ header: EventHeader) throws -> BinlogEvent {
    var body = body
    switch header.type {
    case EventType.tableMap:
      guard case .changed(let table, let why) = try tables.learn(body) else { return .silent }
      return .definitionChanged(table: table, why: why)
    case EventType.query, EventType.compressedQuery, EventType.executeLoadQuery:
      let query = try QueryEvent(body, type: header.type)
      return .query(database: query.database, sql: query.sql)
    case EventType.xid: return .commit
    case EventType.gtid: return .identifier(try TransactionID(mysql: body), isBegin: false)
    case EventType.anonymousGTID: return .identifier(nil, isBegin: false)
    case EventType.taggedGTID: return .identifier(try TransactionID(tagged: body), isBegin: false)
    case EventType.mariadbGTID:
      let event = try MariaDBIdentifierEvent(body, server: header.serverID)
      return .identifier(event.identifier, isBegin: event.isBegin)
    case EventType.xaPrepare:
      let event = try PrepareEvent(body)
      return event.isOnePhase ? .commit : .prepared(xid: event.identifier)
    case EventType.transactionPayload: return .payload(try TransactionPayload(body))
    case EventType.rotate:
      let offset = try Self.checked(try body.uint64())
      return .rotate(to: BinlogPosition(file: try body.text(body.remaining), offset: offset))
    case EventType.heartbeat: return .heartbeat(offset: nil)
    case EventType.heartbeatV2: return .heartbeat(offset: try Self.heartbeatOffset(body))
    case EventType.incident: return .incident
    default: return try rowsOrIgnored(body, header)
    }
  }

  private func rowsOrIgnored(_ body: ByteCursor, _ header: EventHeader) throws -> BinlogEvent {
    if let form = RowsEvent.Form(type: header.type) { return try rows(body, form) }
    if EventType.fileHeads.contains(header.type) { return .outside }
    guard EventType.ignored.contains(header.type) || header.isIgnorable else {
      throw BinlogDamage("an event is of the unknown type \(header.type)")
    }
    return header.isArtificial ? .outside : .silent
  }

  private func rows(_ body: ByteCursor, _ form: RowsEvent.Form) throws -> BinlogEvent {
    var body = body
    let number = try RowsEvent.tableNumber(&body)
    switch tables[number] {
    case .watched(let map): return .rows(try RowsEvent(body, form: form, map: map).change())
    case .unwatched, .changed: return .silent
    // A number of which all bits are set ends a statement without rows.
    case nil where number & 0xFF_FFFF == 0xFF_FFFF: return .silent
    case nil: throw BinlogDamage("rows belong to a table that was not told")
    }
  }

  private static func heartbeatOffset(_ body: ByteCursor) throws(BinlogDamage) -> UInt64? {
    var body = body
    var offset: UInt64?
    while !body.isAtEnd {
      let field = try body.packed()
      if field == 0 { break }
      var value = try body.part(try body.packedCount())
      if field == 2 { offset = try checked(try value.packed()) }
    }
    return offset
  }

  /// An offset that can be one: further ones are counted from it.
  private static func checked(_ offset: UInt64) throws(BinlogDamage) -> UInt64 {
    guard offset < 1 << 56 else { throw BinlogDamage("a place is beyond every file's end") }
    return offset
  }
}
