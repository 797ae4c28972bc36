import Basics
import FoundationEssentials
import Glibc
import MySQL
import TestKit
import Testing

@Suite(.enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)))
struct MySQLMemoryTests {
  // In a process of its own: what other tests hold must not count.
  @Test func `memory does not grow with the result`() async {
    await #expect(processExitsWith: .success) {
      for server in TestServer.available {
        let connection = try await Connection.open(server.options())
        let rows = try await connection.exportRows(
          .numberedRows(400_000, also: ", REPEAT('x', 1000)")
        ) { batch in
          guard batch.bytes.count < 300_000 else { exit(2) }
        }
        guard rows == 400_000 else { exit(3) }
        await connection.close()
      }
      guard try Self.peak() < 128 << 10 else { exit(4) }
    }
  }

  @Test func `memory does not grow with a row that goes in`() async {
    await #expect(processExitsWith: .success) {
      for server in TestServer.available {
        try await server.withDatabase(profile: .load) { _, connection in
          try await connection.execute("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, a LONGBLOB)")
          let statements = RowStatements(
            load: "LOAD DATA LOCAL INFILE 'dbops' INTO TABLE t CHARACTER SET binary",
            insert: "INSERT IGNORE INTO t VALUES (?, ?)",
            columns: 2)
          let outcome = try await connection.perform { connection in
            // One row of 60 MB.
            var left = 242
            return try connection.insertRows(statements) {
              left -= 1
              switch left {
              case 241: return Array("1\t".utf8)
              case 1...240: return [UInt8](repeating: 0x61, count: 250_000)
              case 0: return [0x0A]
              default: return nil
              }
            }
          }
          guard outcome.affectedRows == 1,
            try await connection.query("SELECT LENGTH(a) FROM t")[0][0].int == 60_000_000
          else { exit(3) }
        }
      }
      guard try Self.peak() < 64 << 10 else { exit(4) }
    }
  }

  /// The peak of resident memory, in KiB.
  private static func peak() throws -> Int {
    let status = try String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? .max
  }
}
