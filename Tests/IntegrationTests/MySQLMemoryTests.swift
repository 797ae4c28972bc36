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
      // The peak of resident memory, in KiB.
      let status = try String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      let peak = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? .max
      guard peak < 128 << 10 else { exit(4) }
    }
  }
}
