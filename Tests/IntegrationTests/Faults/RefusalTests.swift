import Backup
import Basics
import Foundation
import MySQL
import TestKit
import Testing

extension Faults {
  @Suite struct RefusalTests {
    @Test(arguments: TestServer.available)
    func `a second backup of the same target is refused while the first one runs`(
      server: TestServer
    ) async throws {
      try await Workshop.open(server, rows: 30_000) { shop in
        let first = try shop.dbops.start(shop.backup, log: "\(shop.folder)/first")
        let lease = "\(shop.repository)/source/lease.json"
        #expect(try await eventually { FileManager.default.fileExists(atPath: lease) })
        first.signal(SIGSTOP)
        let second = try await shop.expect(11, shop.backup)
        #expect(second.messages.contains("hint: wait until that run has ended"))
        let remover = try await shop.dbops.run(["backups", "clean", "--execute"])
        #expect([0, 11].contains(remover.status), "\(remover.text)")
        first.signal(SIGCONT)
        #expect(try await status(of: first) == 0)
        #expect(try await shop.complete().count == 1)
        try await shop.expect(0, ["verify", "--target", "source"])
      }
    }

    @Test(arguments: TestServer.available)
    func `a second run of the same restore is refused while the first one runs`(
      server: TestServer
    ) async throws {
      try await Workshop.open(server, rows: 30_000) { shop in
        try await shop.expect(0, shop.backup)
        let first = try shop.dbops.start(shop.restore, log: "\(shop.folder)/first")
        #expect(try await eventually { try await !shop.tracesOnTarget().isEmpty })
        first.signal(SIGSTOP)
        let second = try await shop.expect(11, shop.restore)
        #expect(second.messages.contains("another dbops is restoring the same"))
        first.signal(SIGCONT)
        #expect(try await status(of: first) == 0)
        try await shop.expectEqualCopy()
      }
    }

    @Test func `a wrong or missing key is told before anything is written`() async throws {
      let server = try #require(TestServer.available.first)
      try await Workshop.open(server) { shop in
        try await shop.expect(0, shop.backup)
        try await shop.expect(0, ["key", "generate", "--out", "\(shop.folder)/other"])
        let recipients = "recipients: [\(shop.folder)/backup.pub]"
        for keys in [
          "encryption: {\(recipients), identity: {file: \(shop.folder)/other.key}}",
          "encryption: {\(recipients)}",
        ] {
          try shop.configure(.init(encryption: keys))
          for command in [shop.restore, ["verify", "--target", "source", "--level", "data"]] {
            let ended = try await shop.expect(12, command)
            #expect(ended.messages.contains("hint: "))
            #expect(ended.messages.contains("changed: nothing"))
          }
          #expect(try await shop.tracesOnTarget() == [])
        }
      }
    }

    @Test(arguments: TestServer.available)
    func `a missing privilege is told with the grants that are enough`(server: TestServer) async throws {
      try await Workshop.open(server) { shop in
        let poor = "\(shop.database)_less"
        for role in [TestServer.Role.primary, .target] {
          try await shop.makeAccount(
            poor, server.options(role), grants: ["SELECT ON \(quoted: shop.database).*"])
        }
        try shop.configure(.init(user: poor))
        var refused = try await shop.expect(4, shop.backup)
        #expect(try await shop.complete() == [])
        try await grant(refused.messages, server, .primary)
        try await shop.expect(0, shop.backup)
        refused = try await shop.expect(4, shop.restore)
        #expect(try await shop.tracesOnTarget() == [])
        try await grant(refused.messages, server, .target)
        var restored = try await shop.dbops.run(shop.restore)
        // Whether an account may be named as a definer is for the server alone to know.
        for _ in 0..<2 where restored.status == 4 {
          try await grant(restored.messages, server, .target)
          restored = try await shop.dbops.run(shop.restore)
        }
        #expect(restored.status == 0, "\(restored.text)")
        try await shop.expectEqualCopy()
      }
    }

