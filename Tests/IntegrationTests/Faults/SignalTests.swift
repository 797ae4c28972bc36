import Basics
import Foundation
import MySQL
import TestKit
import Testing

extension Faults {
  @Suite struct SignalTests {
    @Test(arguments: TestServer.available, [SIGINT, SIGTERM])
    func `a signal ends a backup in good order`(server: TestServer, signal: Int32) async throws {
      try await Workshop.open(server, rows: 30_000) { shop in
        let run = try shop.dbops.start(shop.backup, log: "\(shop.folder)/log")
        #expect(try await eventually { try await shop.sessions(.primary).count >= 4 })
        try await expectStop(run, signal, shop)
        #expect(try await shop.complete() == [])
        let clean = try await shop.expect(0, ["backups", "clean", "--target", "source"])
        #expect(clean.text.contains("nothing is left over"))
        let lease = try String(contentsOfFile: "\(shop.repository)/source/lease.json", encoding: .utf8)
        #expect(lease.contains("released"))
        try await shop.expectNoSessions(.primary)
        let next = try await shop.expect(0, shop.backup)
        #expect(!next.text.contains("lease taken over"))
      }
    }

    @Test(arguments: TestServer.available, [SIGINT, SIGTERM])
    func `a signal ends a restore in good order, and it carries on later`(
      server: TestServer, signal: Int32
    ) async throws {
      try await Workshop.open(server, rows: 30_000) { shop in
        try await shop.expect(0, shop.backup)
        let run = try shop.dbops.start(shop.restore, log: "\(shop.folder)/log")
        #expect(try await eventually { try await shop.tracesOnTarget().count >= 3 })
        try await expectStop(run, signal, shop)
        let said = try String(contentsOfFile: "\(shop.folder)/log", encoding: .utf8)
        #expect(said.contains("the same command carries on"), "\(said)")
        try await shop.expectNoSessions(.target)
        try await shop.expect(0, shop.restore)
        try await shop.expectEqualCopy()
      }
    }

    @Test func `a signal ends a verification`() async throws {
      let server = try #require(TestServer.available.first)
      try await Workshop.open(server, rows: 60_000) { shop in
        try await shop.expect(0, shop.backup)
        let run = try shop.dbops.start(
          ["verify", "--target", "source", "--threads", "1"], log: "\(shop.folder)/log")
        let log = "\(shop.folder)/log"
        #expect(
          try await eventually {
            try String(contentsOfFile: log, encoding: .utf8).contains("verification of")
          })
        try await expectStop(run, SIGTERM, shop)
      }
    }

    @Test(arguments: TestServer.available)
    func `a signal ends the proof of a restore, and its scratch server with it`(
      server: TestServer
    ) async throws {
      try await Workshop.open(server) { shop in
        let scratch = try shop.configureScratch()
        try await shop.expect(0, shop.backup)
        let run = try shop.dbops.start(Workshop.proof, log: "\(shop.folder)/log")
        #expect(
          try await eventually { !folders(scratch).isEmpty })
        try await expectStop(run, SIGTERM, shop)
        #expect(folders(scratch) == [])
        #expect(try !isInUse(scratch))
      }
    }

    private func expectStop(_ run: ChildProcess, _ signal: Int32, _ shop: Workshop) async throws {
      let begin = ContinuousClock.now
      run.signal(signal)
      let code = try await status(of: run)
      let said = try String(contentsOfFile: "\(shop.folder)/log", encoding: .utf8)
      #expect(code == 128 + signal, "\(said)")
      #expect(ContinuousClock.now - begin < .seconds(10))
      #expect(said.contains("stopping on \(signal == SIGINT ? "SIGINT" : "SIGTERM")"), "\(said)")
    }
  }
}
