import Basics
import MySQL
import Schema
import Synchronization

/// What a migration's workers have to agree on: which keys wait, which chunks run, where the log is read.
///
/// From any thread; no call waits.
package final class MigrationLedger: Sendable {
  private struct State {
    var changes: ChangeSet<RowKey, BinlogPosition>
    var copy: CopyProgress
    /// Whether a worker looks up where the next chunk ends.
    var isCutting = false
    /// The keys of the transaction being read.
    var transaction: [RowKey] = []
    /// A heartbeat whose transaction is being read.
    var beat: UInt64?
    var nextBeat: UInt64
    var streamed: UInt64 = 0
    var position: BinlogPosition
    /// Whether only the cut-over takes keys.
    var isReserved = false
    /// Whether keys wait until a build of indexes is done.
    var isHeld = false
    /// Whether our RENAME stands in the log: only one that succeeded does.
    var isExchanged = false
    var changed: Int64 = 0
    var refreshed: Int64 = 0
    var observer: HeartbeatObserver = { _, _ in }
  }

  /// Is told what happens to a heartbeat; must not call the ledger.
  package typealias HeartbeatObserver = @Sendable (UInt64, HeartbeatTimes.Step) -> Void

  private let state: Mutex<State>
  private let key: MigrationKey
  private let source: TableName
  private let ghost: TableName
  private let run: RunID
  private let firstBeat: UInt64

  /// - Parameters:
  ///   - firstBeat: The number of the first heartbeat; no other run's has it or a greater one.
  package init(
    _ tables: MigrationTables, start: BinlogPosition, copy: CopyProgress, firstBeat: UInt64, run: RunID
  ) {
    self.run = run
    self.firstBeat = firstBeat
    key = tables.key
    source = tables.source
    ghost = tables.names.ghost
    state = Mutex(
      State(changes: ChangeSet(start: start), copy: copy, nextBeat: firstBeat, position: start))
  }

  /// Has `observer` told of every heartbeat from now on.
  package func observeHeartbeats(_ observer: @escaping HeartbeatObserver) {
    state.withLock { $0.observer = observer }
  }

  // MARK: The log

  /// Takes what was read from the log: changes of the source and our own heartbeats.
  ///
  /// - Throws: `OpsError` `aborted` when the log tells of something a migration must not pass over.
  func take(_ items: [BinlogItem]) throws {
    try state.withLock { state in
      // What follows the exchange in the log has happened to the new table.
      for item in items where !state.isExchanged { try take(item, &state) }
    }
  }

  private static func isRename(_ sql: [UInt8]) -> Bool {
    SQLLexer.tokens(of: sql).first?.keyword(in: sql) == "RENAME"
  }

  private func take(_ item: BinlogItem, _ state: inout State) throws {
    switch item {
    case .rows(let change):
      for row in change.rows {
        if change.table == WatchedTables.changelog {
          // Another run's, which was taken over, prove nothing to us.
          if case .uint(let number)? = row.after?.first, number >= firstBeat { state.beat = number }
          continue
        }
        state.changed += 1
        for values in [row.before, row.after].compactMap({ $0 }) {
          let key = try key.key(values)
          state.changes.record(key)
          state.transaction.append(key)
        }
      }
    case .commit(let position, _):
      state.transaction.removeAll(keepingCapacity: true)
      state.position = position
      guard let number = state.beat else { return }
      state.beat = nil
      // One that was cut off and came late stands behind those written since: it proves nothing of what is before it.
      guard number > state.streamed else { return }
      state.streamed = number
      state.observer(number, .streamed)
      state.changes.heartbeatStreamed(number, at: position)
    case .rollback:
      state.transaction.removeAll(keepingCapacity: true)
      state.beat = nil
    case .prepared(let xid):
      state.changes.prepare(xid, keys: state.transaction)
      state.transaction.removeAll(keepingCapacity: true)
    case .xaCommit(let xid), .xaRollback(let xid):
      state.changes.endPrepared(xid)
    case .heartbeat, .rotated: break
    case .statement(let database, let sql):
      guard ForeignStatement.isOwn(sql, of: run) else {
        return try ForeignStatement.check(sql, in: database, source: source, ghost: ghost)
      }
      state.isExchanged = state.isExchanged || Self.isRename(sql)
    case .incident:
      throw OpsError.logTellsOfDoubt("the server lost events of its binary log")
    case .definitionChanged(_, let why):
      throw OpsError.logTellsOfDoubt("the table's definition changed: \(why)")
    }
  }

  /// The number of a heartbeat about to be written.
  func beginBeat() -> UInt64 {
    state.withLock { state in
      defer { state.nextBeat += 1 }
      state.observer(state.nextBeat, .begun)
      return state.nextBeat
    }
  }

  func acknowledge(_ beat: UInt64) {
    state.withLock { state in
      state.observer(beat, .acknowledged)
      state.changes.heartbeatAcknowledged(beat)
    }
  }

  /// Whether heartbeat `beat`, and with it everything before, was read from the log.
  func hasStreamed(_ beat: UInt64) -> Bool { state.withLock { $0.streamed >= beat } }

  // MARK: The copy

  enum Cut: Sendable {
    /// The next chunk begins behind this key; `startChunk` or `leaveCut` must follow.
    case behind(RowKey?)
    /// Another worker is looking its end up.
    case busy
    case none
  }

  /// Lets one worker at a time look up where the next chunk ends.
  func beginCut() -> Cut {
    state.withLock { state in
      guard !state.copy.hasStartedAll else { return .none }
      guard !state.isCutting else { return .busy }
      state.isCutting = true
      return .behind(state.copy.lower)
    }
  }

  /// Gives up what `beginCut` began.
  func leaveCut() { state.withLock { $0.isCutting = false } }

  /// To be called before the chunk's statement is sent.
  func startChunk(upper: RowKey?) -> CopyProgress.Chunk {
    state.withLock { state in
      state.isCutting = false
      return state.copy.start(state.changes.chunkStarted(), upper: upper)
    }
  }

  /// A chunk whose rows are committed.
  func endChunk(_ chunk: CopyProgress.Chunk, rows: Int64) {
    state.withLock { state in
      state.changes.chunkEnded(chunk.number)
      state.copy.end(chunk, rows: rows)
    }
  }

  /// A stretch that is refreshed once more, after the copy.
  func startRepair(lower: RowKey?, upper: RowKey?) -> CopyProgress.Chunk {
    state.withLock { CopyProgress.Chunk(repair: $0.changes.chunkStarted(), lower: lower, upper: upper) }
  }

  func endRepair(_ chunk: CopyProgress.Chunk) { state.withLock { $0.changes.chunkEnded(chunk.number) } }

  // MARK: The refresh

  func takeKeys(_ limit: Int) -> [RowKey] {
    state.withLock { state in
      guard !state.isReserved, !state.isHeld else { return [] }
      let copy = state.copy
      return state.changes.take(limit) { copy.isAhead($0) }
    }
  }

  /// Keys for the session that holds the locks.
  func takeReservedKeys(_ limit: Int) -> [RowKey] { state.withLock { $0.changes.take(limit) } }

  func refreshed(_ keys: [RowKey], _ outcome: RefreshOutcome) {
    state.withLock { state in
      if outcome == .done { state.refreshed += Int64(keys.count) }
      state.changes.refreshed(keys, outcome)
    }
  }

  /// Lets keys wait, but those that are being refreshed; the cut-over takes them nevertheless.
  func hold(_ isHeld: Bool) { state.withLock { $0.isHeld = isHeld } }

  /// Whether keys wait because of `hold`.
  var isHeld: Bool { state.withLock { $0.isHeld } }

  /// Lets nobody but the cut-over take keys, or everybody again.
  func reserve(_ isReserved: Bool) { state.withLock { $0.isReserved = isReserved } }

  // MARK: Readings

  package struct Reading: Sendable {
    package var copied: Int64
    package var isCopied: Bool
    package var waiting: Int
    package var isSettled: Bool
    package var isQuiet: Bool
    package var changed: Int64
    package var refreshed: Int64
    package var position: BinlogPosition
    package var resumePosition: BinlogPosition
    package var watermark: RowKey?
  }

  package var reading: Reading {
    state.withLock { state in
      Reading(
        copied: state.copy.rows, isCopied: state.copy.isDone, waiting: state.changes.count,
        isSettled: state.changes.isSettled, isQuiet: state.changes.isQuiet, changed: state.changed,
        refreshed: state.refreshed, position: state.position, resumePosition: state.changes.resumePosition,
        watermark: state.copy.watermark)
    }
  }
}

/// The places of the tables in what is read from the log.
enum WatchedTables {
  static let source = 0
  static let changelog = 1
}

extension OpsError {
  static func logTellsOfDoubt(_ why: String) -> OpsError {
    OpsError(
      .aborted, "cannot go on with the migration", why: why,
      changed: "the ghost table is left as it is; the table itself is untouched",
      hint: "run the command again; it starts anew where it cannot carry on")
  }
}
