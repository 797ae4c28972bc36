import Basics
import Foundation
import Repository
import Testing

@Suite struct RemovalTests {
  private let scratch: Scratch
  private let repository: Repository

  init() throws {
    scratch = try Scratch()
    repository = try Repository.create(scratch.store())
  }

  @Test func `a removed backup is gone and the others stay`() throws {
    let (one, two) = (try makeBackup(repository), try makeBackup(repository))
    try repository.delete(target: "shop", id: one.id, run: RunID())
    #expect(try repository.backups(target: "shop").good == [two])
    #expect(try scratch.files().contains { $0.contains("\(one.id)") } == false)
    #expect(code { try repository.delete(target: "shop", id: one.id, run: RunID()) } == .notFound)
  }

  @Test func `nothing is removed while another run writes`() throws {
    let manifest = try makeBackup(repository)
    let writer = try repository.begin(target: "shop", run: RunID(), recipients: [])
    #expect(code { try repository.delete(target: "shop", id: manifest.id, run: RunID()) } == .locked)
    #expect(code { try repository.removeIncomplete(target: "shop", id: writer.id, run: RunID()) } == .locked)
    #expect(try repository.backups(target: "shop").good == [manifest])
    writer.abandon()
    try repository.delete(target: "shop", id: manifest.id, run: RunID())
  }

  @Test func `a pinned backup is not removed until it is unpinned`() throws {
    let manifest = try makeBackup(repository)
    try repository.pin(target: "shop", id: manifest.id, reason: "before the migration")
    #expect(try repository.pin(target: "shop", id: manifest.id)?.reason == "before the migration")
    #expect(code { try repository.delete(target: "shop", id: manifest.id, run: RunID()) } == .refused)
    #expect(
      try repository.verify(target: "shop", id: manifest.id, VerificationOptions(level: .manifest)).isGood)
    #expect(try repository.backups(target: "shop").good == [manifest])
    try repository.unpin(target: "shop", id: manifest.id)
    try repository.unpin(target: "shop", id: manifest.id)
    try repository.delete(target: "shop", id: manifest.id, run: RunID())
  }

  @Test func `what a killed run left is listed, is no backup, and can be cleaned up`() throws {
    let manifest = try makeBackup(repository)
    let left = "20261121T020904Z-0a0b0c"
    let folder = "\(scratch.path)/shop/backups/\(left)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try scratch.write([1, 2], "shop/backups/\(left)/000001.obj")
    try scratch.write([1], "shop/backups/\(left)/.000002.obj.1f.tmp")
    let id = try #require(BackupID(text: left))
    #expect(try repository.backups(target: "shop").good == [manifest])
    #expect(try repository.incomplete(target: "shop") == [id])
    #expect(code { _ = try repository.manifest(target: "shop", id: id) } == .corrupt)
    #expect(
      code { try repository.removeIncomplete(target: "shop", id: manifest.id, run: RunID()) } == .refused)
    try repository.removeIncomplete(target: "shop", id: id, run: RunID())
    #expect(!FileManager.default.fileExists(atPath: folder))
    #expect(code { _ = try repository.manifest(target: "shop", id: id) } == .notFound)
    #expect(try repository.backups(target: "shop").good == [manifest])
  }

  @Test func `a removal that was stopped halfway never looks like a backup and can be ended`() throws {
    let manifest = try makeBackup(repository)
    let folder = "shop/backups/\(manifest.id)"
    // The mark is written first; the manifest is still there.
    try scratch.write(Array("{}".utf8), "\(folder)/tombstone.json")
    #expect(try repository.backups(target: "shop").good.isEmpty)
    #expect(code { _ = try repository.manifest(target: "shop", id: manifest.id) } == .notFound)
    #expect(try repository.incomplete(target: "shop") == [manifest.id])
    try repository.removeIncomplete(target: "shop", id: manifest.id, run: RunID())
    #expect(try scratch.files().contains { $0.hasPrefix(folder) } == false)
  }
}