    /// Does what the hint says.
    private func grant(
      _ messages: String, _ server: TestServer, _ role: TestServer.Role
    ) async throws {
      let line = messages.split(separator: "\n").first { $0.contains("hint: ") } ?? ""
      let hint = line.replacing("run as an administrator: ", with: "").split(separator: "hint: ").last ?? ""
      let statements = hint.split(separator: "; ")
      #expect(statements.allSatisfy { $0.hasPrefix("GRANT ") }, "\(messages)")
      let connection = try await Connection.open(server.options(role))
      try await connection.execute("SET SESSION sql_log_bin = 0")
      for statement in statements { try await connection.execute(SQLText(raw: String(statement))) }
      await connection.close()
    }

    @Test(arguments: TestServer.available)
    func `what is not there and what is in the way have statuses of their own`(
      server: TestServer
    ) async throws {
      try await Workshop.open(server) { shop in
        try await shop.expect(10, ["verify", "--target", "source"])
        try await shop.expect(10, shop.restore)
        try await shop.expect(0, shop.backup)
        try await shop.expect(10, shop.restore + ["--backup", "20261121T020904Z-7f3a9c"])
        try await shop.expect(10, shop.restore + ["--databases", "nowhere"])
        try await shop.expect(0, shop.restore)
        let again = try await shop.expect(20, shop.restore)
        #expect(again.messages.contains("already exist"))
        #expect(again.messages.contains("--rename"))
        try await shop.expectEqualCopy()
      }
    }

    @Test(arguments: TestServer.available)
    func `a server that takes no data from clients, or no writes, is refused`(
      server: TestServer
    ) async throws {
      try await Workshop.open(server) { shop in
        try await shop.expect(0, shop.backup)
        try await withOwnServer(server, in: shop) { options in
          let connection = try await Connection.open(options)
          for (variable, hint) in [
            ("local_infile", "SET GLOBAL local_infile = ON"), ("read_only", "read_only"),
          ] {
            let off: SQLText = variable == "read_only" ? "ON" : "OFF"
            let on: SQLText = variable == "read_only" ? "OFF" : "ON"
            try await connection.execute("SET GLOBAL \(raw: variable) = \(off)")
            let refused = try await shop.expect(20, shop.restore)
            #expect(refused.messages.contains(hint), "\(refused.messages)")
            let there = try await connection.query("SHOW DATABASES").compactMap { $0[0].string }
            #expect(!there.contains(shop.database) && !there.contains("dbops"))
            try await connection.execute("SET GLOBAL \(raw: variable) = \(on)")
          }
          await connection.close()
          try await shop.expect(0, shop.restore)
        }
      }
    }

    @Test func `a configuration that cannot be trusted is refused`() async throws {
      let server = try #require(TestServer.available.first)
      try await Workshop.open(server) { shop in
        try shop.configure(.init(more: "surprise: {}"))
        #expect(try await shop.expect(78, shop.backup).messages.contains("surprise"))
        try shop.configure()
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o644], ofItemAtPath: "\(shop.folder)/password")
        let exposed = try await shop.expect(78, shop.backup)
        #expect(exposed.messages.contains("\(shop.folder)/password"))
        #expect(!exposed.text.contains(shop.password))
        #expect(try await shop.complete() == [])
      }
    }
  }
}

/// Waits for a program's end.
func status(of child: ChildProcess) async throws -> Int32? {
  try await blocking { child.wait(upTo: .seconds(300)).map { DbopsProgram.status($0) } }
}

/// Starts a server for one test alone, so that it may change what is the whole server's, and makes it the target.
///
/// - Parameter body: Is given what its administrator connects with.
func withOwnServer(
  _ server: TestServer, in shop: Workshop, _ body: (ConnectionOptions) async throws -> Void
) async throws {
  let program = Environment.value(server == .mysql ? "DBOPS_MYSQLD" : "DBOPS_MARIADBD")
  let settings = ScratchServer.Settings(
    program: [program ?? "mariadbd"], flavour: server == .mysql ? .mysql : .mariadb, parent: "/tmp")
  let own = try await blocking { try ScratchServer.start(settings) }
  do {
    try await shop.makeAccount(shop.database, own.options, grants: ["ALL PRIVILEGES ON *.*"])
    try shop.configure(.init(target: own.options.address))
    try await body(own.options)
  } catch {
    try await blocking { own.stop() }
    throw error
  }
  try await blocking { own.stop() }
}
