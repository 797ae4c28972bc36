import Basics
import Foundation
import TestKit
import Testing

extension Faults {
  /// Damage to stored files, as `verify` and `restore` tell of it; scripts/campaigns/damage flips every byte.
  @Suite struct CorruptionTests {
    @Test(arguments: TestServer.available, [true, false])
    func `damage to any file is named and stops a restore before it writes`(
      server: TestServer, isEncrypted: Bool
    ) async throws {
      try await Workshop.open(server, rows: 30) { shop in
        if !isEncrypted { try shop.configure(.init(encryption: "")) }
        let store = try await StoredBackup(shop)
        for file in store.controlFiles + store.objects {
          let good = try store.read(file)
          let positions = sample(good.count, store.objects.contains(file) ? 4 : 10, file)
          for damaged in positions.map({ flipped(good, at: $0) }) + truncations(of: good) {
            try store.write(damaged, file)
            try await store.expectRefusal(naming: [file])
          }
          try store.write(good, file)
        }
        try await store.expectGood()
      }
    }

    @Test(arguments: TestServer.available)
    func `missing, swapped and extra files are named`(server: TestServer) async throws {
      try await Workshop.open(server, rows: 30) { shop in
        let store = try await StoredBackup(shop)
        for file in store.objects + ["\(store.folder)/manifest.json"] {
          let good = try store.read(file)
          try store.remove(file)
          try await store.expectRefusal(naming: [file])
          try store.write(good, file)
        }
        for (one, other) in zip(store.objects, store.objects.dropFirst()) {
          try store.swap(one, other)
          try await store.expectRefusal(naming: [one, other])
          try store.swap(one, other)
        }
        let second = try await StoredBackup(shop)
        let manifests = ["\(store.folder)/manifest.json", "\(second.folder)/manifest.json"]
        try store.swap(manifests[0], manifests[1])
        try await store.expectRefusal(naming: [manifests[0]])
        try await second.expectRefusal(naming: [manifests[1]])
        // The latest is damaged: an older one is not taken in its place.
        #expect(try await shop.expect(13, shop.restore).messages.contains(manifests[1]))
        try store.swap(manifests[0], manifests[1])
        try store.swap(store.objects[0], second.objects[0])
        try await store.expectRefusal(naming: [store.objects[0]])
        try store.swap(store.objects[0], second.objects[0])
        let extra = "\(store.folder)/000099.obj"
        try store.write([1, 2, 3], extra)
        let found = try await shop.expect(13, store.verify)
        #expect(found.text.contains(extra))
        try store.remove(extra)
        try await store.expectGood()
      }
    }

    /// Where to flip: places that depend on the file's name alone.
    private func sample(_ count: Int, _ wanted: Int, _ name: String) -> [Int] {
      var state = name.utf8.suffix(13).reduce(UInt64(17)) { $0 &* 31 &+ UInt64($1) }
      return [0, count - 1]
        + (0..<wanted).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Int(state >> 33) % count
        }
    }

    private func flipped(_ bytes: [UInt8], at index: Int) -> [UInt8] {
      var bytes = bytes
      bytes[index] ^= 1 << UInt8(index % 8)
      return bytes
    }

    private func truncations(of bytes: [UInt8]) -> [[UInt8]] {
      [[], Array(bytes.prefix(bytes.count / 2)), Array(bytes.dropLast()), bytes + [10]]
    }
  }
}

/// One backup in the repository of a workshop, and its files.
private struct StoredBackup {
  let shop: Workshop
  let id: String
  /// Relative to the repository, like all names here.
  let folder: String
  let objects: [String]

  /// Makes the backup.
  init(_ shop: Workshop) async throws {
    self.shop = shop
    try await shop.expect(0, shop.backup)
    id = try #require(try await shop.complete().last)
    folder = "source/backups/\(id)"
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(shop.repository)/\(folder)")
    objects = names.filter { $0.hasSuffix(".obj") }.sorted().map { [folder] in "\(folder)/\($0)" }
    #expect(objects.count >= 4)
  }

  var controlFiles: [String] { ["repository.json", "\(folder)/manifest.json"] }
  var verify: [String] { ["verify", id, "--target", "source", "--level", "data"] }

  func read(_ file: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: "\(shop.repository)/\(file)")))
  }

  func write(_ bytes: [UInt8], _ file: String) throws {
    try Data(bytes).write(to: URL(filePath: "\(shop.repository)/\(file)"))
  }

  func remove(_ file: String) throws {
    try FileManager.default.removeItem(atPath: "\(shop.repository)/\(file)")
  }

  func swap(_ one: String, _ other: String) throws {
    let bytes = try read(one)
    try write(read(other), one)
    try write(bytes, other)
  }

  func expectRefusal(naming files: [String], at location: SourceLocation = #_sourceLocation) async throws {
    let found = try await shop.expect(13, verify, at: location)
    for file in files {
      #expect(found.text.contains(file), "\(found.text)", sourceLocation: location)
    }
    let refused = try await shop.expect(13, shop.restore + ["--backup", id], at: location)
    #expect(refused.messages.contains("changed: nothing"), "\(refused.text)", sourceLocation: location)
    #expect(files.contains { refused.text.contains($0) }, "\(refused.text)", sourceLocation: location)
    let traces = try await shop.tracesOnTarget()
    #expect(traces == [], sourceLocation: location)
  }

  func expectGood() async throws {
    try await shop.expect(0, verify)
    try await shop.expect(0, shop.restore + ["--backup", id])
    try await shop.expectEqualCopy()
  }
}
