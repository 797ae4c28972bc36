/// Which chunks have started and which of them may still hold rows they read long ago.
struct ChunkGate: Sendable, Hashable {
  private(set) var lastStarted = 0
  private var running: Set<Int> = []

  mutating func start() -> Int {
    lastStarted += 1
    running.insert(lastStarted)
    return lastStarted
  }

  mutating func end(_ number: Int) { running.remove(number) }

  /// True when every chunk up to `number` has ended.
  func hasPassed(_ number: Int) -> Bool { running.allSatisfy { $0 > number } }
}
