import MySQL
import TestKit
import Testing

/// The specials, their neighbours and the letters of escapes, and others.
private let alphabet: [UInt8] = [
  0x5C, 0x09, 0x0A, 0x5B, 0x5D, 0x08, 0x0B, 0x4E, 0x74, 0x6E, 0x00, 0x61, 0x80, 0xDC, 0x89, 0xFF,
]

@Suite struct RowDecoderTests {
  /// Rows as they should be; nil when the text is refused.
  private func rows(_ text: [UInt8], columns: Int) -> [[[UInt8]?]]? {
    var decoder = RowDecoder(columns: columns)
    guard decoder.decode(text) else {
      #expect(decoder.rows == 0)
      return nil
    }
    return (0..<decoder.rows).map { row in (0..<columns).map { decoder.value(row, $0).map(Array.init) } }
  }

  private func encoded(_ rows: [[[UInt8]?]]) -> [UInt8] {
    rows.flatMap { row in
      Array(row.map { $0.map(escaped) ?? Array("\\N".utf8) }.joined(separator: [0x09])) + [0x0A]
    }
  }

  private func escaped(_ value: [UInt8]) -> [UInt8] {
    value.flatMap { byte -> [UInt8] in
      switch byte {
      case 0x5C: [0x5C, 0x5C]
      case 0x09: Array("\\t".utf8)
      case 0x0A: Array("\\n".utf8)
      default: [byte]
      }
    }
  }

  private func randomRows(_ generator: inout SeededGenerator, columns: Int) -> [[[UInt8]?]] {
    (0..<Int.random(in: 1...20, using: &generator)).map { _ in
      (0..<columns).map { _ in
        guard Int.random(in: 0..<8, using: &generator) > 0 else { return nil }
        return (0..<Int.random(in: 0...20, using: &generator)).map { _ in
          alphabet.randomElement(using: &generator) ?? 0
        }
      }
    }
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `random rows come back as they were`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let columns = Int.random(in: 1...6, using: &generator)
    let wanted = randomRows(&generator, columns: columns)
    #expect(rows(encoded(wanted), columns: columns) == wanted)
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `damaged text is refused or is the text of other rows`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let columns = Int.random(in: 1...6, using: &generator)
    let text = encoded(randomRows(&generator, columns: columns))
    for _ in 0..<20 {
      var damaged = text
      let place = Int.random(in: 0..<text.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: damaged[place] = alphabet.randomElement(using: &generator) ?? 0
      case 1: damaged.remove(at: place)
      case 2: damaged.insert(alphabet.randomElement(using: &generator) ?? 0, at: place)
      default: damaged.removeSubrange(place...)
      }
      // What is taken is taken whole: nothing is left out and nothing is made up.
      if let taken = rows(damaged, columns: columns) { #expect(encoded(taken) == damaged) }
    }
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `noise is refused or is the text of rows`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let noise = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        alphabet.prefix(12).randomElement(using: &generator) ?? 0
      }
      if let taken = rows(noise, columns: 2) { #expect(encoded(taken) == noise) }
    }
  }

  @Test(arguments: [
    "1", "1\t2", "1\n", "1\t2\t3\n", "1\t2\n3", "1\t2\n3\n", "1\t2\\", "1\t2\\\n", "1\t\\", "1\t\\N",
    "1\t\\N2\n",
    "1\t2\\N\n", "1\t\\x\n", "\\0\t2\n", "\n", "\t", "\t\n\t", "1\\\t2\n", "\\N\\N\t2\n", "\\\\N\\N\t2\n",
  ])
  func `what is not the text of whole rows with two columns is refused`(text: String) {
    #expect(rows(Array(text.utf8), columns: 2) == nil)
  }

  @Test func `NULL, the empty value and the letters of NULL are three things`() {
    #expect(rows(Array("\\N\t\t\\\\N\tN\n".utf8), columns: 4) == [[nil, [], [0x5C, 0x4E], [0x4E]]])
  }

  @Test func `no text is no rows, and rows decoded before are forgotten`() {
    var decoder = RowDecoder(columns: 1)
    #expect(decoder.decode(Array("a\nb\n".utf8)) && decoder.rows == 2)
    #expect(decoder.decode([]) && decoder.rows == 0)
  }
}

@Suite struct RowCutterTests {
  @Test(arguments: 1...25) func `rows are found wherever their text is cut`(size: Int) {
    let text = Array("a\tb\n\nlonger\\n row\tc\nlast\n".utf8)
    var cutter = RowCutter()
    var found: [[UInt8]] = []
    for start in stride(from: 0, to: text.count, by: size) {
      let end = min(start + size, text.count)
      let (bytes, rowEnds) = cutter.rows(endingIn: Array(text[start..<end]))
      for (index, end) in rowEnds.enumerated() {
        found.append(Array(bytes[(index == 0 ? 0 : rowEnds[index - 1])..<end]))
      }
      #expect(rowEnds.last ?? 0 == bytes.count)
      #expect(Array(found.joined()) + cutter.begun == Array(text[..<end]))
    }
    #expect(found == ["a\tb\n", "\n", "longer\\n row\tc\n", "last\n"].map { Array($0.utf8) })
  }
}
