/// Damages texts at random, the way torn writes, bad disks and hostile hands do.
package struct Mutation: Sendable {
  private var generator: SeededGenerator
  /// Bytes that are put in more often than others, because parsers decide on them.
  private let special: [UInt8]

  /// How often to mutate each text; `DBOPS_FUZZ_ROUNDS` raises it for a longer search.
  package static let rounds = Environment.value("DBOPS_FUZZ_ROUNDS").flatMap { Int($0) } ?? 40

  package init(seed: UInt64, special: String) {
    generator = SeededGenerator(seed: seed)
    self.special = Array(special.utf8)
  }

  /// `bytes` with one to four changes.
  package mutating func apply(to bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) { change(&result) }
    return result
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = Int.random(in: 0...bytes.count, using: &generator)
    let other = Int.random(in: 0...bytes.count, using: &generator)
    let stretch = min(place, other)..<max(place, other)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: bytes.removeSubrange(stretch)
    case 1: bytes.insert(contentsOf: Array(bytes[stretch].prefix(200)), at: place)
    case 2: bytes.insert(anyByte(), at: place)
    case 3: if place < bytes.count { bytes.remove(at: place) }
    case 4: bytes.removeLast(bytes.count - place)
    default: if place < bytes.count { bytes[place] = anyByte() }
    }
  }

  private mutating func anyByte() -> UInt8 {
    Bool.random(using: &generator)
      ? special.randomElement(using: &generator) ?? 0 : UInt8(truncatingIfNeeded: generator.next())
  }
}
