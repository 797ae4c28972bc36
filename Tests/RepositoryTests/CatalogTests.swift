import Basics
import Foundation
import Repository
import Testing

@Suite struct CatalogTests {
  private let scratch: Scratch
  private let state: Scratch
  private let repository: Repository

  init() throws {
    scratch = try Scratch()
    state = try Scratch()
    repository = try Repository.create(scratch.store())
  }

  @Test func `a catalog that is lost is the same again after a rebuild`() throws {
    let catalog = try Catalog(state: state.path)
    for target in ["shop", "stock", "shop"] { try catalog.record(makeBackup(repository, target: target)) }
    let pinned = try #require(repository.backups(target: "shop").good.first)
    try repository.pin(target: "shop", id: pinned.id, reason: "keep")
    _ = try catalog.refresh(from: repository)
    let before = try catalog.backups()
    #expect(before.count == 3)
    #expect(before.first { $0.id == pinned.id }?.pin?.reason == "keep")

    let other = try Scratch()
    let again = try Catalog(state: other.path)
    let changes = try again.rebuild(from: repository)
    #expect(changes.added.count == 3)
    #expect(try again.backups() == before)
    #expect(try again.backups(target: "stock").map(\.target) == ["stock"])
    #expect(try again.location(ofRepository: repository.id) == scratch.path)
    #expect(try again.rebuild(from: repository).isEmpty)
  }

  @Test func `a recorded backup equals what a rebuild reads`() throws {
    let catalog = try Catalog(state: state.path)
    try catalog.record(makeBackup(repository))
    let recorded = try catalog.backups()
    _ = try catalog.rebuild(from: repository)
    #expect(try catalog.backups() == recorded)
  }

  @Test func `a backup that vanished from the store is reported and stays listed as such`() throws {
    let catalog = try Catalog(state: state.path)
    let manifest = try makeBackup(repository)
    try catalog.record(manifest)
    try FileManager.default.removeItem(atPath: "\(scratch.path)/shop/backups/\(manifest.id)")
    let changes = try catalog.refresh(from: repository)
    #expect(changes.vanished.map(\.id) == [manifest.id])
    #expect(try catalog.backups().map(\.status) == [.vanished])
    #expect(try catalog.backups().first?.facts?.engine == "mysql-logical")
    #expect(try catalog.refresh(from: repository).isEmpty)
    #expect(try catalog.backups().map(\.status) == [.vanished])
    _ = try catalog.rebuild(from: repository)
    #expect(try catalog.backups().isEmpty)
  }

  @Test func `a damaged manifest is listed as damaged with the reason`() throws {
    let catalog = try Catalog(state: state.path)
    let manifest = try makeBackup(repository)
    try scratch.write([1], "shop/backups/\(manifest.id)/manifest.json")
    let changes = try catalog.refresh(from: repository)
    #expect(changes.damaged.map(\.id) == [manifest.id])
    let entry = try #require(catalog.backups().first)
    #expect(entry.status == .damaged)
    #expect(entry.detail.contains("manifest.json"))
    #expect(entry.facts == nil)
  }

  @Test func `verifications and runs outlive a rebuild and the process`() throws {
    let manifest = try makeBackup(repository)
    var run = CatalogRun(run: RunID(), command: "backup", target: "shop", started: Timestamp(microseconds: 5))
    let verification = CatalogVerification(
      repository: repository.id, target: "shop", backup: manifest.id, level: "data",
      at: Timestamp(microseconds: 9), problems: ["one", "two"])
    do {
      let catalog = try Catalog(state: state.path)
      try catalog.record(run)
      #expect(try catalog.runs() == [run])
      run.finished = Timestamp(microseconds: 8)
      run.exitCode = 0
      run.summary = "'done'; DROP TABLE runs"
      try catalog.record(run)
      try catalog.record(verification)
      _ = try catalog.rebuild(from: repository)
    }
    let catalog = try Catalog(state: state.path)
    #expect(try catalog.runs() == [run])
    #expect(
      try catalog.verifications(repository: repository.id, target: "shop", backup: manifest.id) == [
        verification
      ])
  }

  @Test func `the file is for its owner alone`() throws {
    let catalog = try Catalog(state: state.path)
    try catalog.record(makeBackup(repository))
    for file in try state.files() {
      let mode = try FileManager.default.attributesOfItem(atPath: "\(state.path)/\(file)")[.posixPermissions]
      #expect(mode as? Int == 0o600, "\(file)")
    }
  }

  @Test func `a file that is no catalog is named and not touched`() throws {
    let junk = Array("this is not a database, whatever its name says".utf8)
    try state.write(junk, "catalog.sqlite")
    let error = #expect(throws: OpsError.self) { try Catalog(state: state.path) }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("catalog.sqlite") == true)
    #expect(try state.read("catalog.sqlite") == junk)
  }

  @Test func `two processes may write at the same time`() throws {
    let (one, two) = (try Catalog(state: state.path), try Catalog(state: state.path))
    let failures = Tally()
    DispatchQueue.concurrentPerform(iterations: 40) { index in
      let run = CatalogRun(
        run: RunID(), command: "backup", target: "", started: Timestamp(microseconds: Int64(index)))
      do { try (index % 2 == 0 ? one : two).record(run) } catch { failures.count() }
    }
    #expect(failures.total == 0)
    #expect(try one.runs().count == 40)
  }
}
