import Basics
import Foundation
import MySQL
import TestKit
import Testing

@Suite(
  .serialized, .enabled(if: !TestServer.withFleet.isEmpty, "\(TestServer.fleetRemedy)"),
  .timeLimit(.minutes(15)))
struct SwitchoverKillFleetTests {
  /// What changes a server.
  private static let changes = [
    "SET GLOBAL ", "SET PERSIST", "CHANGE ", "START SLAVE", "START REPLICA", "STOP ", "RESET ",
  ]

  private static func gate() -> StatementGate {
    StatementGate { text in
      (text.contains("phase=switchover") || text.contains("phase=flags"))
        && changes.contains { text.contains("*/ \($0)") } && !text.contains("UNION")
    }
  }

  @Test(arguments: TestServer.withFleet)
  func `killed at any statement, the next run finishes it, and never two servers take writes`(
    server: TestServer
  ) async throws {
    let gate = Self.gate()
    // The server has not got the statement, or has done it: the same for a run that asks the servers.
    let moment: StatementGate.Moment = server == .mysql ? .behind : .before
    try await SwitchoverStage.open(server, gate: gate) { stage in
      var (number, from, to) = (1, TestServer.Role.primary, TestServer.Role.replica)
      while true {
        gate.hold(at: number, moment)
        var status: Int32?
        let report = try await WriterWatch.during([server], SwitchoverStage.roles) {
          let run = try stage.dbops.start(stage.arguments(to: to), log: "\(stage.folder)/log")
          status = try await Self.end(of: run, gate)
          run.signal(SIGKILL)
          _ = try await blocking { run.wait(upTo: .seconds(60)) }
          gate.open()
          try await stage.finish(to: to)
        }
        #expect(report.most <= 1, "statement \(number): two servers took writes at once")
        try await stage.expectMoved(to: to)
        (from, to) = (to, from)
        if let status {
          // It has fewer statements than that.
          let said = try String(contentsOfFile: "\(stage.folder)/log", encoding: .utf8)
          #expect(status == 0, "\(said)")
          break
        }
        number += 1
      }
      #expect(number > 12)
    }
  }

  /// Waits until the statement is reached; the status of a run that ends without it.
  private static func end(of run: ChildProcess, _ gate: StatementGate) async throws -> Int32? {
    while !gate.isReached {
      if let status = try await blocking({ run.wait(upTo: .milliseconds(5)) }) {
        return DbopsProgram.status(status)
      }
    }
    return nil
  }

  @Test(arguments: TestServer.withFleet)
  func `a primary whose session breaks while it is closed is opened again, or the outcome is unknown`(
    server: TestServer
  ) async throws {
    let gate = StatementGate { $0.contains("phase=switchover") && $0.contains("*/ SHOW PROCESSLIST") }
    try await SwitchoverStage.open(server, gate: gate) { stage in
      // To disconnect its clients: it is closed by then.
      gate.hold(at: 1, .lost)
      let ended = try await stage.dbops.run(stage.arguments(to: .replica))
      #expect([21, 22].contains(ended.status), "\(ended.text)")
      if ended.status == 21 {
        #expect(ended.messages.contains("\(stage.address(.primary)) takes writes again"), "\(ended.text)")
        #expect(["0", "OFF"].contains(try await stage.value(.primary, "SELECT @@GLOBAL.read_only")))
      }
      gate.open()
      try await stage.finish(to: .replica)
      try await stage.expectMoved(to: .replica)
    }
  }
}
