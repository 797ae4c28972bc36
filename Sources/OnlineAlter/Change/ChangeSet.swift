/// The keys whose rows must be read again from the source, and the moment from which that is safe.
///
/// A row event says that a row changed, never how: the row is read again, so that however often a key changes there is
/// one entry for it. Two things make the reading safe (docs/fence.md has the proof):
/// - a heartbeat that stands behind the change in the log has been acknowledged to us, so that the change is visible;
/// - no chunk is still being copied that started before that moment and may hold an older row.
///
/// A value without a server, a clock or a thread. `Position` is a place in the log where reading may begin.
package struct ChangeSet<Key: Hashable & Sendable, Position: Hashable & Sendable>: Sendable, Hashable {
  /// The changes between two heartbeats.
  private struct Epoch: Hashable {
    let start: Position
    /// In the order of their first change; those that changed again later, or are done, are still listed.
    var keys: [Key] = []
    /// Everything before this index of `keys` was handed out, dropped or found outdated.
    var next = 0
    /// Keys whose latest change this epoch holds.
    var waiting = 0
    /// Keys being refreshed on behalf of this epoch, and prepared transactions of it: they keep its place.
    var held = 0
    /// The heartbeat that closed it.
    var fence: UInt64?
    /// The last chunk that had started when the epoch's changes became visible.
    var gate: Int?
  }

  private var epochs: [Epoch]
  /// The number of `epochs.first`.
  private var base = 0
  /// The epoch of the latest change of each waiting key.
  private var waiting: [Key: Int] = [:]
  private var flying: [Key: Int] = [:]
  private var prepared: [[UInt8]: Prepared] = [:]
  private var chunks = ChunkGate()
  private var streamed: UInt64 = 0
  private var acknowledged: UInt64 = 0
  private var listed = 0

  private struct Prepared: Hashable {
    let epoch: Int
    let keys: [Key]
  }

  /// - Parameter start: Where the log is read from.
  package init(start: Position) {
    epochs = [Epoch(start: start)]
  }

  private var open: Int { base + epochs.count - 1 }

  /// Keys that wait to be refreshed.
  package var count: Int { waiting.count }

  /// True when nothing waits, nothing is being refreshed, and no prepared transaction may still change a row.
  package var isSettled: Bool { waiting.isEmpty && flying.isEmpty && prepared.isEmpty }

  /// True when no row is being refreshed.
  package var isQuiet: Bool { flying.isEmpty }

  /// Reading the log again from here brings every change that is not in the ghost table yet.
  package var resumePosition: Position { epochs[0].start }

  // MARK: The log

  /// A row with this key was inserted, changed or deleted.
  package mutating func record(_ key: Key) {
    if let old = waiting[key] {
      guard old != open else { return }
      epochs[old - base].waiting -= 1
    }
    waiting[key] = open
    list(key, in: open)
    epochs[open - base].waiting += 1
    if listed > 4 * waiting.count + 4096 { compact() }
  }

  /// The transaction that changed `keys` is prepared: its changes become visible when, and if, it is committed.
  package mutating func prepare(_ transaction: [UInt8], keys: [Key]) {
    guard !keys.isEmpty else { return }
    epochs[open - base].held += 1
    prepared[transaction] = Prepared(epoch: open, keys: keys)
  }

  /// A prepared transaction was committed; its changes count from here. One that was never seen being prepared, or
  /// touched nothing of ours, is passed over.
  package mutating func endPrepared(_ transaction: [UInt8]) {
    guard let known = prepared.removeValue(forKey: transaction) else { return }
    for key in known.keys { record(key) }
    release(known.epoch)
    retire()
  }

  /// Our heartbeat `number` was read from the log.
  ///
  /// - Parameter position: The place behind it.
  package mutating func heartbeatStreamed(_ number: UInt64, at position: Position) {
    streamed = max(streamed, number)
    epochs[open - base].fence = number
    epochs.append(Epoch(start: position))
    openGates()
    retire()
  }

  /// The server acknowledged the commit of our heartbeat `number`: all that stands before it in the log is visible.
  package mutating func heartbeatAcknowledged(_ number: UInt64) {
    acknowledged = max(acknowledged, number)
    openGates()
  }

  private mutating func openGates() {
    let visible = min(streamed, acknowledged)
    for index in epochs.indices.dropLast() where epochs[index].gate == nil {
      guard let fence = epochs[index].fence, fence <= visible else { return }
      epochs[index].gate = chunks.lastStarted
    }
  }

  // MARK: The copy

  /// A chunk's statement is about to run; to be called before it is sent.
  ///
  /// - Returns: The chunk's number.
  package mutating func chunkStarted() -> Int { chunks.start() }

  /// The chunk's transaction has ended, whichever way.
  package mutating func chunkEnded(_ number: Int) { chunks.end(number) }

  // MARK: The refresh

  /// Up to `limit` keys whose rows may be read now; `refreshed` must follow.
  ///
  /// - Parameter isAhead: Whether the copy has yet to reach a key: its chunk will start later than now and read the row
  ///   as it then is. Such keys are dropped.
  package mutating func take(_ limit: Int, isAhead: (Key) -> Bool = { _ in false }) -> [Key] {
    var batch: [Key] = []
    for index in epochs.indices {
      guard let gate = epochs[index].gate, chunks.hasPassed(gate) else { break }
      let number = base + index
      while batch.count < limit, epochs[index].next < epochs[index].keys.count {
        let key = epochs[index].keys[epochs[index].next]
        epochs[index].next += 1
        // One that is being refreshed comes back when that has ended.
        guard waiting[key] == number, flying[key] == nil else { continue }
        waiting[key] = nil
        epochs[index].waiting -= 1
        guard !isAhead(key) else { continue }
        flying[key] = number
        epochs[index].held += 1
        batch.append(key)
      }
      if batch.count == limit { break }
    }
    retire()
    return batch
  }

  /// Ends what `take` began.
  package mutating func refreshed(_ keys: [Key], _ outcome: RefreshOutcome) {
    for key in keys {
      guard let number = flying.removeValue(forKey: key) else { continue }
      release(number)
      if let latest = waiting[key] {
        list(key, in: latest)
      } else if outcome == .failed {
        waiting[key] = number
        epochs[number - base].waiting += 1
        list(key, in: number)
      }
    }
    retire()
  }

  private mutating func list(_ key: Key, in number: Int) {
    epochs[number - base].keys.append(key)
    listed += 1
  }

  private mutating func release(_ number: Int) { epochs[number - base].held -= 1 }

  /// Forgets closed epochs of which nothing is left, so that the resume position moves on.
  private mutating func retire() {
    var done = 0
    for epoch in epochs.dropLast() {
      guard epoch.waiting == 0, epoch.held == 0 else { break }
      listed -= epoch.keys.count
      done += 1
    }
    epochs.removeFirst(done)
    base += done
  }

  /// Removes what is outdated from the lists: a key that changes in every epoch is listed in each.
  private mutating func compact() {
    listed = 0
    for index in epochs.indices {
      let number = base + index
      var seen: Set<Key> = []
      let rest = epochs[index].keys[epochs[index].next...].filter {
        waiting[$0] == number && seen.insert($0).inserted
      }
      epochs[index].keys = Array(rest)
      epochs[index].next = 0
      listed += rest.count
    }
  }
}

/// How a refresh ended.
package enum RefreshOutcome: Sendable, Hashable {
  /// The rows in the ghost table are as the source's were, committed.
  case done
  /// Nothing of it was committed, or nobody knows.
  case failed
}
