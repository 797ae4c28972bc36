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
  private static let changes = ["SET GLOBAL ", "SET PERSIST", "CHANGE ", "START ", "STOP ", "RESET "]

  private static func gate() -> StatementGate {
    StatementGate { text in
      (text.contains("phase=switchover") || text.contains("phase=flags"))
        && changes.contains { text.contains("*/ \($0)") } && !text.contains("UNION")
        && !text.contains("TRANSACTION")
    }
  }

  @Test(arguments: TestServer.withFleet)
  func `killed at any statement, the next run finishes it, and never two servers take writes`(
    server: TestServer
  ) async throws {
    let gate = Self.gate()
    // The server has not got the statement, or has done it: one each, for both ways are the same for a server that is asked.
    let moment: StatementGate.Moment = server == .mysql ? .behind : .before
    try await SwitchoverStage.open(server, gate: gate) { stage in
      var (number, from, to) = (1, TestServer.Role.primary, TestServer.Role.replica)
      var isEnd = false
      while !isEnd {
        gate.hold(at: number, moment)
        let report = try await WriterWatch.during([server], SwitchoverStage.roles) {
          let run = try stage.dbops.start(stage.arguments(to: to), log: "\(stage.folder)/log")
          isEnd = try await Self.isOver(run, gate)
          run.signal(SIGKILL)
          _ = try await blocking { run.wait(upTo: .seconds(60)) }
          gate.open()
          try await stage.finish(to: to)
        }
        #expect(report.most <= 1, "statement \(number): two servers took writes at once")
        try await stage.expectMoved(to: to)
        (from, to) = (to, from)
        number += 1
      }
      // Both ways differ in nothing, so that one of them has been killed at each statement.
      #expect(number > 15)
    }
  }

  /// Waits until the statement is reached, or the run has ended without it.
  private static func isOver(_ run: ChildProcess, _ gate: StatementGate) async throws -> Bool {
    while !gate.isReached {
      if try await blocking({ run.wait(upTo: .milliseconds(5)) }) != nil { return true }
    }
    return false
  }

  @Test(arguments: TestServer.withFleet)
  func
    `a primary that cannot be asked makes the outcome unknown, and takes no writes until it is asked again`(
      server: TestServer
    ) async throws
  {
    let gate = Self.gate()
    try await SwitchoverStage.open(server, gate: gate) { stage in
      // It is closed by then.
      gate.hold(at: server == .mysql ? 4 : 3, .lost)
      let ended = try await stage.dbops.run(stage.arguments(to: .replica))
      #expect([21, 22].contains(ended.status), "\(ended.text)")
      gate.open()
      try await stage.finish(to: .replica)
      try await stage.expectMoved(to: .replica)
    }
  }
}
