import Basics
import Foundation
import Repository
import TestKit
import Testing

/// What commands remember in the state folder, and what they make of it.
@Suite struct JournalTests {
  @Test func `a run that fails is in the journal with its reason`() async throws {
    let household = try Household()
    try household.makeRepository()
    let (status, output) = await household.run("backup", "--target", "shop")
    #expect(status != 0)
    let run = try #require(try household.catalog().runs().first)
    #expect(run.command == "backup" && run.target == "shop")
    #expect(run.exitCode == Int64(status) && run.finished != nil)
    #expect(!run.summary.isEmpty && output.error.contains(run.summary))
    #expect(await household.run("status", "--target", "shop").output.out.contains("its last backup failed"))
  }

  @Test func `a verification is remembered with its level and shown`() async throws {
    let household = try Household()
    try household.makeRepository()
    let manifest = try household.makeBackup(of: "shop")
    #expect(await household.run("verify", "--target", "shop", "--level", "manifest").status == 0)
    #expect(await household.run("verify", "latest", "-t", "shop").status == 0)
    let catalog = try household.catalog()
    let levels = try catalog.verifications(
      repository: manifest.repository, target: "shop", backup: manifest.id)
    #expect(levels.map(\.level) == ["data", "manifest"] && levels.allSatisfy { $0.problems == 0 })
    #expect(try catalog.runs().map(\.exitCode) == [0, 0])
    #expect(await household.run().output.out.contains("data, "))
  }

  @Test func `damage that a verification finds is remembered and is a problem from then on`() async throws {
    let household = try Household()
    try household.makeRepository()
    let manifest = try household.makeBackup(of: "shop")
    try household.damage(manifest)
    #expect(await household.run("verify", manifest.id.description).status == 13)
    let found = try household.catalog().verifications(
      repository: manifest.repository, target: "shop", backup: manifest.id)
    #expect(found.first?.problems == 1 && found.first?.detail.contains("\(manifest.id)") == true)
    let (status, output) = await household.run("status")
    #expect(status == 5)
    #expect(output.out.hasPrefix("PROBLEM  shop: its newest backup \(manifest.id) is damaged"))
  }

  @Test func `a run that named no target is filed under the one it was about`() async throws {
    let household = try Household()
    try household.makeRepository()
    try household.makeBackup(of: "stock")
    #expect(await household.run("verify").status == 0)
    #expect(try household.catalog().runs().map(\.target) == ["stock"])
  }

  @Test func `a state folder that cannot be made is a warning and no more`() async throws {
    let household = try Household(state: "dbops.yaml/below")
    try household.makeRepository()
    try household.makeBackup(of: "shop")
    for words in [["verify", "-t", "shop"], ["backups"], []] {
      let output = CapturedOutput()
      #expect(await output.run(words, environment: household.environment) == 0, "\(words)")
      #expect(output.error.contains("no journal is kept in \(household.path)/dbops.yaml/below"))
    }
    #expect(await household.run("backups", "--rebuild").status == 1)
  }

  @Test func `without a configuration there is no journal and no word of it`() async throws {
    let household = try Household()
    try household.makeRepository()
    try household.makeBackup(of: "shop")
    let output = CapturedOutput()
    #expect(await output.run(["verify", "--repository", "\(household.path)/repository"]) == 0)
    #expect(!output.error.contains("journal"))
    #expect(!FileManager.default.fileExists(atPath: "\(household.path)/state"))
  }
}

@Suite struct VanishedBackupTests {
  private let household: Household
  private let kept: Manifest
  private let gone: Manifest

  /// Two backups are known; then the newer one is taken away.
  init() async throws {
    household = try Household()
    try household.makeRepository()
    let one = try household.makeBackup(of: "shop")
    let two = try household.makeBackup(of: "shop")
    (kept, gone) = one.id < two.id ? (one, two) : (two, one)
    _ = await household.run("backups")
    try household.remove(gone)
  }

  @Test func `the list names it until the catalog is rebuilt`() async throws {
    for _ in 0..<2 {
      let (status, output) = await household.run("backups")
      #expect(status == 0)
      let line = output.out.split(separator: "\n").first { $0.hasPrefix(gone.id.description) }
      #expect(line?.hasSuffix("vanished") == true)
      #expect(output.error.contains("backups --rebuild forgets them"))
    }
    let (status, output) = await household.run("backups", "--rebuild")
    #expect(status == 0)
    #expect(output.error.contains("it knew 2 backups and now knows 1"))
    #expect(!output.out.contains(gone.id.description) && output.out.contains(kept.id.description))
  }

  @Test func `verifying it is damage, and restoring it is told to be impossible`() async throws {
    let (status, output) = await household.run("verify", gone.id.description)
    #expect(status == 13)
    #expect(output.error.contains("backup \(gone.id) of shop has vanished"))
    #expect(await household.run("verify", "20200101T000000Z-000000").status == 10)
  }

  @Test func `the latest is the one before it, with a warning`() async throws {
    let (status, output) = await household.run("verify", "latest", "-t", "shop")
    #expect(status == 0)
    #expect(output.error.contains("a newer backup, \(gone.id), has vanished"))
    try household.remove(kept)
    #expect(await household.run("verify", "latest", "-t", "shop").status == 13)
  }

  @Test func `the overview puts it first`() async throws {
    let (status, output) = await household.run("status", "--json")
    #expect(status == 5)
    let events = try output.events
    #expect(events.first?["type"] == "alert" && events.first?["subject"] == "shop")
    let target = events.first { $0["type"] == "target" && $0["target"] == "shop" }
    #expect(target?["vanished"] == [.string(gone.id.description)])
    #expect(target?["backup"]?.stringValue == kept.id.description)
  }

  @Test func `a catalog that was lost is the same again after a rebuild`() async throws {
    try FileManager.default.removeItem(atPath: "\(household.path)/state")
    #expect(await household.run("backups", "--rebuild").status == 0)
    #expect(try household.catalog().backups().map(\.id) == [kept.id])
  }
}
