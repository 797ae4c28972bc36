import Basics
import Foundation
import MySQL
import Synchronization
import TestKit
import Testing

extension Faults {
  @Suite struct SecretTests {
    @Test(arguments: TestServer.available)
    func `a password is found nowhere but in its file`(server: TestServer) async throws {
      try await Workshop.open(server, rows: 3000) { shop in
        try await withOwnServer(server, in: shop) { options in
          let administrator = try await Connection.open(options)
          let log = "\(shop.folder)/general.log"
          try await administrator.execute("SET GLOBAL general_log_file = \(literal: .string(log))")
          try await administrator.execute("SET GLOBAL general_log = ON")
          let witness = Witness()
          let runs = [
            shop.backup, shop.restore, ["backup", "--target", "target", "--databases", shop.database],
            ["backups"], ["verify", "--target", "source"], ["config", "show"],
            ["doctor", "--target", "target"],
          ]
          for (number, arguments) in runs.enumerated() {
            for manner in number < 2 ? [["-v", "-v"]] : [["-v", "-v"], ["-v", "-v", "--json"]] {
              try await watch(arguments + manner, shop, administrator, witness)
            }
          }
          try await administrator.execute("SET GLOBAL general_log = OFF")
          await administrator.close()
          witness.add(try Data(contentsOf: URL(filePath: log)))
          for file in try FileManager.default.subpathsOfDirectory(atPath: shop.folder) {
            let path = "\(shop.folder)/\(file)"
            guard file != "password", FileManager.default.contents(atPath: path) != nil else { continue }
            witness.add(try Data(contentsOf: URL(filePath: path)))
          }
          // What was looked at holds what it should.
          for word in ["/* dbops run=", "\0--execute", "LOAD DATA LOCAL", "\"schema\":"] {
            #expect(witness.saw(word), "nobody saw \(word)")
          }
          #expect(!witness.saw(shop.password))
        }
      }
    }

    /// Runs dbops and looks at its command line, its environment and the server's process list meanwhile.
    private func watch(
      _ arguments: [String], _ shop: Workshop, _ administrator: Connection, _ witness: Witness
    ) async throws {
      let run = try shop.dbops.start(arguments, log: "\(shop.folder)/said.log")
      while run.status == nil {
        for file in ["cmdline", "environ"] {
          witness.add(FileManager.default.contents(atPath: "/proc/\(run.pid)/\(file)") ?? Data())
        }
        let list = try await administrator.query("SHOW FULL PROCESSLIST")
        for row in list { witness.add(Data(row["Info"].bytes ?? [])) }
      }
      let said = try String(contentsOfFile: "\(shop.folder)/said.log", encoding: .utf8)
      let code = run.status.map { DbopsProgram.status($0) }
      #expect(code == 0 || arguments.first == "doctor", "\(arguments): \(said)")
    }
  }
}

/// Everything that somebody else could have seen.
private final class Witness: Sendable {
  private let seen = Mutex(Set<Data>())

  func add(_ data: Data) { seen.withLock { _ = $0.insert(data) } }

  func saw(_ word: String) -> Bool {
    let word = Data(word.utf8)
    return seen.withLock { $0.contains { $0.range(of: word) != nil } }
  }
}
