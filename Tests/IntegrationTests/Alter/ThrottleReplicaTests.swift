import Basics
import MySQL
import OnlineAlter
import Replication
import TestKit
import Testing

@Suite(
  .enabled(if: TestServer.areAvailable, "\(TestServer.remedy)"), .timeLimit(.minutes(10))
) struct ThrottleReplicaTests {
  private static let replicated = TestServer.available.filter { $0.address(.replica) != nil }

  @Test(arguments: replicated)
  func `replicas are found, and their lag is that of the heartbeat`(server: TestServer) async throws {
    let address = try #require(server.address(.replica))
    try await server.withDatabase { database, connection in
      let stage = try await ThrottleStage(server, database, connection)
      let throttle = stage.throttle { $0.controlReplicas = .discovered }
      try await throttle.run { throttle in
        try await throttle.reaches("without a heartbeat") { reasons in
          reasons.contains { $0.hasPrefix("\(address) replica-lag unknown: no heartbeat") }
        }
        let beating = Task {
          while !Task.isCancelled { try await stage.beat() }
        }
        try await throttle.clears()
        #expect(throttle.reading.replicas.contains { $0.replica.address == address })
        #expect(try #require(throttle.reading.largestLag) < .seconds(2))
        beating.cancel()
        _ = await beating.result
        // Nothing arrives any more, as from a replica that has stopped.
        try await throttle.reaches("behind") { reasons in
          reasons.contains { $0.hasPrefix("\(address) replica-lag=") }
        }
        try await stage.connection.execute("DROP TABLE \(stage.changelog.sql)")
        try await throttle.reaches("without its table") { reasons in
          reasons.contains("\(address) replica-lag unknown: the heartbeat table is not there yet")
        }
      }
    }
  }

  @Test(
    .enabled(if: !TestServer.withOwnReplica.isEmpty, "DBOPS_TEST_OWN_REPLICAS is not set"),
    arguments: TestServer.withOwnReplica)
  func `a replica whose applying stopped holds until it has caught up`(server: TestServer) async throws {
    let address = try #require(server.address(.replica))
    let replica = try await Connection.open(try server.options(.replica))
    let word: SQLText = replica.server.speaksOfReplicas && server == .mysql ? "REPLICA" : "SLAVE"
    try await server.withDatabase { database, connection in
      let stage = try await ThrottleStage(server, database, connection)
      let throttle = stage.throttle { $0.controlReplicas = .discovered }
      try await throttle.run { throttle in
        let beating = Task {
          while !Task.isCancelled { try await stage.beat() }
        }
        defer { beating.cancel() }
        try await throttle.clears()
        try await replica.execute("STOP \(word) SQL_THREAD")
        do {
          try await throttle.reaches("behind") { reasons in
            reasons.contains { $0.hasPrefix("\(address) replica-lag=") }
          }
        } catch {
          try await replica.execute("START \(word) SQL_THREAD")
          throw error
        }
        try await replica.execute("START \(word) SQL_THREAD")
        try await throttle.clears()
      }
    }
    await replica.close()
  }

  @Test(arguments: replicated)
  func `the server's replicas and theirs are found, with their server ids`(server: TestServer) async throws {
    let address = try #require(server.address(.replica))
    let replica = try await Connection.open(try server.options(.replica))
    let id = try await replica.query("SELECT @@server_id AS s").first?["s"].uint
    await replica.close()
    var servers = WatchedServers(
      try server.options(), migrating: TableName("shop", "orders"), streamID: 21_001)
    let found = try await servers.discovery.search()
    #expect(found.replicas.contains { $0.address == address && $0.serverID.map(UInt64.init) == id })
    #expect(found.problems == [])
    #expect(!found.replicas.contains { $0.address == server.address(.primary) })
    // One that is known by another name counts once, under that name.
    guard case .tcp(_, let port) = address else { return }
    let other = ServerAddress.tcp(host: "localhost", port: port)
    servers.access.configured = [try server.options(at: other)]
    let named = try await servers.discovery.search()
    #expect(named.replicas.filter { $0.serverID.map(UInt64.init) == id }.map(\.address) == [other])
  }

  @Test(arguments: TestServer.available)
  func `our own reading of the log is no replica`(server: TestServer) async throws {
    try await server.withDatabase { database, connection in
      let options = try server.options()
      let row = try #require(try await connection.query(connection.server.binaryLogStatusStatement).first)
      let start = BinlogPosition(
        file: try #require(row["File"].string), offset: try #require(row["Position"].uint))
      // Under an id that the search is not told of.
      let stream = try await BinlogStream.open(
        options: options, serverID: 21_077, start: .position(start), watching: [], heartbeat: .seconds(1))
      let servers = WatchedServers(options, migrating: TableName(database, "orders"), streamID: 21_001)
      let found = try await servers.discovery.search()
      #expect(!found.replicas.contains { $0.serverID == 21_077 }, "\(found)")
      #expect(found.problems == [])
      await stream.close()
    }
  }

  @Test(arguments: TestServer.available)
  func `an account that cannot see replicas is told what to grant`(server: TestServer) async throws {
    var options = try server.options()
    options.user = try #require(Environment.value("DBOPS_TEST_RO_USER"))
    let servers = WatchedServers(options, migrating: TableName("shop", "orders"), streamID: 21_001)
    let found = try await servers.discovery.search()
    #expect(found.replicas == [])
    #expect(found.problems.count == 1)
    #expect(found.problems.first?.contains("GRANT REPLICATION SLAVE") == true, "\(found)")
  }

  @Test(arguments: replicated)
  func `a replica that only the process list shows is not taken for its source`(
    server: TestServer
  ) async throws {
    try await server.withDatabase { name, connection in
      let user = "u" + name.suffix(20)
      let password = try TestServer.password().reveal()
      let account = SQLText(raw: "\(user)@'%'")
      try await connection.execute("CREATE USER \(account) IDENTIFIED BY \(literal: .string(password))")
      try await connection.execute("GRANT PROCESS ON *.* TO \(account)")
      var options = try server.options()
      options.user = user
      let servers = WatchedServers(options, migrating: TableName(name, "orders"), streamID: 21_001)
      let found = try await servers.discovery.search()
      // The lab's replicas listen on other ports than their sources.
      #expect(found.replicas == [])
      #expect(found.problems.first?.hasPrefix("the port of a replica of") == true, "\(found)")
      try await connection.execute("DROP USER \(account)")
    }
  }

  @Test func `a replica that cannot be reached holds and is named`() async throws {
    let server = try #require(TestServer.available.first)
    try await server.withDatabase { database, connection in
      let stage = try await ThrottleStage(server, database, connection)
      let throttle = stage.throttle { $0.controlReplicas = .these([.tcp(host: "127.0.0.1", port: 1)]) }
      try await throttle.run { throttle in
        try await throttle.reaches("unknown") { reasons in
          reasons.count == 1 && reasons[0].hasPrefix("127.0.0.1:1 replica-lag unknown: ")
        }
        // Named otherwise while it runs, it goes on.
        try throttle.change { $0.controlReplicas = .these([]) }
        try await throttle.clears()
      }
    }
  }
}
