import Basics
import Foundation
import TestKit
import Testing

/// The campaign that moves primaries under load, short and with seeds that are always the same.
@Suite(
  .serialized, .enabled(if: !TestServer.withFleet.isEmpty, "\(TestServer.fleetRemedy)"),
  .timeLimit(.minutes(10)))
struct SwitchoverCampaignFleetTests {
  @Test(
    arguments: TestServer.withFleet,
    [["--runs", "4"], ["--fault", "old", "--runs", "2"], ["--fault", "lost", "--runs", "1"]])
  func `no acknowledged row is lost, whoever is killed`(server: TestServer, arguments: [String]) async throws
  {
    let program = try DbopsProgram(configuration: "")
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let variables = ["DBOPS": program.path, "DBOPS_SEED": "20261130", "PYTHONDONTWRITEBYTECODE": "1"]
    let command = ChildCommand(
      [
        root.appending(path: "scripts/campaigns/switchover").path, "--flavour", server.rawValue, "--pause",
        "0.2",
      ]
        + arguments, environment: ProcessInfo.processInfo.environment.merging(variables) { $1 })
    let ended = try await blocking { try ChildProcess.run(command, timeout: .seconds(300)) }
    #expect(ended.status.isSuccess, "\(String(decoding: ended.messages, as: UTF8.self))")
  }
}
