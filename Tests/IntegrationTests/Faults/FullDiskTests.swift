import Basics
import Foundation
import TestKit
import Testing

extension Faults {
  @Suite struct FullDiskTests {
    @Test func `a backup that fills the disk fails with a hint and leaves nothing, and a later one works`()
      async throws
    {
      let server = try #require(TestServer.available.first)
      try await Workshop.open(server, rows: 20_000) { shop in
        let disk = "\(shop.folder)/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        guard try mount(["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]) else {
          try Test.cancel("needs a small tmpfs: run the tests as root to have it")
        }
        defer { _ = try? ExternalTool("umount")?.run(["-l", disk]) }
        try shop.configure(.init(repository: disk))
        try await shop.expect(0, ["--quiet", "init"])
        for ballast in [0, 300, 700, 900, 980] {
          let file = "\(disk)/.ballast"
          _ = FileManager.default.createFile(atPath: file, contents: Data(count: ballast * 1024))
          let failed = try await shop.expect(1, shop.backup)
          #expect(failed.messages.contains("free some space"), "\(failed.text)")
          #expect(failed.messages.contains("changed: nothing"), "\(failed.text)")
          #expect(try await shop.complete() == [])
          try FileManager.default.removeItem(atPath: file)
          try await shop.expect(0, ["backups", "clean", "--execute"])
          let left = try FileManager.default.subpathsOfDirectory(atPath: disk)
          #expect(left.filter { $0.contains("backups/") && !$0.hasSuffix(".lock") } == [])
          try await shop.expectNoSessions(.primary)
        }
        #expect(try mount(["-o", "remount,size=64m", disk]))
        try await shop.expect(0, shop.backup)
        try await shop.expect(0, ["verify", "latest", "--target", "source"])
      }
    }

    private func mount(_ arguments: [String]) throws -> Bool {
      try ExternalTool("mount")?.run(arguments).status == 0
    }
  }
}
