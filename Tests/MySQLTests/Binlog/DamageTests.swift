import Basics
import MySQL
import TestKit
import Testing

@Suite struct BinlogDamageTests {
  /// Calls `body` for each event with a reader that has taken in those before it.
  private func forEachEvent(
    of name: String, _ body: (BinlogReader, [UInt8]) throws -> Void
  ) throws {
    let log = try RecordedLog(name)
    var reader = log.reader()
    try reader.begin(at: RecordedLog.start)
    for event in log.events {
      try body(reader, event)
      try reader.takeWhole(event)
      _ = reader.drain()
    }
  }

  /// Takes in what may be damaged; anything but a crash or an unknown error will do.
  private func take(_ event: [UInt8], with reader: BinlogReader) throws -> Bool {
    var reader = reader
    do {
      try reader.takeWhole(event)
      return true
    } catch is BinlogDamage {
      return false
    } catch is OpsError {
      return false
    }
  }

  @Test(arguments: RecordedLog.all)
  func `an event cut off anywhere is an error`(name: String) throws {
    try forEachEvent(of: name) { reader, event in
      for length in 0..<event.count {
        let isTaken = try take(Array(event[..<length]), with: reader)
        #expect(!isTaken, "\(event[4]) cut to \(length)")
      }
    }
  }

  @Test(arguments: RecordedLog.all)
  func `a flipped bit anywhere in an event is an error`(name: String) throws {
    try forEachEvent(of: name) { reader, event in
      // The first event says whether there are checksums, and ROTATE may come before it.
      guard event[4] != 15, event[4] != 4 else { return }
      for place in event.indices {
        var damaged = event
        damaged[place] ^= 1 << UInt8(place % 8)
        let isTaken = try take(damaged, with: reader)
        #expect(!isTaken, "\(event[4]) at \(place)")
      }
    }
  }

  @Test(arguments: RecordedLog.all)
  func `an event that is cut off and then sealed crashes nothing`(name: String) throws {
    var errors = 0
    try forEachEvent(of: name) { reader, event in
      for length in 23..<event.count
      where try !take(EventBytes.sealed(Array(event[..<length])), with: reader) {
        errors += 1
      }
    }
    #expect(errors > 100)
  }

  @Test(arguments: RecordedLog.all)
  func `events changed at random and then sealed crash nothing`(name: String) throws {
    var mutation = Mutation(seed: 3, special: "\u{0}\u{1}\u{7f}\u{ff}\u{fc}")
    var errors = 0
    try forEachEvent(of: name) { reader, event in
      for _ in 0..<Mutation.rounds
      where try !take(EventBytes.sealed(mutation.apply(to: event)), with: reader) {
        errors += 1
      }
    }
    #expect(errors > 100)
  }

  @Test func `an unknown event is an error unless it may be ignored`() throws {
    var reader = BinlogReader(watching: [], from: .position(RecordedLog.start))
    try reader.begin(at: RecordedLog.start)
    try reader.take(EventBytes.format())
    try reader.take(EventBytes.event(99, [1, 2], end: 200, flags: 0x80))
    #expect(throws: BinlogDamage.self) { try reader.take(EventBytes.event(99, [1, 2], end: 230)) }
  }

  @Test func `rows of a table that was not told are an error, but not the mark that ends a statement`() throws
  {
    var reader = BinlogReader(watching: [], from: .position(RecordedLog.start))
    try reader.begin(at: RecordedLog.start)
    try reader.take(EventBytes.format())
    try reader.take(EventBytes.event(30, [0xFF, 0xFF, 0xFF, 0, 0, 0, 1, 0, 2, 0, 0], end: 200))
    #expect(throws: BinlogDamage.self) {
      try reader.take(EventBytes.event(30, [5, 0, 0, 0, 0, 0, 1, 0, 2, 0, 0], end: 300))
    }
  }

  @Test func `a place beyond every file's end is an error`() throws {
    var reader = BinlogReader(watching: [], from: .position(RecordedLog.start))
    #expect(throws: BinlogDamage.self) { try reader.begin(at: BinlogPosition(file: "b", offset: .max)) }
    try reader.begin(at: RecordedLog.start)
    try reader.take(EventBytes.format())
    let offset = [2, 9, 254] + [UInt8](repeating: 0xFF, count: 8)
    #expect(throws: BinlogDamage.self) { try reader.take(EventBytes.event(41, offset + [0], end: 200)) }
    try reader.take(EventBytes.event(16, EventBytes.little(1, 8), end: 300))
    #expect(reader.position?.offset == 300)
  }
}
