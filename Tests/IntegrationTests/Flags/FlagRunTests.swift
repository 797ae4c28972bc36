import Basics
import Flags
import MySQL
import TestKit
import Testing

extension FlagApplication {
  /// What happens between a plan and its steps.
  @Suite struct FlagRunTests {
    private static func fleet(_ server: TestServer) throws -> FlagFleet {
      let servers = try [FlagRole.primary: TestServer.Role.primary, .replica: .replica].map { role, place in
        FleetServer(try server.options(place), role: role, from: .configuration)
      }
      let wanted = FlagRole.allCases.map { ($0, WantedFlags($0)) }
      return FlagFleet("lab", servers, wanted: Dictionary(wanted) { first, _ in first })
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
