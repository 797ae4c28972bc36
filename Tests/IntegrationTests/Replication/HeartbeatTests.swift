import Basics
import Foundation
import MySQL
import Replication
import Synchronization
import TestKit
import Testing

@Suite(
  .serialized, .enabled(if: TestServer.areAvailable, "\(TestServer.remedy)"), .timeLimit(.minutes(5)))
struct HeartbeatTests {
  private final class Events: Sendable {
    let all = Mutex<[HeartbeatWriter.Event]>([])
    func note(_ event: HeartbeatWriter.Event) { all.withLock { $0.append(event) } }
    var list: [HeartbeatWriter.Event] { all.withLock { $0 } }
  }

  /// `target` is a server of its own that takes writes, so that nobody minds what happens to it.
  private func writer(
    _ server: TestServer, _ table: HeartbeatTable, to options: ConnectionOptions? = nil,
    _ events: Events = Events()
  ) throws -> HeartbeatWriter {
    HeartbeatWriter(table, on: try options ?? server.options(.target), every: .milliseconds(100)) {
      events.note($0)
    }
  }

  @Test(arguments: TestServer.available)
  func `the table is made in pt-heartbeat's layout, and holds the server's own time`(server: TestServer)
    async throws
  {
    try await server.withDatabase(.target) { database, connection in
      let table = HeartbeatTable(TableName(database, "beats"))
      let events = Events()
      #expect(try await writer(server, table, events).writeOnce().written == 1)
      #expect(events.list.first == .madeTable)
      let columns = try await connection.query(
        """
        SELECT COLUMN_NAME AS c, COLUMN_TYPE AS t, IS_NULLABLE AS n FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = \(literal: .string(database)) ORDER BY ORDINAL_POSITION
        """
      ).map {
        "\($0["c"].string ?? "") \($0["t"].string?.replacing("(10)", with: "").replacing("(20)", with: "") ?? "") \($0["n"].string ?? "")"
      }
      #expect(
        columns == [
          "ts varchar(26) NO", "server_id int unsigned NO", "file varchar(255) YES",
          "position bigint unsigned YES",
          "relay_master_log_file varchar(255) YES", "exec_master_log_pos bigint unsigned YES",
        ])
      let row = try #require(
        try await connection.query(
          "SELECT ts, server_id, file, position, UTC_TIMESTAMP(6) AS n FROM \(table.name.sql)"
        ).first)
      let text = try #require(row["ts"].string)
      #expect(text.count == 26 && text.contains("T"))
      let age =
        try #require(Timestamp(serverText: row["n"].string ?? "")).microseconds
        - #require(Timestamp(serverText: text)).microseconds
      #expect((0...5_000_000).contains(age))
      #expect(row["file"].string?.hasPrefix("binlog.") == true)
      #expect((row["position"].uint ?? 0) > 0)
      // It is the same row from then on.
      _ = try await writer(server, table).writeOnce()
      #expect(try await connection.query("SELECT * FROM \(table.name.sql)").count == 1)
    }
  }

  @Test(arguments: TestServer.available)
  func `a server that turns read-only gets no more heartbeats, though the account could write`(
    server: TestServer
  ) async throws {
    try await server.withDatabase(.target) { database, _ in
      let writer = try writer(server, HeartbeatTable(TableName(database, "beats")))
      let count = Atomic(0)
      let task = Task {
        try await writer.run { _ in count.add(1, ordering: .relaxed) }
      }
      #expect(try await eventually { count.load(ordering: .relaxed) > 2 })
      try await server.during(.target, ["SET GLOBAL read_only = ON"], undo: ["SET GLOBAL read_only = OFF"]) {
        let error = await #expect(throws: OpsError.self) { try await task.value }
        #expect(error?.code == .aborted)
        #expect(error?.why.contains("it has become read-only") == true)
        #expect(error?.hint.contains("new primary") == true)
        let again = await #expect(throws: OpsError.self) { try await writer.writeOnce() }
        #expect(again?.code == .refused)
        #expect(again?.message.contains("it is read-only") == true)
      }
    }
  }

  @Test(.enabled(if: !TestServer.withOwnReplica.isEmpty), arguments: TestServer.withOwnReplica)
  func `a replica gets none, even one that takes writes`(server: TestServer) async throws {
    try await ReplicationStage.open(server) { stage in
      let writer = try writer(server, stage.table, to: server.options(.replica))
      let protected = await #expect(throws: OpsError.self) { try await writer.writeOnce() }
      #expect(protected?.message.contains("it is read-only") == true)
      try await server.during(.replica, ["SET GLOBAL read_only = OFF"], undo: ["SET GLOBAL read_only = ON"]) {
        let error = await #expect(throws: OpsError.self) { try await writer.writeOnce() }
        #expect(error?.code == .refused)
        #expect(error?.message.contains("it is a replica of 127.0.0.1:") == true)
      }
      let replica = try await Connection.open(server.options(.replica))
      let tables = try await replica.query("SHOW TABLES FROM \(quoted: stage.database)")
      #expect(tables.isEmpty)
      await replica.close()
    }
  }

  @Test(arguments: TestServer.available)
  func `a connection that is lost is opened again`(server: TestServer) async throws {
    let proxy = try CuttingProxy(to: server.options(.target).address)
    try await server.withDatabase(.target) { database, _ in
      let events = Events()
      let writer = try writer(
        server, HeartbeatTable(TableName(database, "beats")), to: server.options(at: proxy.address), events)
      let tally = Mutex(HeartbeatWriter.Tally())
      let task = Task { try await writer.run { new in tally.withLock { $0 = new } } }
      #expect(try await eventually { tally.withLock { $0.written } > 3 })
      // The server is away for a while.
      proxy.redirect(to: .tcp(host: "127.0.0.1", port: 1))
      proxy.cut(after: 100)
      #expect(
        try await eventually {
          events.list.contains { event in
            if case .lost = event { true } else { false }
          }
        })
      let before = tally.withLock { $0.written }
      proxy.redirect(to: try server.options(.target).address)
      #expect(try await eventually { tally.withLock { $0.written } > before + 2 })
      #expect(tally.withLock { $0.reconnects } >= 1)
      task.cancel()
      _ = await task.result
    }
  }

  @Test(arguments: TestServer.available)
  func `neither a lock on its row nor the end of a statement ends it, and statements do not pile up`(
    server: TestServer
  ) async throws {
    try await server.withDatabase(.target) { database, connection in
      let events = Events()
      let writer = try writer(server, HeartbeatTable(TableName(database, "beats")), events)
      let count = Atomic(0)
      let task = Task { try await writer.run { _ in count.add(1, ordering: .relaxed) } }
      #expect(try await eventually { count.load(ordering: .relaxed) > 2 })
      try await connection.execute("START TRANSACTION")
      _ = try await connection.query("SELECT * FROM \(quoted: database).beats FOR UPDATE")
      func wasHeld(_ number: Int) -> Bool {
        events.list.contains { event in
          if case .held(let reason) = event { reason.contains("(error \(number))") } else { false }
        }
      }
      #expect(try await eventually { wasHeld(1205) }, "\(events.list)")
      var most = 0
      let wasEnded = try await eventually {
        let waiting = try await heartbeats(in: database, connection)
        most = max(most, waiting.count)
        for id in waiting { try await connection.execute("KILL QUERY \(id)") }
        return wasHeld(1317)
      }
      #expect(wasEnded, "\(events.list)")
      #expect(most == 1)
      let before = count.load(ordering: .relaxed)
      try await connection.execute("ROLLBACK")
      #expect(try await eventually { count.load(ordering: .relaxed) > before + 2 })
      #expect(
        !events.list.contains { event in
          if case .lost = event { true } else { false }
        })
      task.cancel()
      _ = await task.result
    }
  }

  /// The sessions that write one just now.
  private func heartbeats(in database: String, _ connection: Connection) async throws -> [UInt64] {
    try await connection.query(
      """
      SELECT ID AS i FROM information_schema.PROCESSLIST
      WHERE INFO LIKE \(literal: .string("%INSERT INTO%\(database)%")) AND ID <> CONNECTION_ID()
      """
    ).compactMap { $0["i"].uint ?? $0["i"].int.map { UInt64($0) } }
  }

  @Test(arguments: TestServer.available)
  func `a table of another form is left alone`(server: TestServer) async throws {
    try await server.withDatabase(.target) { database, connection in
      try await connection.execute("CREATE TABLE beats (id INT PRIMARY KEY, ts VARCHAR(26))")
      let error = await #expect(throws: OpsError.self) {
        try await self.writer(server, HeartbeatTable(TableName(database, "beats"))).writeOnce()
      }
      #expect(error?.code == .refused)
      #expect(error?.why.contains("lacks server_id, file") == true)
    }
  }

  @Test(
    .enabled(if: !TestServer.withOwnReplica.isEmpty), arguments: TestServer.withOwnReplica, [SIGINT, SIGTERM])
  func `a signal ends it in good order`(server: TestServer, signal: Int32) async throws {
    try await ReplicationStage.open(server) { stage in
      let log = "\(stage.folder)/log"
      let run = try stage.dbops.start(["heartbeat", "--target", "shop"], log: log)
      #expect(
        try await eventually {
          try String(contentsOfFile: log, encoding: .utf8).contains("writing heartbeats into")
        })
      let begin = ContinuousClock.now
      run.signal(signal)
      #expect(try await status(of: run) == 128 + signal)
      #expect(ContinuousClock.now - begin < .seconds(5))
      let said = try String(contentsOfFile: log, encoding: .utf8)
      #expect(said.contains("stopped after "), "\(said)")
    }
  }

  @Test(.enabled(if: !TestServer.withOwnReplica.isEmpty), arguments: TestServer.withOwnReplica)
  func `who follows the primary ends where that refuses for good`(server: TestServer) async throws {
    try await ReplicationStage.open(server) { stage in
      let connection = try await Connection.open(try server.options())
      try await connection.execute("CREATE TABLE \(stage.table.name.sql) (id INT PRIMARY KEY)")
      await connection.close()
      let ended = try await stage.dbops.run(["heartbeat", "--target", "shop", "--follow"])
      #expect(ended.status == 20, "\(ended.text)")
      #expect(ended.messages.contains("it is another table"), "\(ended.text)")
    }
  }

  @Test(.enabled(if: !TestServer.withOwnReplica.isEmpty), arguments: TestServer.withOwnReplica)
  func `one heartbeat can be asked for, and an odd interval is refused`(server: TestServer) async throws {
    try await ReplicationStage.open(server) { stage in
      let once = try await stage.run(["heartbeat", "--target", "shop", "--once"])
      #expect(once.status == 0)
      #expect(once.events.map { $0["state"]?.stringValue } == ["made", nil, nil])
      #expect(once.events.last?["heartbeats"] == 1)
      for interval in ["50ms", "2s"] {
        let ended = try await stage.run(["heartbeat", "--target", "shop", "--interval", interval])
        #expect(ended.status == 2)
        #expect(ended.messages.contains("from 100ms to 1s"), "\(ended)")
      }
    }
  }
}
