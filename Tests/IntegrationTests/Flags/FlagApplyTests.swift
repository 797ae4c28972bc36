import Basics
import Foundation
import MySQL
import Repository
import TestKit
import Testing

extension FlagApplication {
  @Suite struct FlagApplyTests {
    private static let flags = """
      {primary: {event_scheduler: true, innodb_flush_log_at_trx_commit: 1, back_log: 77},
       replica: {event_scheduler: "off", innodb_flush_log_at_trx_commit: 1, back_log: 77, relay_log_recovery: 1}}
      """

    @Test func `six wrongly set servers are turned right in one command, and stay right over a restart`()
      async throws
    {
      try await FlagStage.open(TestServer.withOwnReplica, flags: Self.flags) { stage in
        try await stage.spoil()
        try await stage.expect(5, ["flags", "diff"])
        let report = try await WriterWatch.during(stage.servers) {
          let ended = try await stage.expect(0, ["flags", "apply", "--persist", "--execute"])
          // What only a restart changes is named for each of the servers.
          for server in stage.servers {
            for role in FlagStage.roles {
              #expect(
                ended.output.contains("waits: \(stage.address(server, role)) back_log"), "\(ended.text)")
            }
          }
        }
        #expect(report.looks > 3)
        #expect(report.most == 1, "two servers of a target took writes at once")
        for server in stage.servers { try await Self.expectRoles(server, stage) }
        let waiting = try await stage.expect(5, ["flags", "diff", "--persist"])
        let rows = waiting.output.split(separator: "\n").dropFirst()
        #expect(!rows.isEmpty && rows.allSatisfy { $0.contains("waits for a restart") }, "\(waiting.output)")
        try await stage.restart()
        try await stage.expect(0, ["flags", "diff", "--persist"])
        for server in stage.servers {
          try await Self.expectRoles(server, stage)
          for role in FlagStage.roles { #expect(try await stage.value("back_log", server, role) == "77") }
        }
        let again = try await stage.expect(0, ["flags", "apply", "--persist", "--execute"])
        #expect(again.output.contains("nothing to change on \(3 * stage.servers.count) servers"))
        try await stage.forget()
        try await stage.restart()
      }
    }

    private static func expectRoles(_ server: TestServer, _ stage: FlagStage) async throws {
      for role in FlagStage.roles {
        let isPrimary = role == .primary
        #expect(try await stage.value("read_only", server, role) == (isPrimary ? "OFF" : "ON"))
        #expect(try await stage.value("event_scheduler", server, role) == (isPrimary ? "ON" : "OFF"))
        #expect(try await stage.value("innodb_flush_log_at_trx_commit", server, role) == "1")
        if server == .mysql {
          #expect(try await stage.value("super_read_only", server, role) == (isPrimary ? "OFF" : "ON"))
        }
      }
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `what a failed step leaves behind is what was there before`(server: TestServer) async throws {
      try await FlagStage.open([server], flags: Self.flags) { stage in
        try await stage.spoil()
        let before = try await Self.portrait(server, stage)
        let writer = try await Connection.open(server.options(.replica))
        try await FlagStage.hold(writer)
        let ended = try await stage.expect(
          21, ["flags", "apply", "--persist", "--execute", "--lock-wait", "1s"])
        #expect(
          ended.messages.contains("cannot set read_only of \(stage.address(server, .replica)) to ON"),
          "\(ended.text)")
        #expect(ended.messages.contains("changed: nothing"))
        #expect(ended.messages.contains("LOCK TABLES"))
        try await FlagStage.release(writer)
        let after = try await Self.portrait(server, stage)
        #expect(after == before)
        // What only a restart changes is left without --persist.
        let left = try await stage.expect(5, ["flags", "apply", "--execute"])
        #expect(left.output.contains("back_log: only a restart changes it"), "\(left.text)")
      }
    }

