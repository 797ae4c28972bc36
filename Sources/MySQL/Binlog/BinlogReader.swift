import Basics

/// Makes items of the events that a server sends, and knows where to go on after a lost connection.
///
/// It talks to nobody: events go in as bytes, items come out.
package struct BinlogReader {
  /// Events delivered before the connection broke, which come once more.
  private struct Skip {
    let last: BinlogPlace
    /// True once `last` itself has come; if it never does, the log is another.
    var isReached = false
  }

  /// The end of the last whole transaction.
  private struct Commit {
    let position: BinlogPosition
    let identifier: TransactionID?
  }

  /// What a server can be asked to start at; beyond it, reading begins further ahead.
  private static let greatestStart = UInt64(UInt32.max)
  /// Behind the four bytes that every log file begins with.
  private static let firstOffset: UInt64 = 4

  private let start: BinlogStart
  private var decoder: EventDecoder
  private var state = TransactionState()
  private var place: BinlogPlace?
  private var payload: TransactionPayload?
  private var skip: Skip?
  /// The last event of the log that was taken in.
  private var delivered: BinlogPlace?
  /// Where to start again by position: between two transactions, and not beyond what can be asked for.
  private var anchor: BinlogPosition?
  private var seen: SeenTransactions?
  private var toldFile: String?
  private var items: [BinlogItem] = []
  private var commit: Commit?

  package init(watching watched: [WatchedTable], from start: BinlogStart) {
    self.start = start
    decoder = EventDecoder(watching: watched)
    switch start {
    case .gtid(let set): seen = SeenTransactions(set)
    case .position(let position) where position.offset > Self.greatestStart:
      anchor = BinlogPosition(file: position.file, offset: Self.firstOffset)
      skip = Skip(last: BinlogPlace(file: position.file, offset: position.offset, inner: .max))
    case .position(let position):
      anchor = position
      toldFile = position.file
    }
  }

  /// What to ask the server for, at first and after `restart`.
  package var request: BinlogStart {
    if let seen { return .gtid(seen.all) }
    return anchor.map { .position($0) } ?? start
  }

  /// The end of what was taken in; nil before the first file is known.
  package var position: BinlogPosition? { place.map { BinlogPosition(file: $0.file, offset: $0.offset) } }

  /// The identifier of the last transaction seen to its end.
  private(set) var lastIdentifier: TransactionID?

  /// Prepares for a new connection, on which `request` is asked for: what was delivered of an unfinished
  /// transaction will not be delivered again.
  package mutating func restart() {
    if skip == nil, let delivered, !isRestartBehind(delivered) { skip = Skip(last: delivered) }
    skip?.isReached = false
    decoder.restart()
    state.restart()
    payload = nil
    place = nil
  }

  private func isRestartBehind(_ delivered: BinlogPlace) -> Bool {
    if seen != nil { return state.isBetween }
    guard let anchor, anchor.file == delivered.file else { return true }
    return anchor.offset >= delivered.offset
  }

  /// True when nothing was taken in but parts of a compressed transaction are left: `takeNext` reads on.
  package var hasMore: Bool { payload != nil }

  /// Everything there is to tell since the last call.
  package mutating func drain() -> [BinlogItem] {
    flushCommit()
    defer { items.removeAll() }
    return items
  }

  package var hasItems: Bool { !items.isEmpty || commit != nil }

  /// Takes in an event as the server sent it.
  ///
  /// - Throws: `BinlogDamage`; `OpsError` when a watched column is left out or the log is not the same as before.
  package mutating func take(_ event: [UInt8]) throws {
    let (header, event) = try decoder.decode(event)
    switch event {
    case .rotate(let target): rotate(to: target, isArtificial: header.isArtificial)
    case .format(let followsStart):
      if followsStart { tell { $0.abandon(&$1) } }
      moveOn(to: UInt64(header.endOffset))
    case .outside: moveOn(to: UInt64(header.endOffset))
    case .heartbeat(let offset):
      if state.isBetween { moveOn(to: offset ?? UInt64(header.endOffset)) }
      if let position { append([.heartbeat(position)]) }
    default:
      let place = try nextPlace(header)
      self.place = place
      if case .payload(let payload) = event {
        self.payload = payload
      } else {
        try apply(event, at: place)
      }
    }
  }

  /// Takes in the next event of a compressed transaction; its length.
  ///
  /// - Throws: Like `take`.
  package mutating func takeNext() throws -> Int {
    guard let payload, var place else { return 0 }
    guard let event = try payload.next() else {
      self.payload = nil
      return 0
    }
    place.inner += 1
    self.place = place
    try apply(try decoder.decode(inner: event), at: place)
    return event.count
  }

  private func nextPlace(_ header: EventHeader) throws(BinlogDamage) -> BinlogPlace {
    guard var next = place else { throw BinlogDamage("the log's file is not told") }
    next.inner = 0
    if header.endOffset != 0 {
      next.offset = next.offset.advanced(toLow: header.endOffset)
    } else if next.offset + UInt64(header.eventLength) > Self.greatestStart {
      // Some servers tell no place that does not fit.
      next.offset += UInt64(header.eventLength)
    }
    return next
  }

  /// Follows what moves the place but is no part of a transaction. It may also tell an earlier place.
  private mutating func moveOn(to offset: UInt64) {
    guard var next = place, offset > next.offset else { return }
    next.offset = offset
    place = next
  }

  private mutating func apply(_ event: BinlogEvent, at place: BinlogPlace) throws {
    var told: [BinlogItem] = []
    let isDropped = try isSkipped(place)
    let outcome = try state.handle(event, &told)
    if !isDropped {
      delivered = place
      append(told)
    }
    guard case .goesOn = outcome else {
      let position = BinlogPosition(file: place.file, offset: place.offset)
      endTransaction(at: position)
      if !isDropped, case .committed = outcome {
        commit = Commit(position: position, identifier: state.identifier)
      }
      return
    }
  }

  private mutating func endTransaction(at position: BinlogPosition) {
    if position.offset <= Self.greatestStart { anchor = position }
    guard let identifier = state.identifier else { return }
    lastIdentifier = identifier
    seen?.add(identifier)
  }

  /// True for an event that was delivered before the connection broke.
  private mutating func isSkipped(_ place: BinlogPlace) throws -> Bool {
    guard let skip else { return false }
    guard place.file == skip.last.file, !place.isBehind(skip.last) else {
      guard skip.isReached else { throw OpsError.logIsAnother(at: place) }
      self.skip = nil
      return false
    }
    if place.offset == skip.last.offset, place.inner == skip.last.inner || skip.last.inner == .max {
      self.skip?.isReached = true
    }
    return true
  }

  private mutating func rotate(to target: BinlogPosition, isArtificial: Bool) {
    // With every connection, and for every file, the server tells once more where it is.
    if isArtificial, target.file == place?.file { return }
    if place != nil {
      tell { $0.abandon(&$1) }
      anchor = BinlogPosition(file: target.file, offset: Self.firstOffset)
    }
    place = BinlogPlace(file: target.file, offset: target.offset, inner: 0)
    guard toldFile != target.file else { return }
    toldFile = target.file
    append([.rotated(to: target)])
  }

  private mutating func tell(_ body: (inout TransactionState, inout [BinlogItem]) -> Void) {
    var told: [BinlogItem] = []
    body(&state, &told)
    append(told)
  }

  private mutating func append(_ told: [BinlogItem]) {
    guard !told.isEmpty else { return }
    flushCommit()
    items += told
  }

  private mutating func flushCommit() {
    guard let last = commit else { return }
    commit = nil
    items.append(.commit(position: last.position, gtid: last.identifier.map(\.description)))
  }
}

extension OpsError {
  fileprivate static func logIsAnother(at place: BinlogPlace) -> OpsError {
    OpsError(
      .failed, "cannot go on reading the binary log",
      why: "at \(place.file):\(place.offset) it is not the one that was read before the connection was lost",
      hint: "look at the server's log for a crash, a restore or RESET, then begin anew")
  }
}
