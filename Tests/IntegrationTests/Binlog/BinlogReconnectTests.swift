import Basics
import MySQL
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)), .timeLimit(.minutes(10)))
struct BinlogReconnectTests {
  /// What a stream is told of one big transaction and a small one, with `disturb` called after each batch.
  private func keys(
    _ server: TestServer, compressed: Bool = false, byIdentifier: Bool = false,
    through options: ConnectionOptions? = nil, _ disturb: (BinlogStream, Connection) async throws -> Void
  ) async throws -> (told: [ColumnValue], commits: [String]) {
    try await server.withDatabase { database, connection in
      let log = LogReading(server: server, database: database, connection: connection)
      try await connection.execute("CREATE TABLE t (id INT PRIMARY KEY, filler VARCHAR(4000))")
      if compressed { try await connection.execute("SET SESSION binlog_transaction_compression = ON") }
      let start: BinlogStart =
        byIdentifier ? .gtid(try await log.executed()) : .position(try await log.end())
      let stream = try await BinlogStream.open(
        options: options ?? server.options(), serverID: LogReading.serverID(), start: start,
        watching: [try await log.watched("t")], heartbeat: .seconds(1))
      try await fill(connection)
      let end = try await log.end()
      var items: [BinlogItem] = []
      while !items.contains(where: { $0.reached(end) }) {
        items += try await stream.nextBatch()
        try await disturb(stream, connection)
      }
      await stream.close()
      return (items.rows.compactMap { $0.after?.first }, items.ownCommits)
    }
  }

  /// A transaction of 10,000 rows, more bytes than sockets hold, and another of one row.
  private func fill(_ connection: Connection) async throws {
    try await connection.execute("BEGIN")
    for block in 0..<10 {
      let rows = (1...1000).map { "(\(block * 1000 + $0), REPEAT('x', \(2000 + $0)))" as SQLText }
      try await connection.execute("INSERT INTO t VALUES \(rows.joined(separator: ", "))")
    }
    try await connection.execute("COMMIT")
    try await connection.execute("INSERT INTO t VALUES (10001, '')")
  }

  private let expected = (1...10_001).map { ColumnValue.int($0) }

  @Test(arguments: TestServer.available, [false, true])
  func `a killed session goes on within the transaction, nothing lost or doubled`(
    server: TestServer, byIdentifier: Bool
  ) async throws {
    var killed: [UInt64] = []
    let keys = try await keys(server, byIdentifier: byIdentifier) { stream, connection in
      guard killed.count < 4, let id = await stream.connectionID, killed.last != id else { return }
      killed.append(id)
      try await connection.execute("KILL \(id)")
    }
    #expect(killed.count > 1)
    #expect(keys.told == expected)
    #expect(Set(keys.commits).count == keys.commits.count)
  }

  @Test(arguments: TestServer.available, [false, true])
  func `a connection cut at any byte is made anew, nothing lost or doubled`(
    server: TestServer, byIdentifier: Bool
  ) async throws {
    let proxy = try CuttingProxy(to: server.options().address)
    let options = try server.options(at: proxy.address)
    var generator = SeededGenerator(seed: 11)
    var cuts = 0
    let keys = try await keys(server, byIdentifier: byIdentifier, through: options) { _, _ in
      guard proxy.hasCut || cuts == 0, cuts < 20 else { return }
      cuts += 1
      proxy.cut(after: Int64.random(in: 0...3_000_000, using: &generator))
    }
    proxy.cut(after: nil)
    #expect(cuts > 3)
    #expect(keys.told == expected)
  }

  @Test(.enabled(if: TestServer.mysql.address() != nil), arguments: [false, true])
  func `a connection cut within a compressed transaction is made anew`(byIdentifier: Bool) async throws {
    let proxy = try CuttingProxy(to: TestServer.mysql.options().address)
    let options = try TestServer.mysql.options(at: proxy.address)
    proxy.cut(after: 20_000)
    let keys = try await keys(.mysql, compressed: true, byIdentifier: byIdentifier, through: options) {
      _, _ in
    }
    #expect(proxy.hasCut)
    #expect(keys.told == expected)
  }

  @Test(arguments: TestServer.available)
  func `another server behind the same address ends the stream`(server: TestServer) async throws {
    guard let replica = server.address(.replica) else { return }
    try await server.withDatabase { database, connection in
      let log = LogReading(server: server, database: database, connection: connection)
      let proxy = try CuttingProxy(to: server.options().address)
      let stream = try await BinlogStream.open(
        options: server.options(at: proxy.address), serverID: LogReading.serverID(),
        start: .position(try await log.end()), watching: [], heartbeat: .seconds(1))
      proxy.redirect(to: replica)
      let id = await stream.connectionID
      try await connection.execute("KILL \(id ?? 0)")
      let error = await #expect(throws: OpsError.self) {
        while true { _ = try await stream.nextBatch() }
      }
      #expect(error?.message.contains("another server answers there now") == true)
      await #expect(throws: OpsError.self) { try await stream.nextBatch() }
    }
  }

  @Test(arguments: TestServer.available)
  func `a log that is not there any more is named`(server: TestServer) async throws {
    let start = BinlogPosition(file: "binlog.000000", offset: 4)
    let error = await #expect(throws: OpsError.self) {
      let stream = try await BinlogStream.open(
        options: server.options(), serverID: LogReading.serverID(), start: .position(start), watching: [],
        heartbeat: .seconds(1))
      while true { _ = try await stream.nextBatch() }
    }
    #expect(
      error?.message.contains("binlog.000000:4 is no longer on") == true, "\(String(describing: error))")
    #expect(error?.hint.contains("expire_logs") == true)
  }

  @Test(arguments: TestServer.available)
  func `an account that may not read the log is told what to grant`(server: TestServer) async throws {
    let options = try readOnly(server)
    let start = BinlogStart.position(BinlogPosition(file: "binlog.000001", offset: 4))
    let error = await #expect(throws: OpsError.self) {
      let stream = try await BinlogStream.open(
        options: options, serverID: LogReading.serverID(), start: start, watching: [],
        heartbeat: .seconds(1))
      while true { _ = try await stream.nextBatch() }
    }
    #expect(error?.code == .privilege)
    #expect(error?.hint.contains("GRANT REPLICATION SLAVE") == true, "\(String(describing: error))")
  }
}

/// An account that may read every table, but not the log.
private func readOnly(_ server: TestServer) throws -> ConnectionOptions {
  var options = try server.options()
  options.user = Environment.value("DBOPS_TEST_RO_USER") ?? ""
  return options
}

extension [BinlogItem] {
  fileprivate var ownCommits: [String] {
    compactMap {
      guard case .commit(_, let gtid) = $0 else { return nil }
      return gtid
    }
  }
}
