import OnlineAlter

/// A migration and the server under it, small enough to try every order in which things can happen.
///
/// The server is modelled by the rules that the algorithm relies on (docs/fence.md names them): commits become visible
/// in the order of the log, some time after their event can be read; a statement reads the rows visible when it starts;
/// a deleted or inserted row stays locked until the end of its transaction; an insert over a committed row fails.
/// The change set is the real one.
struct MigrationModel: Hashable {
  /// What is tried, and which rule is broken on purpose to see that the model notices.
  struct Bounds: Hashable {
    /// The writer's changes in all. Key 1 is in the first chunk, key 2 in the second.
    var writes = 2
    var heartbeats = 2
    var refreshers = 1
    var kills = 0
    /// Whether values are unique, and the writer moves them between the rows.
    var movesUniqueValues = false
    /// Whether all chunks were copied before anything happens.
    var isCopied = false
    var breach: Breach?
  }

  enum Breach: Hashable {
    /// Keys are refreshed without waiting for an acknowledged heartbeat.
    case ignoresAcknowledgement
    /// Keys are refreshed though an older chunk is still being copied.
    case ignoresChunks
    /// Keys ahead of the copy are dropped as soon as they are seen.
    case dropsAheadAtOnce
    /// The swap does not wait for the marker behind the last write.
    case swapsWithoutMarker
    /// A new run starts while statements of a killed one may still commit.
    case letsOrphansCommit
    /// The checkpoint tells the place that was read, not the one up to which all is applied.
    case checkpointsWhatWasRead
    /// A row that was found in the way is taken out without having looked again, and its key noted at this moment.
    case takesOutUnseen(notes: Moment)
  }

  /// When the key of a row that made room is noted.
  enum Moment: Hashable { case whenFound, underItsLock, whenCommitted }

  enum Entry: Hashable {
    /// The rows of one transaction; nil for those that are deleted.
    case write([Int: Int?])
    case heartbeat(UInt64)
  }

  /// A transaction on the ghost table that replaces the rows of `keys` by the source's.
  struct Refresh: Hashable {
    enum Step: Hashable { case begun, roomLocked, roomSeen, roomMade, deleted, read, inserted, collided }
    let keys: [Int]
    /// The chunk copied; nil for changed keys.
    let chunk: Int?
    var number = 0
    var step = Step.begun
    var rows: [Int: Int] = [:]
    /// Rows that were found to hold the value that the source has given to this one, and those of them that are deleted.
    var displaced: [Int] = []
    var removed: Set<Int> = []
    /// Of the session that holds the locks: each statement is a transaction, and nobody else refreshes.
    var isLocked = false
    /// Left by a killed run: nobody hears of its outcome.
    var isOrphan = false
  }

  struct Checkpoint: Hashable {
    var position = 0
    var copied = 0
  }

  let bounds: Bounds
  var source: [Int: Int]
  /// The source with all that is in the log, visible or not.
  var latest: [Int: Int]
  var ghost: [Int: Int] = [:]
  /// Who deleted or inserted a row of the ghost and has not ended yet.
  var locks: [Int: Int] = [:]
  var log: [Entry] = []
  var visible = 0
  var acknowledged: UInt64 = 0
  var read = 0
  var writes = 0
  var heartbeats: UInt64 = 0
  var kills = 0
  var refreshes: [Int: Refresh] = [:]
  var changes = ChangeSet<Int, Int>(start: 0)
  var chunksStarted = 0
  var chunksDone: Set<Int> = []
  var checkpoint = Checkpoint()
  var isLocked = false
  /// Where the log stood when the lock was had.
  var marker: UInt64?
  /// Whether one of two that waited for each other was ended; that is tried once.
  var isDeadlockDone = false
  /// Keys that a broken rule notes too late.
  var lateNotes: [Int] = []

  static let chunks = 2

  init(_ bounds: Bounds) {
    self.bounds = bounds
    source = bounds.movesUniqueValues ? [1: 1, 2: 2] : [1: 1, 2: 1]
    latest = source
    guard bounds.isCopied else { return }
    ghost = source
    chunksStarted = Self.chunks
    chunksDone = Set(1...Self.chunks)
    checkpoint.copied = Self.chunks
  }

  /// The chunks done from the first on without a gap.
  var copied: Int { (1...Self.chunks).prefix { chunksDone.contains($0) }.count }

