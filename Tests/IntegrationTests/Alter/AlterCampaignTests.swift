import Basics
import Foundation
import TestKit
import Testing

/// The campaigns that attack online changes, short and with seeds that are always the same.
@Suite(.enabled(if: TestServer.areAvailable, "\(TestServer.remedy)")) struct AlterCampaignTests {
  struct Campaign: Sendable, CustomTestStringConvertible {
    let name: String
    let arguments: [String]

    var testDescription: String { name }

    /// Milliseconds between a writer's transactions: without them the writers alone are more than the lab's replica can follow
    /// on a busy machine, and a migration waits for it.
    private static let gentle = ["--pause", "20"]

    static let all = [
      Campaign(name: "alter-oracle", arguments: ["--runs", "1", "--rows", "5000"] + gentle),
      Campaign(name: "alter-cutover", arguments: ["--runs", "5", "--rows", "500", "--pollers", "16"]),
      Campaign(name: "alter-kill", arguments: ["--kills", "3", "--rows", "5000"] + gentle),
      Campaign(name: "alter-locks", arguments: ["--runs", "1", "--rows", "20000"]),
    ]
  }

  @Test(arguments: TestServer.available, Campaign.all)
  func `online changes withstand load, kills, and whoever is in the way`(
    server: TestServer, campaign: Campaign
  ) async throws {
    let program = try DbopsProgram(configuration: "")
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let variables = ["DBOPS": program.path, "DBOPS_SEED": "20261121", "PYTHONDONTWRITEBYTECODE": "1"]
    let command = ChildCommand(
      [root.appending(path: "scripts/campaigns/\(campaign.name)").path, "--flavour", server.rawValue]
        + campaign.arguments, environment: ProcessInfo.processInfo.environment.merging(variables) { $1 })
    let ended = try await blocking { try ChildProcess.run(command, timeout: .seconds(600)) }
    #expect(ended.status.isSuccess, "\(String(decoding: ended.messages, as: UTF8.self))")
  }
}
