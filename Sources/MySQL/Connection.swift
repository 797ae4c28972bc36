import Basics

/// One session with a MySQL or MariaDB server.
///
/// Its statements run one after the other on a thread of its own. A call may be made from any task; one
/// that fails with `SQLFailure.Kind.connectionLost` leaves the connection unusable.
package actor Connection {
  let executor: BlockingExecutor
  private var handle: MySQLHandle?
  private let interruption: Interruption
  private let tag: String

  /// The server's number for this session, as in the processlist.
  package nonisolated let id: UInt64
  package nonisolated let server: ServerInfo
  /// The account the server matched: `user@host`.
  package nonisolated let account: String
  package nonisolated let options: ConnectionOptions
  /// The TLS cipher; nil over plaintext and sockets.
  package nonisolated let cipher: String?

  /// Connects, logs in and sets the session up for `options.profile`.
  ///
  /// - Throws: `SQLFailure`; `OpsError` for files that cannot be read.
  package static func open(_ options: ConnectionOptions) async throws -> Connection {
    try Task.checkCancellation()
    return try await blocking(label: "dbops.mysql.open") { try Connection(blockingOpen: options) }
  }

  private init(blockingOpen options: ConnectionOptions) throws {
    var handle = try MySQLHandle.opened(options)
    let tag = options.statementTag
    let identity = try handle.query(
      tag + "SELECT VERSION(), @@version_comment, CURRENT_USER(), CONNECTION_ID()")
    guard let row = identity.first, let version = row[0].string, let id = row[3].uint else {
      throw OpsError(.failed, "cannot use \(options.address)", why: "the server does not tell its version")
    }
    let server = ServerInfo(text: version, comment: row[1].string ?? "")
    handle.account = row[2].string ?? options.user
    try handle.prepareSession(options, on: server)
    self.id = id
    self.server = server
    self.tag = tag
    self.options = options
    account = handle.account
    cipher = handle.cipher
    interruption = Interruption(descriptor: handle.descriptor)
    executor = BlockingExecutor(label: "dbops.mysql.\(id)")
    self.handle = consume handle
  }

  deinit {
    interruption.forget()
  }

  /// Runs several statements in one go, without others of this connection between them.
  ///
  /// When the task is cancelled meanwhile, the connection is broken at once and `CancellationError` thrown.
  package func perform<Value: Sendable>(
    _ body: @Sendable (isolated Connection) throws -> Value
  ) async throws -> Value {
    try Task.checkCancellation()
    return try await withTaskCancellationHandler {
      do {
        return try body(self)
      } catch {
        throw Task.isCancelled ? CancellationError() : error
      }
    } onCancel: {
      interrupt()
    }
  }

  /// Runs a statement whose rows, if any, are not wanted. With `values` it is prepared first.
  ///
  /// - Throws: `SQLFailure`.
  @discardableResult
  package func execute(_ sql: SQLText, _ values: [SQLValue] = []) throws -> Outcome {
    guard !values.isEmpty else { return try withHandle { try $0.execute(tag + sql.text) } }
    return try withHandle { handle in
      let statement = try StatementHandle(on: handle)
      try statement.prepare(tag + sql.text)
      try statement.execute(values)
      return statement.outcome
    }
  }

  /// Runs a definition as a server printed it, byte for byte, in whatever character set it was written.
  ///
  /// - Throws: `SQLFailure`.
  package func execute(definition: [UInt8]) throws {
    _ = try withHandle { try $0.execute(Array(tag.utf8) + definition) }
  }

  /// Runs a statement and holds its rows in memory: for small results. With `values` it is prepared first.
  ///
  /// - Throws: `SQLFailure`.
  package func query(_ sql: SQLText, _ values: [SQLValue] = []) throws -> Rows {
    guard !values.isEmpty else { return try withHandle { try $0.query(tag + sql.text) } }
    return try withHandle { handle in
      let statement = try StatementHandle(on: handle)
      try statement.prepare(tag + sql.text)
      try statement.execute(values)
      return try statement.rows()
    }
  }

  /// Runs a query and hands its rows on in batches as they arrive; memory does not grow with the result.
  ///
  /// - Parameters:
  ///   - batchBytes: A batch is handed on once it is this long; a row is never split.
  ///   - consume: Called for each batch. If it throws, the connection is closed and the error passed on.
  /// - Returns: The number of rows.
  /// - Throws: `SQLFailure`, or what `consume` throws. Batches handed on before a failure are part of an
  ///   incomplete result.
  package func exportRows(
    _ sql: SQLText, batchBytes: Int = 262_144, _ consume: (borrowing RowBatch) throws -> Void
  ) throws -> Int64 {
    do {
      return try withHandle { try $0.exportRows(tag + sql.text, batchBytes: batchBytes, consume) }
    } catch let failure as SQLFailure where failure.kind != .connectionLost {
      throw failure
    } catch {
      abandon()
      throw error
    }
  }

  /// Runs a `LOAD DATA LOCAL INFILE 'dbops' …` with bytes from memory.
  ///
  /// Needs `SessionProfile.load`. What the server could not take as it is shows in `warningCount`.
  ///
  /// - Parameter next: Returns the next bytes of the data, nil at the end. If it throws, the connection is
  ///   closed, so that the server drops the statement, and the error passed on.
  /// - Throws: `SQLFailure`, or what `next` throws.
  package func load(_ sql: SQLText, from next: () throws -> [UInt8]?) throws -> Outcome {
    try withoutActuallyEscaping(next) { next in
      let data = LocalData(next: next, breakConnection: { [interruption] in interruption.interrupt() })
      do {
        return try withHandle { try $0.load(tag + sql.text, from: data) }
      } catch {
        if data.failure != nil { abandon() }
        throw error
      }
    }
  }

  /// Brings rows, as the text of `RowBatch`, into a table with transactions by the way that costs the server least.
  ///
  /// Needs `SessionProfile.load`.
  ///
  /// - Parameter next: Returns the next bytes of the text, nil at the end.
  /// - Throws: `SQLFailure`; `OpsError` `corrupt` for what is not the text of such rows; what `next` throws. Rows that
  ///   went in before are then still in the transaction, which must not be committed.
  package func insertRows(_ statements: RowStatements, from next: () throws -> [UInt8]?) throws -> Outcome {
    guard statements.columns > 0, let limit = try packetForRows() else {
      return try load(statements.load, from: next)
    }
    let insert = RowInsert(tag + statements.insert.text, columns: statements.columns, allowedPacket: limit)
    let inserted: Outcome
    var first: [UInt8]?
    do {
      (inserted, first) = try withHandle { try insert.run(on: $0, from: next) }
    } catch let failure as SQLFailure where failure.number == 1461 {
      // No row was asked for yet: other clients hold all the prepared statements that the server allows.
      return try load(statements.load, from: next)
    }
    guard first != nil else { return inserted }
    let loaded = try load(statements.load) {
      if let text = first.take() { return text }
      return try next()
    }
    return inserted + loaded
  }

  /// The server's `max_allowed_packet`; nil when rows had better go in through LOAD DATA.
  ///
  /// Where a server takes many rows with one execution of an INSERT, that costs it less than LOAD DATA, and other
  /// sessions may fill a table with AUTO_INCREMENT meanwhile: docs/decisions/0009.
  private func packetForRows() throws -> Int? {
    guard server.insertsManyRows, try withHandle({ $0.takesRows }) else { return nil }
    let row = try query("SELECT @@max_allowed_packet AS p, @@SESSION.binlog_format AS f").first
    // A binary log of statements has no room for such an execution: the server refuses it (error 4033).
    guard let limit = row?["p"].int, row?["f"].string != "STATEMENT" else { return nil }
    return Int(limit)
  }

  /// Breaks the connection from any thread: a statement under way fails at once with `connectionLost`.
  ///
  /// The server notices when it next writes or reads; `cancelRunningStatement` stops it at once.
  package nonisolated func interrupt() { interruption.interrupt() }

  /// Stops the statement under way on the server through a second session; this one stays usable.
  package nonisolated func cancelRunningStatement() async throws {
    var options = options.with(profile: .plain, phase: "cancel")
    options.connectTimeout = min(options.connectTimeout, .seconds(5))
    let other = try await Connection.open(options)
    try await other.execute("KILL QUERY \(id)")
    await other.close()
  }

  /// Ends the session. Later calls fail with `connectionLost`.
  package func close() {
    interruption.forget()
    handle = nil
  }

  /// Ends the session without waiting for what the server still sends.
  private func abandon() {
    interruption.interrupt()
    close()
  }

  private func withHandle<Value>(_ body: (borrowing MySQLHandle) throws -> Value) throws -> Value {
    switch handle {
    case .some(let handle): return try body(handle)
    case .none:
      throw SQLFailure(
        number: 2006, text: "the connection is closed", server: options.address.description, account: account)
    }
  }
}
