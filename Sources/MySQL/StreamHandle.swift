internal import CMariaDB

/// Results read row by row, straight from the packets.
extension MySQLHandle {
  /// What the library returns for a packet that could not be read: 32 bits, whatever the width of a long.
  private static var packetError: UInt { 0xFFFF_FFFF }

  /// Runs `sql` and hands its rows on, `batchBytes` or a little more at a time.
  ///
  /// - Returns: The number of rows.
  /// - Throws: `SQLFailure`, or what `consume` throws; then the connection must be closed.
  func exportRows(
    _ sql: String, batchBytes: Int, _ consume: (borrowing RowBatch) throws -> Void
  ) throws -> Int64 {
    try send(sql)
    let columns = Int(unsafe mysql_field_count(raw))
    guard columns > 0 else { return 0 }
    var encoder = RowEncoder(batchBytes: batchBytes)
    var batch = RowBatch()
    var rows: Int64 = 0
    while let packet = unsafe try nextPacket() {
      guard unsafe encoder.append(packet: packet, columns: columns) else {
        throw SQLFailure(number: 2027, text: "malformed row packet", server: server, account: account)
      }
      rows += 1
      if encoder.count >= batchBytes {
        encoder.move(into: &batch)
        try consume(batch)
      }
    }
    if encoder.count > 0 {
      encoder.move(into: &batch)
      try consume(batch)
    }
    return rows
  }

  /// The next row's packet, valid until the next call; nil at the end of the result.
  private func nextPacket() throws(SQLFailure) -> UnsafeRawBufferPointer? {
    let length = unsafe mysql_net_read_packet(raw)
    guard length != Self.packetError else {
      let failure = failure
      // The server's own error ends the result; the library believes that the rows are still to be read.
      if failure.isFromServer { unsafe raw.pointee.status = MYSQL_STATUS_READY }
      throw failure
    }
    guard let start = unsafe raw.pointee.net.read_pos, length > 0 else {
      throw SQLFailure(number: 2027, text: "empty row packet", server: server, account: account)
    }
    if unsafe start[0] == 0xFE, length < 9 {
      if length >= 5 {
        unsafe raw.pointee.warning_count = UInt32(start[1]) | UInt32(start[2]) << 8
        unsafe raw.pointee.server_status = UInt32(start[3]) | UInt32(start[4]) << 8
      }
      unsafe raw.pointee.status = MYSQL_STATUS_READY
      return nil
    }
    return unsafe UnsafeRawBufferPointer(start: start, count: Int(length))
  }
}