    /// What matters of the servers, with what is stored for their next start.
    private static func portrait(_ server: TestServer, _ stage: FlagStage) async throws -> [String] {
      var lines: [String] = []
      for role in FlagStage.roles {
        for name in [
          "read_only", "super_read_only", "event_scheduler", "innodb_flush_log_at_trx_commit", "back_log",
        ] {
          lines.append("\(role) \(name) \(try await stage.value(name, server, role))")
        }
        guard server == .mysql else { continue }
        let connection = try await Connection.open(server.options(role))
        for row in try await connection.query("SELECT * FROM performance_schema.persisted_variables") {
          lines.append("\(role) stored \(row[0].string ?? "") \(row[1].string ?? "")")
        }
        await connection.close()
      }
      let lab = try #require(Environment.value("DBOPS_TEST_SERVERS_DIR"))
      for role in FlagStage.roles {
        let path = "\(lab)/etc/\(server)-\(role.rawValue).d/zz-dbops-flags.cnf"
        if let text = try? String(contentsOfFile: path, encoding: .utf8) { lines.append("\(role) \(text)") }
      }
      return lines
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `the watch that these tests rely on sees two writers`(server: TestServer) async throws {
      try await FlagStage.open([server], flags: "{}") { stage in
        let report = try await WriterWatch.during([server]) {
          try await stage.execute(
            server, .replica,
            ["SET GLOBAL read_only = OFF", "DO SLEEP(0.2)", "SET GLOBAL read_only = ON"])
        }
        // Two of the three take writes in the lab anyway.
        #expect(report.most == 3)
      }
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `a plan changes nothing`(server: TestServer) async throws {
      try await FlagStage.open([server], flags: Self.flags) { stage in
        try await stage.spoil()
        let before = try await Self.portrait(server, stage)
        let ended = try await stage.expect(0, ["flags", "apply", "--persist"])
        #expect(ended.messages.contains("add --execute"))
        try await stage.expect(0, ["flags", "show"])
        #expect(try await Self.portrait(server, stage) == before)
        let schema = try SchemaValidator(repositoryFile: "docs/json-output.schema.json")
        for arguments in [["show"], ["diff"], ["apply", "--persist"]] {
          let told = try await stage.dbops.run(["flags"] + arguments + ["--json"])
          let lines = told.output.split(separator: "\n")
          #expect(lines.count > 3)
          for line in lines {
            #expect(try schema.problems(JSONValue(parsing: Array(line.utf8))) == [], "\(line)")
          }
        }
      }
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `what was done stands in the journal, with who did it`(server: TestServer) async throws {
      try await FlagStage.open([server], flags: "{}") { stage in
        try await stage.spoil()
        try await stage.expect(0, ["flags", "apply", "--target", server.rawValue, "--execute"])
        let run = try #require(try Catalog(state: "\(stage.folder)/state").runs().first)
        #expect(run.command == "flags apply")
        #expect(run.target == server.rawValue)
        #expect(run.exitCode == 0)
        let change = "\(stage.address(server, .replica)) read_only OFF → ON"
        #expect(run.summary.contains("@") && run.summary.contains(change), "\(run.summary)")
      }
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `what was to be done stands in the journal when it fails, too, with who tried`(server: TestServer)
      async throws
    {
      try await FlagStage.open([server], flags: "{}") { stage in
        try await stage.spoil()
        let writer = try await Connection.open(server.options(.replica))
        try await FlagStage.hold(writer)
        try await stage.expect(
          21, ["flags", "apply", "--target", server.rawValue, "--execute", "--lock-wait", "1s"])
        try await FlagStage.release(writer)
        let run = try #require(try Catalog(state: "\(stage.folder)/state").runs().first)
        #expect(run.exitCode == 21)
        let change = "\(stage.address(server, .replica)) read_only OFF → ON"
        #expect(run.summary.contains("@") && run.summary.contains(change), "\(run.summary)")
        #expect(run.summary.contains("others hold locks"), "\(run.summary)")
      }
    }
  }
}
