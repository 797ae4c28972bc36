import Basics
import Flags
import Foundation
import MySQL
import TestKit
import Testing

extension FlagApplication {
  /// What happens between a plan and its steps.
  @Suite struct FlagRunTests {
    private static func fleet(
      _ server: TestServer, _ replicas: [TestServer.Role] = [.replica], lockWait: Duration = .seconds(5),
      replacing proxies: [TestServer.Role: ServerAddress] = [:]
    ) throws -> FlagFleet {
      let servers = try ([.primary] + replicas).map { place in
        var options = try server.options(place)
        if let proxy = proxies[place] { options.address = proxy }
        return FleetServer(options, role: place == .primary ? .primary : .replica, from: .configuration)
      }
      let wanted = FlagRole.allCases.map { ($0, WantedFlags($0)) }
      return FlagFleet(
        "lab", servers, wanted: Dictionary(wanted) { first, _ in first }, lockWait: lockWait)
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `a server that was closed is not opened again beside one that somebody opened meanwhile`(
      server: TestServer
    ) async throws {
      try await FlagStage.open([server], flags: "{}") { stage in
        try await stage.spoil()
        // The plan has nothing to do there, or its own step would close what somebody opens.
        let closing: [SQLText] = server == .mysql ? ["SET GLOBAL super_read_only = ON"] : []
        try await stage.execute(server, .target, closing)
        let fleet = try Self.fleet(server, [.replica, .target])
        let members = try FlagFleet.members(of: await fleet.read())
        let plan = try FlagPlan(members, .ignored)
        let run = fleet.run(plan, members) { _ in }
        try await run.check()
        try await stage.execute(server, .target, ["SET GLOBAL read_only = OFF"])
        do {
          try await run.run()
          Issue.record("the primary was opened beside the other replica")
        } catch let error as OpsError {
          let (closed, other) = (try server.options(.replica).address, try server.options(.target).address)
          #expect(error.code == .failed)
          #expect(
            error.changed.contains("\(closed): read_only OFF → ON stands: \(other) takes writes"), "\(error)")
        }
        #expect(try await stage.value("read_only", server, .replica) == "ON")
        #expect(try await stage.value("read_only", server, .primary) == "ON")
        await fleet.close()
      }
    }

    @Test(.enabled(if: TestServer.withOwnReplica.contains(.mysql)))
    func `a value that came into force and could not be stored is taken back`() async throws {
      try await FlagStage.open([.mysql], flags: "{}") { stage in
        try await stage.spoil()
        let lab = try #require(Environment.value("DBOPS_TEST_SERVERS_DIR"))
        // Where the server puts the draft of what it stores.
        let obstacle = "\(lab)/data/mysql-replica/mysqld-auto.cnf.backup"
        try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: obstacle) }
        let ended = try await stage.expect(21, ["flags", "apply", "--persist", "--execute"])
        #expect(
          ended.messages.contains("cannot set read_only of \(stage.address(.mysql, .replica))"),
          "\(ended.text)")
        #expect(ended.messages.contains("changed: nothing: 1 change was taken back"), "\(ended.text)")
        #expect(try await stage.value("read_only", .mysql, .replica) == "OFF")
      }
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `a change that was under way when the connection was lost does not come later`(
      server: TestServer
    ) async throws {
      try await FlagStage.open([server], flags: "{}") { stage in
        try await stage.spoil()
        let gate = StatementGate { $0.contains("*/ SET GLOBAL read_only") }
        let proxy = try HoldingProxy(to: try server.options(.replica).address, gate)
        let fleet = try Self.fleet(server, lockWait: .seconds(60), replacing: [.replica: proxy.address])
        try await fleet.lock()
        let members = try FlagFleet.members(of: await fleet.read())
        let run = fleet.run(try FlagPlan(members, .ignored), members) { _ in }
        try await run.check()
        let writer = try await Connection.open(server.options(.replica))
        try await FlagStage.hold(writer)
        gate.hold(at: 1, .cut)
        let ended = Task { try await run.run() }
        #expect(try await eventually { gate.isReached })
        gate.open()
        let outcome = await ended.result
        #expect(throws: OpsError.self) { try outcome.get() }
        // The run has its lock still, in the session that it has now.
        let held = try await writer.query("SELECT IS_USED_LOCK('dbops.flags') AS l").first
        #expect(held?["l"].uint != nil)
        try await FlagStage.release(writer)
        try await Task.sleep(for: .seconds(1))
        #expect(try await stage.value("read_only", server, .replica) == "OFF")
        await fleet.close()
      }
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `a server that somebody opens behind the plan keeps the primary closed`(server: TestServer)
      async throws
    {
      try await FlagStage.open([server], flags: "{}") { stage in
        try await stage.spoil()
        try await stage.execute(
          server, .replica,
          ["SET GLOBAL read_only = ON"] + (server == .mysql ? ["SET GLOBAL super_read_only = ON"] : []))
        let fleet = try Self.fleet(server)
        let members = try FlagFleet.members(of: await fleet.read())
        let plan = try FlagPlan(members, .ignored)
        #expect(plan.steps.last?.name == "read_only")
        let run = fleet.run(plan, members) { _ in }
        try await run.check()
        try await stage.execute(server, .replica, ["SET GLOBAL read_only = OFF"])
        do {
          try await run.run()
          Issue.record("the primary was opened beside the replica")
        } catch let error as OpsError {
          #expect(error.code == .aborted)
          #expect(error.why.contains("\(try server.options(.replica).address) takes writes"), "\(error)")
          #expect(error.changed.hasPrefix("nothing"))
        }
        #expect(try await stage.value("read_only", server, .primary) == "ON")
        if server == .mysql { #expect(try await stage.value("super_read_only", server, .primary) == "ON") }
        await fleet.close()
      }
    }

    @Test(
      arguments: TestServer.withOwnReplica,
      [
        // Refused, because only whole blocks are taken.
        ("max_allowed_packet", "67108865", "can't be set to the value of '67108865'"),
        // Taken, and shown as the words that it stands for.
        ("sql_mode", "ANSI", "the server made REAL_AS_FLOAT,PIPES_AS_CONCAT"),
      ])
    func `a value that the server does not take as it is ends with what was there before`(
      server: TestServer, flag: (name: String, value: String, told: String)
    ) async throws {
      let flags = "{primary: {event_scheduler: \"ON\", \(flag.name): \(flag.value)}}"
      try await FlagStage.open([server], flags: flags) { stage in
        for role in [TestServer.Role.replica, .target] {
          let superOn: [SQLText] = server == .mysql ? ["SET GLOBAL super_read_only = ON"] : []
          try await stage.execute(server, role, ["SET GLOBAL read_only = ON"] + superOn)
        }
        try await stage.execute(server, .primary, ["SET GLOBAL event_scheduler = OFF"])
        let before = try await stage.value(flag.name, server, .primary)
        let ended = try await stage.expect(21, ["flags", "apply", "--execute"])
        #expect(ended.messages.contains(flag.told), "\(ended.text)")
        #expect(try await stage.value(flag.name, server, .primary) == before)
        #expect(try await stage.value("event_scheduler", server, .primary) == "OFF")
      }
    }
  }
}
