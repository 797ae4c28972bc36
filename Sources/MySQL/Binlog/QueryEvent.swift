/// A statement that the log holds in words.
struct QueryEvent {
  let database: String
  let sql: [UInt8]

  /// - Parameters:
  ///   - body: The event behind its common header, without its checksum.
  ///   - type: QUERY, MariaDB's compressed QUERY, or the statement of a LOAD DATA.
  init(_ body: ByteCursor, type: UInt8) throws(BinlogDamage) {
    var body = body
    try body.skip(8)
    let databaseLength = Int(try body.uint8())
    try body.skip(2)
    let variables = Int(try body.uint16())
    // LOAD DATA adds the number of its data's file, where the file's name stands and how duplicates go.
    if type == EventType.executeLoadQuery { try body.skip(13) }
    try body.skip(variables)
    database = try body.text(databaseLength)
    try body.skip(1)
    sql = type == EventType.compressedQuery ? try CompressedPart.inflated(body) : body.rest()
  }
}
