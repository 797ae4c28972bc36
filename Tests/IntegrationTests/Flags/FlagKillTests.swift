import Basics
import Foundation
import MySQL
import TestKit
import Testing

extension FlagApplication {
  @Suite struct FlagKillTests {
    private static let flags = """
      {primary: {event_scheduler: "ON", innodb_flush_log_at_trx_commit: 1},
       replica: {event_scheduler: "OFF", innodb_flush_log_at_trx_commit: 1}}
      """
    private static let apply = ["flags", "apply", "--persist", "--execute"]

    private static func gate() -> StatementGate {
      StatementGate { text in
        let isStep = text.contains("*/ SET GLOBAL ") || text.contains("*/ SET PERSIST")
        return isStep && !text.contains("UNION")
      }
    }

    /// How many statements a run takes, told by its plan.
    private static func statements(_ stage: FlagStage) async throws -> Int {
      let plan = try await stage.expect(0, ["flags", "apply", "--persist", "--json"])
      return plan.output.split(separator: "\n").count { line in
        line.contains("\"type\":\"flag_step\"") && !line.contains("\"action\":\"write\"")
      }
    }

    @Test(arguments: TestServer.withOwnReplica, [StatementGate.Moment.before, .behind])
    func `killed at any step, the next run finishes, and never two servers take writes`(
      server: TestServer, moment: StatementGate.Moment
    ) async throws {
      let gate = Self.gate()
      try await FlagStage.open([server], flags: Self.flags, gate: gate) { stage in
        try await stage.spoil()
        let count = try await Self.statements(stage)
        #expect(count >= 8)
        for number in 1...count {
          try await stage.forget()
          try await stage.spoil()
          gate.hold(at: number, moment)
          let report = try await WriterWatch.during([server]) {
            let run = try stage.dbops.start(Self.apply, log: "\(stage.folder)/log")
            let isReached = try await eventually { gate.isReached }
            run.signal(SIGKILL)
            _ = try await blocking { run.wait(upTo: .seconds(60)) }
            #expect(isReached, "step \(number)")
            gate.open()
            try await Self.finish(stage)
          }
          #expect(report.most <= 1, "step \(number): two servers took writes at once")
          try await stage.expect(0, ["flags", "diff", "--persist"])
        }
      }
    }

    /// The killed run's sessions may last a moment longer than it.
    private static func finish(_ stage: FlagStage) async throws {
      var ended = try await stage.dbops.run(apply)
      let isDone = try await eventually {
        if ended.status == 11 { ended = try await stage.dbops.run(apply) }
        return ended.status != 11
      }
      #expect(isDone && ended.status == 0, "\(ended.text)")
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `a server that goes away in a step and cannot be asked makes the outcome unknown`(
      server: TestServer
    ) async throws {
      let gate = Self.gate()
      try await FlagStage.open([server], flags: Self.flags, gate: gate) { stage in
        try await stage.spoil()
        let count = try await Self.statements(stage)
        // By the last step the primary takes writes already.
        gate.hold(at: count, .lost)
        let ended = try await stage.expect(22, Self.apply)
        #expect(
          ended.messages.contains(
            "nobody knows what event_scheduler of \(stage.address(server, .primary)) is now"))
        // The server that took writes before is not let take them again, for the primary may.
        #expect(
          ended.messages.contains("\(stage.address(server, .replica)): read_only OFF → ON stands"),
          "\(ended.messages)")
        #expect(try await stage.value("read_only", server, .replica) == "ON")
        gate.open()
        try await Self.finish(stage)
        try await stage.expect(0, ["flags", "diff", "--persist"])
      }
    }

    @Test(arguments: TestServer.withOwnReplica)
    func `an interrupted run takes back what it did`(server: TestServer) async throws {
      let gate = Self.gate()
      try await FlagStage.open([server], flags: Self.flags, gate: gate) { stage in
        try await stage.spoil()
        // Held back by a lock rather than by the gate: the statement itself must end.
        let holder = try await Connection.open(server.options(.replica))
        try await FlagStage.hold(holder)
        let log = "\(stage.folder)/log"
        let run = try stage.dbops.start(["flags", "apply", "--execute", "--lock-wait", "30s"], log: log)
        let isWaiting = try await eventually {
          let connection = try await Connection.open(server.options(.replica))
          let rows = try await connection.query("SHOW PROCESSLIST")
          await connection.close()
          return rows.contains { ($0["Info"].string ?? "").contains("SET GLOBAL read_only") }
        }
        #expect(isWaiting)
        run.signal(SIGINT)
        try await FlagStage.release(holder)
        let status = try await blocking { run.wait(upTo: .seconds(60)) }
        let text = try String(contentsOfFile: log, encoding: .utf8)
        #expect(status.map(DbopsProgram.status) == 130, "\(text)")
        #expect(text.contains("taken back"), "\(text)")
        #expect(try await stage.value("read_only", server, .replica) == "OFF")
        #expect(try await stage.value("read_only", server, .primary) == "ON")
      }
    }
  }
}
