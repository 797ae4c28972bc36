import Basics
import Foundation
import TestKit
import Testing

extension Faults {
  @Suite struct ScratchTests {
    /// How far the scratch server has come, told by what stands in its folder.
    enum Stage: String, CaseIterable, Sendable {
      case initializing = "log"
      case running = "pid"
    }

    @Test(arguments: TestServer.available, Stage.allCases)
    func `a scratch server does not outlive a killed verification, and the next one removes its folder`(
      server: TestServer, stage: Stage
    ) async throws {
      try await Workshop.open(server) { shop in
        let scratch = try shop.configureScratch()
        try await shop.expect(0, shop.backup)
        let log = "\(shop.folder)/log"
        let run = try shop.dbops.start(Workshop.proof, log: log)
        let reached = try await eventually {
          folders(scratch).contains {
            FileManager.default.fileExists(atPath: "\(scratch)/\($0)/\(stage.rawValue)")
          }
        }
        let said = try String(contentsOfFile: log, encoding: .utf8)
        #expect(reached, "\(said)")
        run.signal(SIGKILL)
        #expect(try await status(of: run) == 128 + SIGKILL)
        #expect(try await eventually { try !isInUse(scratch) })
        #expect(folders(scratch).count == 1)
        // Killed before it had a lock, killed in the midst of removing, and one that is not ours.
        for name in ["empty", "half/data", "other/data"] {
          try FileManager.default.createDirectory(
            atPath: "\(scratch)/dbops-scratch-\(name)", withIntermediateDirectories: true)
        }
        #expect(
          FileManager.default.createFile(atPath: "\(scratch)/dbops-scratch-half/dbops.lock", contents: nil))
        try await shop.expect(0, Workshop.proof)
        #expect(folders(scratch) == ["dbops-scratch-other"])
      }
    }

    @Test(arguments: TestServer.available)
    func `a scratch server leaves the temporary tables of other servers alone`(
      server: TestServer
    ) async throws {
      try await Workshop.open(server) { shop in
        _ = try shop.configureScratch()
        try await shop.expect(0, shop.backup)
        // MariaDB removes such files from its tmpdir when it starts.
        let file = "/tmp/#sql-temptable-\(shop.database)-1.MAI"
        #expect(FileManager.default.createFile(atPath: file, contents: nil))
        defer { try? FileManager.default.removeItem(atPath: file) }
        try await shop.expect(0, Workshop.proof)
        #expect(FileManager.default.fileExists(atPath: file))
      }
    }

    @Test(arguments: TestServer.available.prefix(1))
    func `two proofs at a time leave each other's folder alone`(server: TestServer) async throws {
      try await Workshop.open(server) { shop in
        let scratch = try shop.configureScratch()
        try await shop.expect(0, shop.backup)
        async let one = shop.dbops.run(Workshop.proof)
        async let two = shop.dbops.run(Workshop.proof)
        for ended in try await [one, two] { #expect(ended.status == 0, "\(ended.text)") }
        #expect(folders(scratch) == [])
      }
    }
  }
}

/// The folders of scratch servers.
func folders(_ scratch: String) -> [String] {
  (try? FileManager.default.contentsOfDirectory(atPath: scratch)) ?? []
}

/// Whether any process was started with a path below `folder`.
func isInUse(_ folder: String) throws -> Bool {
  let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc")
  let commands = processes.compactMap { FileManager.default.contents(atPath: "/proc/\($0)/cmdline") }
  return commands.contains { $0.range(of: Data("\(folder)/".utf8)) != nil }
}

extension Workshop {
  /// The command that proves a backup by a restore into a scratch server.
  static let proof = ["verify", "--target", source, "--level", "restore"]

  /// Names the server's program in the configuration and returns the folder in which scratch servers are then made.
  func configureScratch() throws -> String {
    let (variable, key) = server == .mysql ? ("DBOPS_MYSQLD", "mysqld") : ("DBOPS_MARIADBD", "mariadbd")
    let program = Environment.value(variable) ?? key
    try configure(.init(more: "scratch: {\(key): [\"\(program)\"]}"))
    return "\(folder)/state/scratch"
  }
}
