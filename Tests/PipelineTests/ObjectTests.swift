import Basics
import Pipeline
import Testing

/// Keeps the stored bytes of one object in memory.
final class Memory: ByteSink, ByteSource {
  var bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  func write(_ bytes: Span<UInt8>) {
    for index in bytes.indices { self.bytes.append(bytes[index]) }
  }

  func read(into buffer: inout [UInt8], range: Range<Int>) -> Int {
    // Odd short reads, as a network gives them.
    let count = min(range.count, bytes.count - position, 70_001)
    buffer.replaceSubrange(
      range.lowerBound..<range.lowerBound + count, with: bytes[position..<position + count])
    position += count
    return count
  }
}

func encode(_ raw: [UInt8], crypto: ObjectCrypto?, number: Int = 1) throws -> (Memory, ObjectSummary) {
  let memory = Memory()
  let encoder = try ObjectEncoder(sink: memory, number: number, crypto: crypto)
  var rest = raw[...]
  while !rest.isEmpty {
    try encoder.write(Array(rest.prefix(100_003)).span)
    rest = rest.dropFirst(100_003)
  }
  return (memory, try encoder.finish())
}

func decode(_ stored: [UInt8], _ summary: ObjectSummary, crypto: ObjectCrypto?, number: Int = 1) throws
  -> [UInt8]
{
  let decoder = try ObjectDecoder(source: Memory(stored), number: number, crypto: crypto, expected: summary)
  var raw: [UInt8] = []
  while let chunk = try decoder.next() { raw += chunk }
  return raw
}

/// Bytes that compress to about a half.
func sample(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(state >> 60)
  }
}

func newCrypto() throws -> ObjectCrypto {
  ObjectCrypto(key: try BackupKey(), repository: "r", backup: "b")
}

@Suite struct ObjectTests {
  @Test(arguments: [0, 1, 100, 131_072, 131_073, 1_000_000, 3_000_001], [false, true])
  func `an object gives back what was written`(size: Int, encrypted: Bool) throws {
    let raw = sample(size)
    let crypto = encrypted ? try newCrypto() : nil
    let (memory, summary) = try encode(raw, crypto: crypto)
    #expect(summary.raw == Int64(size))
    #expect(summary.stored == Int64(memory.bytes.count))
    // Compared outside: the differences of two large arrays take minutes to print.
    let isSame = try decode(memory.bytes, summary, crypto: crypto) == raw
    #expect(isSame)
  }

  @Test(arguments: [false, true]) func `every flipped bit and every truncation is found`(encrypted: Bool)
    throws
  {
    let crypto = encrypted ? try newCrypto() : nil
    let (memory, summary) = try encode(sample(150), crypto: crypto)
    for index in memory.bytes.indices {
      for bit in 0..<8 {
        var bytes = memory.bytes
        bytes[index] ^= 1 << UInt8(bit)
        let error = #expect(throws: OpsError.self) { try decode(bytes, summary, crypto: crypto) }
        #expect(error?.code == .corrupt, "byte \(index) bit \(bit)")
      }
      let cut = Array(memory.bytes.prefix(index))
      #expect(throws: OpsError.self, "cut at \(index)") { try decode(cut, summary, crypto: crypto) }
    }
    #expect(throws: OpsError.self) { try decode(memory.bytes + [0], summary, crypto: crypto) }
    #expect(throws: OpsError.self) { try decode(memory.bytes + memory.bytes, summary, crypto: crypto) }
  }

  @Test func `an object is tied to its number, its backup and its key`() throws {
    let crypto = try newCrypto()
    let (memory, summary) = try encode(sample(300), crypto: crypto, number: 1)
    let elsewhere = ObjectCrypto(key: crypto.key, repository: "r", backup: "c")
    let (stranger, foreign) = (try newCrypto(), ObjectCrypto(key: crypto.key, repository: "s", backup: "b"))
    #expect(throws: OpsError.self) { try decode(memory.bytes, summary, crypto: crypto, number: 2) }
    #expect(throws: OpsError.self) { try decode(memory.bytes, summary, crypto: elsewhere) }
    #expect(throws: OpsError.self) { try decode(memory.bytes, summary, crypto: foreign) }
    #expect(throws: OpsError.self) { try decode(memory.bytes, summary, crypto: stranger) }
    #expect(throws: OpsError.self) { try decode(memory.bytes, summary, crypto: nil) }
  }

  @Test func `frames in another order are refused`() throws {
    let crypto = try newCrypto()
    let (memory, summary) = try encode(sample(1_500_000), crypto: crypto)
    let (head, frame) = (108, 131_072 + 17)
    var bytes = memory.bytes
    try #require(bytes.count > head + 3 * frame)
    let first = Array(bytes[head..<head + frame])
    bytes.replaceSubrange(head..<head + frame, with: bytes[head + frame..<head + 2 * frame])
    bytes.replaceSubrange(head + frame..<head + 2 * frame, with: first)
    #expect(throws: OpsError.self) { try decode(bytes, summary, crypto: crypto) }
    let dropped = Array(memory.bytes.prefix(head + frame) + memory.bytes.dropFirst(head + 2 * frame))
    #expect(throws: OpsError.self) { try decode(dropped, summary, crypto: crypto) }
  }

  @Test func `an object that unpacks to more than its manifest states is stopped there`() throws {
    let (memory, summary) = try encode([UInt8](repeating: 0, count: 50_000_000), crypto: nil)
    #expect(summary.stored < 100_000)
    let modest = ObjectSummary(
      stored: summary.stored, raw: 1000, digest: summary.digest, check: summary.check)
    let decoder = try ObjectDecoder(source: Memory(memory.bytes), number: 1, crypto: nil, expected: modest)
    #expect(throws: OpsError.self) { try decoder.next() }
    #expect(throws: OpsError.self) { try decoder.next() }
  }

  @Test func `a window beyond eight MiB is refused`() throws {
    // A frame header that asks for 16 MiB: magic, descriptor, window log 24, then an empty last block.
    let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, (24 - 10) << 3, 0x01, 0x00, 0x00]
    let modest: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, (23 - 10) << 3, 0x01, 0x00, 0x00]
    let check = "99aa06d3014798d86001c324468d497f"
    for (bytes, passes) in [(modest, true), (frame, false)] {
      let summary = ObjectSummary(stored: 9, raw: 0, digest: try blake2b(bytes.span), check: check)
      let decoder = try ObjectDecoder(source: Memory(bytes), number: 1, crypto: nil, expected: summary)
      if passes {
        #expect(try decoder.next() == nil)
      } else {
        #expect(throws: OpsError.self) { try decoder.next() }
      }
    }
  }

  @Test func `a finished object takes no more bytes`() throws {
    let encoder = try ObjectEncoder(sink: Memory(), number: 1, crypto: nil)
    _ = try encoder.finish()
    #expect(throws: OpsError.self) { try encoder.write([1].span) }
    #expect(throws: OpsError.self) { try encoder.finish() }
  }

  @Test func `after a failed write an object can never be finished`() throws {
    final class Full: ByteSink {
      func write(_ bytes: Span<UInt8>) throws { throw OpsError(.failed, "full") }
    }
    let encoder = try ObjectEncoder(sink: Full(), number: 1, crypto: nil)
    #expect(throws: OpsError.self) { try encoder.write(sample(2_000_000).span) }
    #expect(throws: OpsError.self) { try encoder.finish() }
  }
}
