import Backup
import Basics
import MySQL
import TestKit
import Testing

extension Faults {
  @Suite struct TakeoverTests {
    @Test(arguments: TestServer.available)
    func `what a dead run still does on the server is ended, and nothing else`(
      server: TestServer
    ) async throws {
      var options = try server.options()
      var sessions: [Connection] = []
      for run in [RunID(), RunID()] {
        options.run = run
        sessions.append(try await Connection.open(options))
      }
      let (dead, alive) = (sessions[0], sessions[1])
      async let one = outcome(of: dead)
      async let other = outcome(of: alive)
      let cleaner = try await Connection.open(server.options())
      #expect(try await eventually { try await working([dead.id, alive.id], cleaner).count == 2 })
      try await RunSessions(of: [try #require(dead.options.run)]).end(cleaner)
      #expect(try await working([dead.id, alive.id], cleaner) == [alive.id])
      #expect(await one == .connectionLost)
      try await cleaner.execute("KILL \(alive.id)")
      #expect(await other == .connectionLost)
      await cleaner.close()
    }

    private func outcome(of session: Connection) async -> SQLFailure.Kind? {
      let failure = await #expect(throws: SQLFailure.self) {
        // Sleeping in a subquery ends with an error when it is interrupted, on both servers.
        try await session.query("SELECT COUNT(*) FROM information_schema.COLLATIONS WHERE SLEEP(300)")
      }
      return failure?.kind
    }

    private func working(_ ids: Set<UInt64>, _ connection: Connection) async throws -> [UInt64] {
      try await connection.query("SHOW PROCESSLIST")
        .filter { $0["Command"].string == "Query" }
        .compactMap { $0["Id"].uint }.filter { ids.contains($0) }
    }

    @Test(arguments: TestServer.available)
    func `a restore that ends leaves the ledger to those that have begun`(server: TestServer) async throws {
      let options = try server.options(.target)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask {
            let connection = try await Connection.open(options)
            for number in 1...15 {
              let ledger = RestoreLedger(id: "test-\(RunID())")
              try await ledger.prepare(for: RunID(), connection)
              try await connection.perform { try ledger.record(.object(number), $0) }
              #expect(try await ledger.items(connection).contains(.object(number)))
              try await ledger.clear(connection)
            }
            await connection.close()
          }
        }
        try await group.waitForAll()
      }
    }

    @Test func `a ledger names the runs that worked on it, and they alone are no work done`() {
      let run = RunID()
      let begun = RecordedItems(keys: ["run \(run)"])
      #expect(begun.runs == [run] && begun.isEmpty)
      let loaded = RecordedItems(keys: ["run \(run)", "object 3"])
      #expect(loaded.runs == [run] && !loaded.isEmpty)
      #expect(RecordedItems(keys: ["run ' OR 1=1 --"]).runs == [])
    }
  }
}
