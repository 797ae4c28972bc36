import Basics
import Foundation
import TestKit
import Testing

extension Faults {
  /// The campaigns that kill, at a few moments that are always the same shares of a run.
  @Suite struct KillTests {
    @Test(arguments: TestServer.available, ["kill-backup", "kill-restore"])
    func `a run killed at any moment leaves nothing bad, and the next one succeeds`(
      server: TestServer, campaign: String
    ) async throws {
      let program = try DbopsProgram(configuration: "")
      let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
      let variables = ["DBOPS": program.path, "DBOPS_SEED": "20261121"]
      let command = ChildCommand(
        [
          root.appending(path: "scripts/campaigns/\(campaign)").path, "--kills", "3", "--rows", "20000",
          "--flavour", server.rawValue,
        ], environment: ProcessInfo.processInfo.environment.merging(variables) { $1 })
      let ended = try await blocking { try ChildProcess.run(command, timeout: .seconds(600)) }
      #expect(ended.status.isSuccess, "\(String(decoding: ended.messages, as: UTF8.self))")
    }
  }
}
