import Basics
import MySQL
import Replication
import TestKit
import Testing

/// Where the lab's fleet is promised, all of it must answer.
@Suite(
  .enabled(if: Environment.value("DBOPS_TEST_FLEET_REQUIRED") != nil, "only where the fleet is promised"))
struct LabFleetTests {
  @Test(arguments: TestServer.allCases)
  func `the fleet is there`(server: TestServer) { #expect(TestServer.withFleet.contains(server)) }
}

@Suite(
  .serialized, .enabled(if: !TestServer.withFleet.isEmpty, "\(TestServer.fleetRemedy)"),
  .timeLimit(.minutes(5)))
struct TopologyFleetTests {
  private static let replicas: [TestServer.Role] = [.replica, .replica2, .replica3]

  private func search(_ server: TestServer, from roles: [TestServer.Role]) async throws -> Topology {
    await TopologySearch(
      try roles.map { .init(try server.options($0), as: $0 == .primary ? .primary : .replica) }
    )
    .run()
  }

  private func address(_ server: TestServer, _ role: TestServer.Role) throws -> ServerAddress {
    try server.options(role).address
  }

  /// The addresses of the tree, with their depth.
  private func tree(_ topology: Topology) -> [String] {
    TopologyTree(topology).lines.map { line in
      "\(line.branch.count / 3) \(topology.members[line.member].name)\(line.kind == .server ? "" : " \(line.kind)")"
    }
  }

  private func findings(_ topology: Topology, configured: Bool = true) -> [String] {
    TopologyCheck(topology, hasConfiguration: configured).problems.map { "\($0.kind.rawValue) \($0.subject)" }
  }

  /// Looks until the problems are those: threads take a moment to start.
  private func expect(
    _ wanted: [String], on server: TestServer, from roles: [TestServer.Role] = [.primary] + replicas
  ) async throws {
    var found: [String] = []
    let isSo = try await eventually {
      let topology = try await search(server, from: roles)
      found = TopologyCheck(topology, hasConfiguration: roles.count > 1).problems
        .map { "\($0.kind.rawValue) \($0.subject)\(wanted.isEmpty ? ": \($0.text)" : "")" }
      return found == wanted
    }
    #expect(isSo, "\(found)")
  }

  @Test(arguments: TestServer.withFleet)
  func `all four are found from any one of them`(server: TestServer) async throws {
    let primary = try address(server, .primary).description
    let replicas = try Set(Self.replicas.map { try address(server, $0).description })
    for role in [TestServer.Role.primary, .replica, .replica3] {
      let topology = try await search(server, from: [role])
      let tree = tree(topology)
      #expect(tree.first == "0 \(primary)")
      #expect(Set(tree.dropFirst()) == Set(replicas.map { "1 \($0)" }), "from \(role): \(tree)")
      #expect(findings(topology, configured: false) == [])
    }
  }

  @Test(arguments: TestServer.withFleet)
  func `a server that is known by two names is one`(server: TestServer) async throws {
    guard case .tcp(_, let port) = try address(server, .primary) else { return }
    let start = TopologySearch.Start(
      try server.options(at: .tcp(host: "localhost", port: port)), as: .primary)
    let topology = await TopologySearch([start]).run()
    #expect(topology.members.count == 4)
    #expect(tree(topology).first == "0 localhost:\(port)")
  }

  @Test(arguments: TestServer.withFleet)
  func `a chain is drawn as one, and what breaks it is found`(server: TestServer) async throws {
    let word = server.replicaWord
    guard case .tcp(_, let port) = try address(server, .primary),
      case .tcp(_, let middle) = try address(server, .replica2)
    else { return }
    func move(to port: Int) -> [SQLText] {
      ["STOP \(word)", server.changeSource("SOURCE_PORT = \(port)"), "START \(word)"]
    }
    try await server.during(.replica3, move(to: middle), undo: move(to: port)) {
      #expect(
        try await eventually {
          let tree = tree(try await search(server, from: [.primary]))
          return try tree.contains("2 \(address(server, .replica3))")
            && !tree.contains("1 \(address(server, .replica3))")
        })
      try await expect([], on: server)
      try await server.during(.replica2, ["STOP \(word) SQL_THREAD"], undo: ["START \(word) SQL_THREAD"]) {
        try await expect(["broken-chain \(address(server, .replica2))"], on: server)
      }
    }
  }

