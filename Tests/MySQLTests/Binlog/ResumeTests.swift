import Basics
import MySQL
import Testing

@Suite struct ResumeTests {
  /// Reads a recording with the connection lost after `cut` events, as a server would send it.
  private func items(of log: RecordedLog, losingConnectionAfter cuts: [Int]) throws -> [BinlogItem] {
    var reader = log.reader()
    try reader.begin(at: RecordedLog.start)
    var items: [BinlogItem] = []
    var next = 0
    for cut in cuts + [log.events.count] {
      for event in log.events[next..<cut] {
        try reader.takeWhole(event)
        // What is told at once is not told as one.
        items += reader.drain()
      }
      guard cut < log.events.count else { break }
      reader.restart()
      guard case .position(let position) = reader.request else { return [] }
      try reader.begin(at: position)
      // The format comes again, wherever reading starts.
      try reader.takeWhole(log.events[0])
      next = max(1, log.index(at: position.offset))
    }
    return items
  }

  @Test(arguments: RecordedLog.all)
  func `nothing is lost or doubled wherever the connection breaks`(name: String) throws {
    let log = try RecordedLog(name)
    let whole = try items(of: log, losingConnectionAfter: [])
    for cut in 1..<log.events.count where log.type(cut - 1) != 4 {
      #expect(try items(of: log, losingConnectionAfter: [cut]) == whole, "after event \(cut)")
    }
  }

  @Test(arguments: RecordedLog.all)
  func `nothing is lost or doubled when the connection breaks again and again`(name: String) throws {
    let log = try RecordedLog(name)
    let whole = try items(of: log, losingConnectionAfter: [])
    for cut in 2..<(log.events.count - 1) where log.type(cut) != 4 {
      let story = try items(of: log, losingConnectionAfter: [cut - 1, cut, cut, cut + 1])
      #expect(story == whole, "around event \(cut)")
    }
  }

  @Test func `a compressed transaction that was told in part is told to its end`() throws {
    let log = try RecordedLog("mysql-special")
    let whole = try items(of: log, losingConnectionAfter: [])
    let payload = try #require(log.events.indices.first { log.type($0) == 40 })
    for inner in 0..<12 {
      var reader = log.reader()
      try reader.begin(at: RecordedLog.start)
      var items: [BinlogItem] = []
      for event in log.events[..<payload] {
        try reader.takeWhole(event)
        items += reader.drain()
      }
      try reader.take(log.events[payload])
      for _ in 0..<inner where reader.hasMore {
        _ = try reader.takeNext()
        items += reader.drain()
      }
      reader.restart()
      guard case .position(let position) = reader.request else { return }
      try reader.begin(at: position)
      for event in [log.events[0]] + log.events[log.index(at: position.offset)...] {
        try reader.take(event)
        while reader.hasMore {
          _ = try reader.takeNext()
          items += reader.drain()
        }
        items += reader.drain()
      }
      #expect(items == whole, "after \(inner) events within")
    }
  }

  @Test func `a log that is another after the connection broke is an error`() throws {
    let log = try RecordedLog("mysql-transactions")
    let rows = try #require(log.events.indices.first { log.type($0) == 30 })
    var reader = log.reader()
    try reader.begin(at: RecordedLog.start)
    for event in log.events[...rows] { try reader.takeWhole(event) }
    reader.restart()
    try reader.begin(at: BinlogPosition(file: "binlog.000008", offset: 4))
    let error = #expect(throws: OpsError.self) {
      for event in log.events { try reader.takeWhole(event) }
    }
    #expect(error?.message.contains("is not the one that was read before") == true)
  }

  @Test func `by GTID only what was not seen to its end is asked for again`() throws {
    let log = try RecordedLog("mariadb-transactions")
    let set = try #require(GTIDSet(text: "0-101-13", flavour: .mariadb))
    var reader = log.reader(from: .gtid(set))
    try reader.begin(at: RecordedLog.start)
    #expect(reader.request == .gtid(set))
    let commit = try #require(log.events.indices.first { log.type($0) == 16 })
    for event in log.events[..<commit] { try reader.takeWhole(event) }
    #expect(reader.request.description == "GTID set 0-101-16")
    try reader.takeWhole(log.events[commit])
    #expect(reader.request.description == "GTID set 0-101-17")
  }

  @Test func `offsets go on counting behind 4 GiB`() throws {
    let start = BinlogPosition(file: "binlog.000001", offset: 0xFFFF_FF00)
    var reader = BinlogReader(watching: [], from: .position(start))
    try reader.begin(at: start)
    try reader.take(EventBytes.format())
    func query(_ text: String, end: Int) throws {
      let body = [UInt8](repeating: 0, count: 13) + [0] + Array(text.utf8)
      try reader.take(EventBytes.event(2, body, end: end))
    }
    try query("BEGIN", end: 0xFFFF_FFF0)
    try query("COMMIT", end: 0x20)
    #expect(reader.position?.offset == 0x1_0000_0020)
    try query("BEGIN", end: 0x50)
    #expect(reader.position?.offset == 0x1_0000_0050)
    // A server cannot be asked for more than 32 bits: reading starts further ahead and skips.
    reader.restart()
    #expect(reader.request == .position(start))
    _ = reader.drain()
    try reader.begin(at: start)
    try reader.take(EventBytes.format())
    try query("BEGIN", end: 0xFFFF_FFF0)
    try query("COMMIT", end: 0x20)
    try query("BEGIN", end: 0x50)
    #expect(!reader.hasItems)
    try query("COMMIT", end: 0x70)
    let position = BinlogPosition(file: start.file, offset: 0x1_0000_0070)
    #expect(reader.drain() == [.commit(position: position, gtid: nil)])
  }

  @Test func `a server that tells no place behind 4 GiB has its events counted`() throws {
    let start = BinlogPosition(file: "binlog.000001", offset: 0xFFFF_FFF0)
    var reader = BinlogReader(watching: [], from: .position(start))
    try reader.begin(at: start)
    try reader.take(EventBytes.format())
    let event = EventBytes.event(16, EventBytes.little(9, 8))
    try reader.take(event)
    #expect(reader.position?.offset == 0xFFFF_FFF0 + UInt64(event.count))
  }

  @Test func `a transaction that the server could not finish is rolled back`() throws {
    let log = try RecordedLog("mysql-transactions")
    let rows = try #require(log.events.indices.first { log.type($0) == 30 })
    var reader = log.reader()
    try reader.begin(at: RecordedLog.start)
    for event in log.events[...rows] { try reader.takeWhole(event) }
    _ = reader.drain()
    let next = BinlogPosition(file: "binlog.000008", offset: 4)
    try reader.begin(at: next)
    #expect(reader.drain() == [.rollback, .rotated(to: next)])
  }
}
