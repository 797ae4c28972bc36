/// Which part of the table has been copied, in the order of its key.
package struct CopyProgress: Sendable, Hashable {
  package struct Chunk: Sendable, Hashable {
    package let number: Int
    package let lower: RowKey?
    /// Nil for the last chunk, which has no end: what is inserted behind all others belongs to it.
    package let upper: RowKey?
    fileprivate let place: Int

    fileprivate init(number: Int, lower: RowKey?, upper: RowKey?, place: Int) {
      self.number = number
      self.lower = lower
      self.upper = upper
      self.place = place
    }

    /// A stretch that is copied once more, beside the copy's progress.
    init(repair number: Int, lower: RowKey?, upper: RowKey?) {
      self.init(number: number, lower: lower, upper: upper, place: -1)
    }
  }

  /// Everything up to here, without a gap, is in the ghost table; nil at the beginning.
  package private(set) var watermark: RowKey?
  /// Rows inserted into the ghost table by the copy.
  package private(set) var rows: Int64
  private var started: RowKey?
  private var isAllStarted: Bool
  private var next = 0
  private var first = 0
  private var ended: [Int: Chunk] = [:]
  private var isLastEnded: Bool

  /// - Parameters:
  ///   - watermark: Where an earlier run had come; nil for a new migration.
  ///   - isDone: Whether it had copied everything.
  package init(watermark: RowKey? = nil, isDone: Bool = false, rows: Int64 = 0) {
    self.watermark = watermark
    started = watermark
    isAllStarted = isDone
    isLastEnded = isDone
    self.rows = rows
  }

  /// True when every chunk is in the ghost table.
  package var isDone: Bool { isLastEnded }
  /// True when no further chunk has to be started.
  package var hasStartedAll: Bool { isAllStarted }
  /// Where the next chunk begins.
  package var lower: RowKey? { started }

  /// - Parameters:
  ///   - number: Of the change set.
  ///   - upper: Nil for the last chunk.
  package mutating func start(_ number: Int, upper: RowKey?) -> Chunk {
    let chunk = Chunk(number: number, lower: started, upper: upper, place: next)
    next += 1
    if let upper { started = upper } else { isAllStarted = true }
    return chunk
  }

  /// The chunk's rows are committed.
  package mutating func end(_ chunk: Chunk, rows count: Int64) {
    rows += count
    ended[chunk.place] = chunk
    while let done = ended.removeValue(forKey: first) {
      first += 1
      if let upper = done.upper { watermark = upper } else { isLastEnded = true }
    }
  }

  /// Whether the chunk that holds `key` has yet to start. False where keys cannot be compared here.
  package func isAhead(_ key: RowKey) -> Bool {
    guard !isAllStarted, case .integer(let number) = key else { return false }
    guard let started else { return true }
    guard case .integer(let reached) = started else { return false }
    return number > reached
  }
}
