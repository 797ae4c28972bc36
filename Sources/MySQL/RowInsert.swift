import Basics

/// Rows on their way into a table, many with each execution of an INSERT.
struct RowInsert {
  /// Rows that would make a longer packet go another way, whatever the server takes: memory must not grow with them.
  private static let longestPacket = 4 << 20
  /// The most that a value takes in a packet beside its own bytes: a mark and a length.
  private static let valueOverhead = 10

  let sql: String
  let columns: Int
  let packetLimit: Int

  /// - Parameters:
  ///   - sql: With a question mark for each of `columns` values.
  ///   - allowedPacket: The server's `max_allowed_packet`.
  init(_ sql: String, columns: Int, allowedPacket: Int) {
    self.sql = sql
    self.columns = columns
    packetLimit = min(allowedPacket, Self.longestPacket)
  }

  /// Inserts the rows that `next` gives until one comes that makes too long a packet.
  ///
  /// - Returns: What went in, and the text from that row on, behind which `next` goes on; nil when all rows are in.
  /// - Throws: `SQLFailure`; `OpsError` `corrupt` for what is not the text of rows; what `next` throws.
  func run(
    on connection: borrowing MySQLHandle, from next: () throws -> [UInt8]?
  ) throws -> (outcome: Outcome, rest: [UInt8]?) {
    let statement = try StatementHandle(on: connection)
    try statement.prepare(sql)
    var cutter = RowCutter()
    var decoder = RowDecoder(columns: columns)
    var outcome = Outcome.nothing
    while let piece = try next() {
      let text = cutter.text(endingIn: piece)
      guard decoder.decode(text) else { throw try malformed(next) }
      guard fits(text.count, values: decoder.rows * columns), fits(cutter.begun.count, values: columns) else {
        return (outcome, text + cutter.begun)
      }
      guard decoder.rows > 0 else { continue }
      try statement.execute(decoder)
      outcome = outcome + statement.outcome
    }
    guard cutter.begun.isEmpty else { throw try malformed(next) }
    return (outcome, nil)
  }

  private func fits(_ bytes: Int, values: Int) -> Bool {
    // Before the rows stand a head and two bytes for the type of each column.
    bytes + values * Self.valueOverhead + columns * 2 + 64 <= packetLimit
  }

  private func malformed(_ next: () throws -> [UInt8]?) throws -> OpsError {
    // Who reads a damaged file may know at its end only, and tells which one it is.
    while try next() != nil {}
    return OpsError(
      .corrupt, "cannot insert rows",
      why: "what is kept of them is not the text of rows with \(columns) values",
      changed: "nothing of this piece is kept", hint: "run dbops verify, or use another backup")
  }
}
