import Basics
import Foundation
import Pipeline
import Repository
import Testing

/// A small file system of its own, unmounted at the end.
final class SmallDisk {
  let path: String

  /// Cancels the test where file systems cannot be mounted.
  init(_ scratch: Scratch, kibibytes: Int) throws {
    path = scratch.path + "/disk"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let mount = try run(["mount", "-t", "tmpfs", "-o", "size=\(kibibytes)k", "tmpfs", path])
    guard mount?.status == 0 else {
      try Test.cancel("needs a small tmpfs: run the tests as root to have it")
    }
  }

  deinit { _ = try? run(["umount", path]) }
}

@Suite(.serialized) struct FullDiskTests {
  /// Bytes that no compressor makes smaller.
  private func noise(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count / 8).flatMap { _ in
      let word = generator.next() as UInt64
      return (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
    }
  }

  private func backup(_ repository: Repository, _ data: [UInt8]) throws -> Manifest {
    let writer = try repository.begin(target: "shop", run: RunID(), recipients: [])
    do {
      for _ in 0..<3 {
        let sink = try writer.openObject()
        try sink.write(data)
        try writer.readBack(sink.finish())
      }
      return try writer.publish(draft, contents: [:])
    } catch {
      writer.abandon()
      throw error
    }
  }

  @Test func `wherever the disk fills up, nothing partial is left and the next run succeeds`() throws {
    let scratch = try Scratch()
    let disk = try SmallDisk(scratch, kibibytes: 400)
    let repository = try Repository.create(DirectoryStore(path: disk.path))
    let data = noise(80_000)
    let first = try backup(repository, data)
    try repository.delete(target: "shop", id: first.id, run: RunID())
    let ballast = "\(disk.path)/shop/ballast"
    var outcomes = Set<Bool>()
    for free in stride(from: 0, through: 320, by: 4) {
      let taken = max(0, 376 - free) * 1024
      _ = FileManager.default.createFile(atPath: ballast, contents: Data(count: taken))
      do {
        let manifest = try backup(repository, data)
        #expect(try repository.backups(target: "shop").good == [manifest])
        try FileManager.default.removeItem(atPath: ballast)
        try repository.delete(target: "shop", id: manifest.id, run: RunID())
        outcomes.insert(true)
      } catch let error as OpsError {
        #expect(error.code == .failed, "\(error)")
        #expect(error.hint.contains("free some space"), "\(error)")
        #expect(try repository.backups(target: "shop").good.isEmpty)
        try FileManager.default.removeItem(atPath: ballast)
        outcomes.insert(false)
      }
      try clean(repository)
    }
    #expect(outcomes == [true, false])
    _ = try backup(repository, data)
  }

  /// What a stopped run leaves on a full disk is at most a lease and an empty folder; the next run copes.
  private func clean(_ repository: Repository) throws {
    for id in try repository.incomplete(target: "shop") {
      try repository.removeIncomplete(target: "shop", id: id, run: RunID())
    }
  }

  @Test func `writing stops before it takes the space that must stay free`() throws {
    let scratch = try Scratch()
    let store = try DirectoryStore(path: scratch.path, minimumFree: .ratio(1.0))
    let repository = try Repository.create(store)
    let writer = try repository.begin(target: "shop", run: RunID(), recipients: [])
    let error = #expect(throws: OpsError.self) { try writer.openObject() }
    #expect(error?.code == .failed)
    #expect(error?.hint.contains("min-free") == true)
    writer.abandon()
    #expect(try repository.incomplete(target: "shop").isEmpty)
  }
}
