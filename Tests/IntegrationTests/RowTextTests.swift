import MySQL
import TestKit
import Testing

/// How rows turn into the text that LOAD DATA reads, fed by a server that sends what a test tells it.
@Suite(.timeLimit(.minutes(5))) struct RowTextTests {
  private func options(_ server: ScriptedServer) -> ConnectionOptions {
    var options = ConnectionOptions(address: server.address, user: "u")
    // The machine may be busy with other tests.
    options.connectTimeout = .seconds(60)
    return options
  }

  /// Rows of two columns whose lengths do not fit the packet.
  @Test(
    arguments: [
      [5, 0x61], [0xFC, 1], [0xFD, 1, 2], [0xFE, 255, 255, 255, 255, 255, 255, 255, 255, 1],
      [0xFE, 255, 255, 255, 255, 255, 255, 255, 127, 1], [1, 0x61], [1, 0x61, 0xFF], [1, 0x61, 1, 0x62, 1],
      [0xFB], [0xFB, 0xFB, 0xFB],
    ] as [[UInt8]])
  func `a malformed row ends the stream`(row: [UInt8]) async throws {
    let server = try ScriptedServer()
    async let done = server.serve { peer in
      peer.greet()
      _ = peer.receive()
      peer.sendOK()
      _ = peer.answerOpening()
      peer.sendResult(columns: ["a", "b"], rows: [row])
      while peer.receive() != nil {}
    }
    let connection = try await Connection.open(options(server))
    let failure = await #expect(throws: SQLFailure.self) {
      try await connection.exportRows("SELECT a, b FROM t") { _ in }
    }
    #expect(failure?.number == 2027)
    await connection.close()
    _ = try await done
  }

  @Test func `lengths of every width and short rows are read`() async throws {
    let server = try ScriptedServer()
    let long = [UInt8](repeating: 0x09, count: 300)
    async let done = server.serve { peer in
      peer.greet()
      _ = peer.receive()
      peer.sendOK()
      _ = peer.answerOpening()
      peer.sendResult(
        columns: ["a", "b"],
        rows: [
          [0xFB, 0], [1, 0x5C, 0xFB], [0xFC, 44, 1] + long + [1, 0x0A], [0xFD, 1, 0, 0, 0x61, 0],
          [2, 0x61, 0x62, 0xFE, 9, 0, 0, 0, 0, 0, 0, 0] + Array("\t12345678".utf8),
        ])
      while peer.receive() != nil {}
    }
    let connection = try await Connection.open(options(server))
    let text = try await connection.perform { connection in
      var text = ""
      _ = try connection.exportRows("SELECT a, b FROM t") {
        text += String(decoding: $0.bytes, as: UTF8.self)
      }
      return text
    }
    let tabs = String(repeating: "\\t", count: 300)
    #expect(text == "\\N\t\n\\\\\t\\N\n\(tabs)\t\\n\na\t\nab\t\\t12345678\n")
    await connection.close()
    _ = try await done
  }

  @Test func `whatever the bytes, only the three specials are escaped, and decoding gives the values back`()
    async throws
  {
    // The specials, their neighbours, and others: every mix of them at every place of a word.
    let alphabet: [UInt8] = [0x5C, 0x09, 0x0A, 0x5B, 0x5D, 0x08, 0x0B, 0x00, 0x61, 0x80, 0xDC, 0x89, 0xFF]
    var generator = SeededGenerator(seed: 7)
    let values: [[UInt8]?] = (0..<6000).map { _ in
      guard Int.random(in: 0..<10, using: &generator) > 0 else { return nil }
      return (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? 0
      }
    }
    let packets: [[UInt8]] = values.map { value in value.map { [UInt8($0.count)] + $0 } ?? [0xFB] }
    let rows = stride(from: 0, to: packets.count, by: 2).map { packets[$0] + packets[$0 + 1] }
    let server = try ScriptedServer()
    async let done = server.serve { peer in
      peer.greet()
      _ = peer.receive()
      peer.sendOK()
      _ = peer.answerOpening()
      peer.sendResult(columns: ["a", "b"], rows: rows)
      while peer.receive() != nil {}
    }
    let connection = try await Connection.open(options(server))
    let bytes = try await connection.perform { connection in
      var bytes: [UInt8] = []
      _ = try connection.exportRows("SELECT a, b FROM t", batchBytes: 999) { bytes += $0.bytes }
      return bytes
    }
    #expect(bytes == Self.text(of: values))
    var decoder = RowDecoder(columns: 2)
    #expect(decoder.decode(bytes) && decoder.rows == 3000)
    for (index, value) in values.enumerated() {
      #expect(decoder.value(index / 2, index % 2).map(Array.init) == value)
    }
    await connection.close()
    _ = try await done
  }

  /// What rows of two values should look like.
  private static func text(of values: [[UInt8]?]) -> [UInt8] {
    var text: [UInt8] = []
    for (index, value) in values.enumerated() {
      for byte in value ?? [] {
        switch byte {
        case 0x5C: text += [0x5C, 0x5C]
        case 0x09: text += Array("\\t".utf8)
        case 0x0A: text += Array("\\n".utf8)
        default: text.append(byte)
        }
      }
      if value == nil { text += Array("\\N".utf8) }
      text.append(index % 2 == 0 ? 0x09 : 0x0A)
    }
    return text
  }

  @Test func `an error halfway through a result leaves the connection usable`() async throws {
    let server = try ScriptedServer()
    async let done: Void = server.serve { peer in
      peer.greet()
      _ = peer.receive()
      peer.sendOK()
      _ = peer.answerOpening()
      peer.sendResult(columns: ["a"], rows: [[1, 0x61]], error: (3024, "execution time exceeded"))
      _ = peer.receive()
      peer.sendResult(columns: ["a"], rows: [[1, 0x37]])
      while peer.receive() != nil {}
    }
    let connection = try await Connection.open(options(server))
    let failure = await #expect(throws: SQLFailure.self) {
      try await connection.exportRows("SELECT a FROM t") { _ in }
    }
    #expect(failure?.kind == .interrupted)
    #expect(try await connection.query("SELECT 7")[0][0].int == 7)
    await connection.close()
    try await done
  }
}