  var mayBeSwapped: Bool {
    guard isLocked, copied == Self.chunks, changes.isSettled, refreshes.isEmpty else { return false }
    if bounds.breach == .swapsWithoutMarker { return true }
    guard let marker else { return false }
    return log[..<read].contains(.heartbeat(marker))
  }

  /// The swap would lose or invent a row.
  var isWrong: Bool { mayBeSwapped && source != ghost }
}

// What the server and the application do.
extension MigrationModel {
  mutating func write(_ rows: [Int: Int?]) {
    writes += 1
    log.append(.write(rows))
    latest.merge(rows)
  }

  mutating func beat() {
    heartbeats += 1
    log.append(.heartbeat(heartbeats))
    if isLocked, marker == nil { marker = heartbeats }
  }

  mutating func becomeVisible() {
    if case .write(let rows) = log[visible] { source.merge(rows) }
    visible += 1
  }

  /// The next heartbeat that is visible and of which we have not heard yet.
  var nextAcknowledgement: UInt64? {
    log[..<visible].compactMap { entry in
      if case .heartbeat(let number) = entry, number > acknowledged { number } else { nil }
    }.first
  }

  mutating func acknowledge(_ number: UInt64) {
    acknowledged = number
    changes.heartbeatAcknowledged(number)
  }

  mutating func stream() {
    let entry = log[read]
    read += 1
    switch entry {
    case .write(let rows):
      for key in rows.keys.sorted() where bounds.breach != .dropsAheadAtOnce || key <= chunksStarted {
        changes.record(key)
      }
    case .heartbeat(let number):
      changes.heartbeatStreamed(number, at: read)
      if bounds.breach == .ignoresAcknowledgement { changes.heartbeatAcknowledged(number) }
    }
  }
}

// What the migration does.
extension MigrationModel {
  mutating func startChunk() {
    chunksStarted += 1
    var refresh = Refresh(keys: [chunksStarted], chunk: chunksStarted)
    refresh.number = changes.chunkStarted()
    if bounds.breach == .ignoresChunks { changes.chunkEnded(refresh.number) }
    begin(refresh)
  }

  mutating func startRefresh() -> Bool {
    let started = chunksStarted
    let keys = changes.take(1) { $0 > started }
    guard !keys.isEmpty else { return false }
    var refresh = Refresh(keys: keys, chunk: nil)
    refresh.isLocked = isLocked && bounds.movesUniqueValues
    begin(refresh)
    return true
  }

  mutating func begin(_ refresh: Refresh) {
    var id = 1
    while refreshes[id] != nil { id += 1 }
    refreshes[id] = refresh
  }

  /// Ends a refresh that was killed, lost its connection or met a deadlock.
  mutating func end(_ id: Int, _ outcome: RefreshOutcome) {
    guard let refresh = refreshes.removeValue(forKey: id) else { return }
    locks = locks.filter { $0.value != id }
    guard !refresh.isOrphan else { return }
    if let chunk = refresh.chunk {
      changes.chunkEnded(refresh.number)
      if outcome == .done {
        chunksDone.insert(chunk)
      } else {
        // Tried again under a new number.
        var again = Refresh(keys: refresh.keys, chunk: chunk)
        again.number = changes.chunkStarted()
        begin(again)
      }
    } else {
      changes.refreshed(refresh.keys, outcome)
    }
  }

  mutating func saveCheckpoint() {
    let position = bounds.breach == .checkpointsWhatWasRead ? read : changes.resumePosition
    checkpoint = Checkpoint(position: position, copied: copied)
  }

  /// The program is killed, and a new run takes over from the checkpoint.
  mutating func kill() {
    kills += 1
    isLocked = false
    marker = nil
    lateNotes = []
    for id in refreshes.keys { refreshes[id]?.isOrphan = true }
    if bounds.breach != .letsOrphansCommit {
      // The new run waits for the lock that each transaction of the old one holds: none is left. What was
      // sent before may have been committed, which `advance` covers.
      refreshes = [:]
      locks = [:]
    }
    changes = ChangeSet(start: checkpoint.position)
    changes.heartbeatAcknowledged(acknowledged)
    read = checkpoint.position
    chunksStarted = checkpoint.copied
    chunksDone = checkpoint.copied == 0 ? [] : Set(1...checkpoint.copied)
  }
}

extension [Int: Int] {
  /// Gives rows their new values.
  fileprivate mutating func merge(_ rows: [Int: Int?]) {
    for (key, value) in rows { self[key] = value }
  }
}
