import Basics
import Foundation
import TestKit
import Testing

/// What a person sees, kept in files so that a change shows in review.
@Suite struct TranscriptTests {
  /// One command line and what it printed, with names and times that differ from run to run made equal.
  private func transcript(_ household: Household, _ words: [String]) async -> String {
    let output = CapturedOutput()
    let status = await output.run(words, environment: household.environment)
    let text = "$ dbops \(words.joined(separator: " "))\n\(output.out)\(output.error)status \(status)\n"
    let replaced = [
      (household.path, "HOME"), ("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{6}", "ID"),
      ("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "TIME"), ("run: [0-9A-Z]{26}", "run: RUN"),
      ("[0-9a-f]{32}", "REPOSITORY"),
      (#"\b[0-9.]+m?s( ago)?\b|just now"#, "AGE"), (#"/[^ ]*dbops-commands-[^/ ]*"#, "HOME"), (" {2,}", "  "),
    ]
    return replaced.reduce(text) {
      $0.replacingOccurrences(of: $1.0, with: $1.1, options: .regularExpression)
    }
  }

  @Test func `a first session reads as recorded`() async throws {
    let household = try Household()
    var text = await transcript(household, [])
    text += await transcript(household, ["init"])
    text += await transcript(household, ["backups"])
    try household.makeBackup(of: "shop")
    text += await transcript(household, ["backups"])
    text += await transcript(household, [])
    text += await transcript(household, ["verify", "latest", "--target", "shop", "--quiet"])
    text += await transcript(household, ["status", "--target", "shop"])
    text += await transcript(household, ["status", "--quiet"])
    try Snapshot().expect(text, named: "session.transcript")
  }

  @Test func `a lost backup reads as recorded`() async throws {
    let household = try Household(targets: ["shop"])
    try household.makeRepository()
    let manifest = try household.makeBackup(of: "shop")
    _ = await household.run("backups")
    try household.remove(manifest)
    var text = await transcript(household, ["backups"])
    text += await transcript(household, ["verify", manifest.id.description])
    text += await transcript(household, ["status"])
    text += await transcript(household, ["backups", "--rebuild"])
    try Snapshot().expect(text, named: "lost.transcript")
  }
}