  @Test(arguments: TestServer.withFleet)
  func `a replica that takes writes and what was written there are found`(server: TestServer) async throws {
    let place = try address(server, .replica2)
    let name = "errant_\(RunID().description.suffix(8).lowercased())"
    try await server.during(
      .replica2, ["SET GLOBAL read_only = OFF", "CREATE DATABASE \(quoted: name)"],
      undo: forget(name, on: server)
    ) {
      let topology = try await search(server, from: [.primary] + Self.replicas)
      let primary = try address(server, .primary)
      #expect(
        findings(topology) == [
          "several-writable \(primary), \(place)", "replica-writable \(place)",
          "errant-transactions \(place)",
        ])
    }
    try await expect([], on: server)
  }

  @Test(arguments: TestServer.withFleet)
  func `what is committed while servers are asked is not errant, what was written on a replica is`(
    server: TestServer
  ) async throws {
    let place = try address(server, .replica2)
    let name = "errant_\(RunID().description.suffix(8).lowercased())"
    try await writing(server) {
      for _ in 0..<20 {
        // Replicas are found after the primary was asked.
        let topology = try await search(server, from: [.primary])
        #expect(findings(topology, configured: false) == [])
      }
    }
    try await server.during(
      .replica2, ["SET GLOBAL read_only = OFF", "CREATE DATABASE \(quoted: name)"],
      undo: forget(name, on: server)
    ) {
      try await writing(server) {
        // On a busy machine a server may not answer in time: then nothing is known of it.
        var found: [String] = []
        let isFound = try await eventually {
          found = findings(try await search(server, from: [.primary]), configured: false)
          return found.filter { $0.hasPrefix("errant") } == ["errant-transactions \(place)"]
        }
        #expect(isFound, "\(found)")
      }
    }
    try await expect([], on: server)
  }

  /// Commits on the primary as fast as it can while `body` runs.
  private func writing(_ server: TestServer, _ body: @escaping @Sendable () async throws -> Void) async throws
  {
    try await server.withDatabase { database, connection in
      try await connection.execute("CREATE TABLE busy (id INT PRIMARY KEY, n INT)")
      try await connection.execute("INSERT INTO busy VALUES (1, 0)")
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          while !Task.isCancelled { try await connection.execute("UPDATE busy SET n = n + 1") }
        }
        group.addTask { try await body() }
        do {
          try await group.next()
        } catch {
          group.cancelAll()
          throw error
        }
        group.cancelAll()
      }
    }
  }

  /// Takes a transaction of its own away from a replica, as if it had never been there.
  private func forget(_ name: String, on server: TestServer) -> [SQLText] {
    switch server {
    case .mysql:
      [
        "SET SESSION sql_log_bin = 0", "DROP DATABASE \(quoted: name)", "STOP REPLICA",
        // The last of its own alone: it may have been the primary before.
        "SET @others = GTID_SUBTRACT(@@GLOBAL.gtid_executed, CONCAT(@@server_uuid, ':1-1000000'))",
        "SET @own = GTID_SUBTRACT(@@GLOBAL.gtid_executed, @others)",
        "SET @last = CONCAT(@@server_uuid, ':', REGEXP_SUBSTR(@own, '[0-9]+$'))",
        "SET @kept = GTID_SUBTRACT(@@GLOBAL.gtid_executed, @last)", "RESET BINARY LOGS AND GTIDS",
        "SET GLOBAL gtid_purged = @kept", "START REPLICA", "SET GLOBAL read_only = ON",
      ]
    case .mariadb:
      [
        "SET SESSION sql_log_bin = 0", "DROP DATABASE \(quoted: name)", "STOP SLAVE",
        "SET @kept = @@gtid_slave_pos", "RESET MASTER", "SET GLOBAL gtid_slave_pos = @kept", "START SLAVE",
        "SET GLOBAL read_only = ON",
      ]
    }
  }

  @Test(arguments: TestServer.withFleet)
  func `what the configuration does not know, and what it misses, is found`(server: TestServer) async throws {
    let known: [TestServer.Role] = [.primary, .replica, .replica2, .warehouseReplica]
    let topology = try await search(server, from: known)
    let other = try address(server, .warehouseReplica)
    let surplus = try [address(server, .replica3), address(server, .warehousePrimary)]
    let found = findings(topology)
    #expect(found.contains("configured-missing \(other)"))
    #expect(surplus.allSatisfy { found.contains("unconfigured \($0)") }, "\(found)")
    #expect(found.contains { $0.hasPrefix("several-writable ") })
    let gone = TopologySearch.Start(try server.options(at: .tcp(host: "127.0.0.1", port: 1)), as: .replica)
    let silent = await TopologySearch([.init(try server.options(.primary), as: .primary), gone]).run()
    #expect(findings(silent).contains("unreachable 127.0.0.1:1"))
  }

  @Test(arguments: TestServer.withFleet)
  func `two servers that replicate each other end the search`(server: TestServer) async throws {
    let word = server.replicaWord
    guard case .tcp(_, let port) = try address(server, .warehouseReplica) else { return }
    let user = Environment.value("DBOPS_TEST_USER") ?? ""
    let password = try TestServer.password().reveal()
    let position: SQLText = server == .mysql ? "SOURCE_AUTO_POSITION = 1" : "MASTER_USE_GTID = slave_pos"
    // The lab's dbops account replicates here; MySQL asks for TLS or the key with it.
    let change = server.changeSource(
      """
      SOURCE_HOST = '127.0.0.1', SOURCE_PORT = \(port), SOURCE_USER = \(literal: .string(user)),
      SOURCE_PASSWORD = \(literal: .string(password)), SOURCE_SSL = 1, \(position)
      """)
    try await server.during(
      .warehousePrimary, [change, "START \(word)"], undo: ["STOP \(word)", "RESET \(word) ALL"]
    ) {
      let start = TopologySearch.Start(try server.options(.warehousePrimary), as: .primary)
      let first = try address(server, .warehousePrimary).description
      let second = try address(server, .warehouseReplica).description
      #expect(
        try await eventually {
          tree(await TopologySearch([start]).run()) == ["0 \(first)", "1 \(second)", "2 \(first) circle"]
        })
      try await expect([], on: server, from: [.warehousePrimary])
    }
  }

  @Test(arguments: TestServer.withFleet)
  func `the command draws the tree and ends with 5 when something is wrong`(server: TestServer) async throws {
    try await ReplicationStage.open(server) { stage in
      try stage.configure(replicas: try Self.replicas.map { try address(server, $0) })
      try await stage.beating {
        let fine = try await stage.run(["topology", "--target", "shop"])
        #expect(fine.status == 0, "\(fine)")
        let members = fine.events.filter { $0["type"] == "member" }
        #expect(members.map { $0["role"]?.stringValue } == ["primary", "replica", "replica", "replica"])
        #expect(members.dropFirst().allSatisfy { ($0["lag_seconds"]?.doubleValue ?? 99) < 1 })
      }
      try stage.configure(replicas: [try address(server, .replica), .tcp(host: "127.0.0.1", port: 1)])
      let bad = try await stage.run(["topology", "--target", "shop"])
      #expect(bad.status == 5)
      let kinds = Set(bad.events.compactMap { $0["kind"]?.stringValue })
      #expect(kinds == ["unreachable", "unconfigured"])
    }
  }
}
