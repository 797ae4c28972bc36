import Basics

/// The changes that a server writes to its binary log, as they come.
///
/// Its thread may block, so it has one of its own. Connections that break are made anew; what was delivered is
/// not delivered again, and nothing is left out.
package actor BinlogStream {
  /// A batch is handed on once so many bytes of the log are in it.
  private static let batchBytes = 524_288
  /// The longest pause between two attempts to connect.
  private static let longestPause = Duration.seconds(10)
  /// How often a connection is tried without anything new read in between.
  private static let attempts = 12

  let executor: BlockingExecutor
  private let request: BinlogRequest
  private let interruption: StreamInterruption
  private var reader: BinlogReader
  private var handle: BinlogConnectionHandle?
  private var packet: [UInt8] = []
  /// What ends the stream, told after what was read before it.
  private var failure: (any Error)?
  private var failedAttempts = 0
  private let identity: String

  package nonisolated let server: ServerInfo

  /// Connects as a replica and asks for the log.
  ///
  /// - Parameters:
  ///   - options: The account needs REPLICATION SLAVE.
  ///   - serverID: Must be no other server's or replica's.
  ///   - watching: Tables whose rows are wanted; of others only the commits are told.
  ///   - heartbeat: The server tells that it lives after so long without an event.
  /// - Throws: `OpsError`; `SQLFailure` when the server cannot be reached or the account not be used.
  package static func open(
    options: ConnectionOptions, serverID: UInt32, start: BinlogStart, watching: [WatchedTable],
    heartbeat: Duration
  ) async throws -> BinlogStream {
    try Task.checkCancellation()
    let request = BinlogRequest(options: options, serverID: serverID, heartbeat: heartbeat)
    return try await blocking(label: "dbops.mysql.binlog.open") {
      try BinlogStream(blockingOpen: request, reader: BinlogReader(watching: watching, from: start))
    }
  }

  private init(blockingOpen request: BinlogRequest, reader: BinlogReader) throws {
    let handle = try BinlogConnectionHandle.opened(request)
    let interruption = StreamInterruption()
    interruption.hold(handle.interruption)
    do {
      try handle.start(request, at: reader.request)
    } catch {
      interruption.release()
      throw (error as? SQLFailure).flatMap { BinlogFailure.lasting($0, at: reader.request.description) }
        ?? error
    }
    self.request = request
    self.reader = reader
    self.interruption = interruption
    server = handle.server
    identity = handle.identity
    executor = BlockingExecutor(label: "dbops.mysql.binlog")
    self.handle = consume handle
  }

  deinit { interruption.release() }

  /// Stops the stream from any thread: `nextBatch`, also one under way, throws `CancellationError`.
  package nonisolated func interrupt() { interruption.interrupt() }

  /// Waits for at least one item and takes what else is at hand, up to about half a megabyte of the log.
  ///
  /// - Throws: `OpsError` when the log cannot be read on: it was purged or damaged, another server answers,
  ///   or no connection came about in about a minute and a half; `CancellationError` after `interrupt` or
  ///   when the task was cancelled. The stream is over then.
  package func nextBatch() async throws -> [BinlogItem] {
    try Task.checkCancellation()
    return try await withTaskCancellationHandler {
      try nextBatchBlocking()
    } onCancel: {
      interrupt()
    }
  }

  /// The server's number for the present session; nil while there is none.
  package var connectionID: UInt64? {
    switch handle {
    case .some(let handle): handle.connectionID
    case .none: nil
    }
  }

  /// Ends the session.
  package func close() {
    failure = failure ?? CancellationError()
    disconnect()
  }

  private func nextBatchBlocking() throws -> [BinlogItem] {
    var bytes = 0
    while true {
      if interruption.isInterrupted { throw CancellationError() }
      if let failure { throw failure }
      do {
        try connectIfNeeded()
        repeat { bytes += try readOne() } while isWorthMore(bytes)
      } catch {
        endOrRetry(error)
      }
      if reader.hasItems { return reader.drain() }
    }
  }

  /// Whether to read on before handing over what was read.
  private func isWorthMore(_ bytes: Int) -> Bool {
    guard reader.hasItems else { return true }
    return bytes < Self.batchBytes && (reader.hasMore || hasInput)
  }

  private var hasInput: Bool {
    switch handle {
    case .some(let handle): handle.hasInput
    case .none: false
    }
  }

  /// Takes in one event; its length.
  private func readOne() throws -> Int {
    if reader.hasMore { return try reader.takeNext() }
    switch handle {
    case .some(let handle): try handle.read(into: &packet)
    case .none: return 0
    }
    let before = reader.position
    try reader.take(packet)
    // Only what is new shows that the connection is good for something.
    if reader.hasItems || reader.position != before { failedAttempts = 0 }
    return packet.count
  }

  /// Connects unless there is a connection.
  private func connectIfNeeded() throws {
    guard handle == nil else { return }
    if failedAttempts > 1 {
      interruption.pause(min(Self.longestPause, .milliseconds(250) * (1 << min(failedAttempts, 8))))
      if interruption.isInterrupted { throw CancellationError() }
    }
    let fresh = try BinlogConnectionHandle.opened(request)
    interruption.hold(fresh.interruption)
    do {
      guard fresh.identity == identity else {
        throw BinlogFailure.changedServer(request.options.address, was: identity, is: fresh.identity)
      }
      if let last = reader.lastIdentifier, try !fresh.knows(last) {
        throw BinlogFailure.lostHistory(request.options.address, identifier: last.description)
      }
      reader.restart()
      try fresh.start(request, at: reader.request)
    } catch {
      interruption.release()
      throw error
    }
    handle = consume fresh
  }

  /// Decides whether to connect again; otherwise keeps the failure for the next call.
  private func endOrRetry(_ error: any Error) {
    disconnect()
    let place = reader.position?.description ?? reader.request.description
    switch error {
    case let lost as SQLFailure:
      failedAttempts += 1
      let lasting = BinlogFailure.lasting(lost, at: place)
      failure = lasting ?? (failedAttempts >= Self.attempts ? lost.opsError : nil)
    case let damage as BinlogDamage:
      failure = BinlogFailure.damaged(damage, at: place, server: request.options.address)
    default:
      failure = error
    }
  }

  private func disconnect() {
    guard handle != nil else { return }
    interruption.release()
    handle = nil
  }
}
