import Basics
import Foundation
import MySQL
import TestKit
import Testing

extension Faults {
  @Suite struct StallTests {
    @Test(arguments: TestServer.available)
    func `a backup that cannot have its lock lets writes through and asks again`(
      server: TestServer
    ) async throws {
      try await Workshop.open(server) { shop in
        let holder = try await Connection.open(server.options())
        try await holder.execute("LOCK TABLES \(quoted: shop.database, "labels") WRITE")
        let log = "\(shop.folder)/log"
        let run = try shop.dbops.start(shop.backup, log: log)
        #expect(
          try await eventually {
            try String(contentsOfFile: log, encoding: .utf8).contains("the lock was not to be had")
          })
        let writer = try await Connection.open(server.options())
        try await writer.execute("SET SESSION lock_wait_timeout = 20")
        try await writer.execute("INSERT INTO \(quoted: shop.database, "visits") VALUES (-1, 'let through')")
        await writer.close()
        try await holder.execute("UNLOCK TABLES")
        await holder.close()
        let said = try String(contentsOfFile: log, encoding: .utf8)
        #expect(try await status(of: run) == 0, "\(said)")
      }
    }

    @Test(arguments: TestServer.available)
    func `a killed backup's wait for a lock holds up writes for seconds only`(server: TestServer) async throws
    {
      try await Workshop.open(server) { shop in
        let holder = try await Connection.open(server.options())
        try await holder.execute("LOCK TABLES \(quoted: shop.database, "labels") WRITE")
        let run = try shop.dbops.start(shop.backup, log: "\(shop.folder)/log")
        #expect(try await eventually { try await isWaiting(shop, server) })
        run.signal(SIGKILL)
        let begin = ContinuousClock.now
        let isGone = try await eventually { try await !isWaiting(shop, server) }
        // Three seconds by default; the rest is for a busy machine.
        #expect(isGone && ContinuousClock.now - begin < .seconds(20))
        await holder.close()
        try await shop.expectNoSessions(.primary)
      }
    }

    /// Whether a session of dbops waits for the lock that holds up writes.
    private func isWaiting(_ shop: Workshop, _ server: TestServer) async throws -> Bool {
      let connection = try await Connection.open(server.options())
      let list = try await connection.query("SHOW PROCESSLIST")
      await connection.close()
      return list.contains { row in
        let statement = row["Info"].string ?? ""
        return row["User"].string == shop.database && row["State"].string?.hasPrefix("Waiting") == true
          && (statement.contains("FLUSH TABLES WITH") || statement.contains("BACKUP STAGE"))
      }
    }
  }
}
