import Basics
import Foundation
import MySQL
import TestKit
import Testing

extension Faults {
  @Suite struct LostConnectionTests {
    /// Shares of all bytes of a run after which one of its connections is cut.
    private static let moments: [Double] = [0.002, 0.03, 0.21, 0.48, 0.77, 0.93]

    @Test(arguments: TestServer.available)
    func `a backup whose connection is cut fails cleanly and the next one works`(
      server: TestServer
    ) async throws {
      let proxy = try CuttingProxy(to: server.options(.primary).address)
      try await Workshop.open(server, rows: 5000) { shop in
        try shop.configure(.init(source: proxy.address))
        proxy.cut(after: nil)
        try await shop.expect(0, shop.backup)
        let whole = Double(proxy.passed)
        for moment in Self.moments {
          let before = try await shop.complete()
          proxy.cut(after: Int64(whole * moment))
          let ended = try await shop.dbops.run(shop.backup)
          #expect(proxy.hasCut)
          try await expectFailure(ended, shop, before)
          try await shop.expectNoSessions(.primary)
        }
        proxy.cut(after: nil)
        try await shop.expect(0, shop.backup)
        try await shop.expect(0, ["verify", "latest", "--target", "source"])
      }
    }

    private func expectFailure(
      _ ended: DbopsProgram.Ended, _ shop: Workshop, _ before: [String]
    ) async throws {
      #expect(ended.status == 1, "\(ended.text)")
      #expect(ended.messages.contains("changed: nothing"), "\(ended.text)")
      #expect(try await shop.complete() == before)
      let clean = try await shop.expect(0, ["backups", "clean", "--target", "source"])
      #expect(clean.text.contains("nothing is left over"))
    }

    @Test(arguments: TestServer.available)
    func `a restore whose connection is cut carries on when it is run again`(
      server: TestServer
    ) async throws {
      let proxy = try CuttingProxy(to: server.options(.target).address)
      try await Workshop.open(server, rows: 5000) { shop in
        try await shop.expect(0, shop.backup)
        try shop.configure(.init(target: proxy.address))
        proxy.cut(after: nil)
        try await shop.expect(0, shop.restore)
        let whole = Double(proxy.passed)
        for moment in Self.moments {
          try await shop.dropCopy()
          proxy.cut(after: Int64(whole * moment))
          let ended = try await shop.dbops.run(shop.restore)
          #expect(proxy.hasCut)
          #expect(ended.status == 1, "\(ended.text)")
          #expect(ended.messages.contains("hint: "), "\(ended.text)")
          proxy.cut(after: nil)
          try await shop.expect(0, shop.restore)
          try await shop.expectEqualCopy()
        }
        try await shop.expectNoSessions(.target)
      }
    }

    @Test(arguments: TestServer.available, ["backup", "restore"])
    func `a server that ends all sessions ends the run, and the next one works`(
      server: TestServer, command: String
    ) async throws {
      try await Workshop.open(server, rows: 30_000) { shop in
        let isBackup = command == "backup"
        if !isBackup { try await shop.expect(0, shop.backup) }
        let role: TestServer.Role = isBackup ? .primary : .target
        let before = try await shop.complete()
        let run = try shop.dbops.start(isBackup ? shop.backup : shop.restore, log: "\(shop.folder)/log")
        #expect(try await eventually { try await shop.sessions(role).count >= 4 })
        let administrator = try await Connection.open(server.options(role))
        for session in try await shop.sessions(role) {
          do {
            try await administrator.execute("KILL \(session)")
          } catch let failure as SQLFailure where failure.number == 1094 {}
        }
        await administrator.close()
        let code = try await status(of: run)
        let said = try String(contentsOfFile: "\(shop.folder)/log", encoding: .utf8)
        #expect(code == 1, "\(said)")
        #expect(said.contains("lost"), "\(said)")
        #expect(try await shop.complete() == before)
        try await shop.expect(0, isBackup ? shop.backup : shop.restore)
        if !isBackup { try await shop.expectEqualCopy() }
        try await shop.expectNoSessions(role)
      }
    }
  }
}
