import Backup
import Basics
import MySQL
import TestKit
import Testing

extension RoundTrips {
  @Suite struct ContentionTests {
    @Test(arguments: TestServer.available)
    func `a restore gets past a session that is in the way of a definition for a while`(
      server: TestServer
    ) async throws {
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        for role in [TestServer.Role.primary, .target] {
          try PlainClient(server, role).run(
            "CREATE DATABASE \(trip.word); CREATE TABLE \(trip.word).t (id INT PRIMARY KEY, v INT, KEY (v))")
        }
        let outcome = try await trip.backup(trip.dump([trip.word]))
        let holder = try await Connection.open(server.options(.target))
        try await holder.execute("START TRANSACTION")
        _ = try await holder.query("SELECT * FROM \(quoted: trip.word, "t")")
        var options = try server.options(.target)
        options.lockWait = .seconds(1)
        options.run = RunID()
        let given = options
        try await withThrowingTaskGroup(of: Bool.self) { group in
          group.addTask {
            try await trip.restore(outcome, try RestoreJob.Settings(overwrites: true), as: given)
            return true
          }
          group.addTask {
            try await Self.waitForPause(of: given.run, server)
            await holder.close()
            return false
          }
          // The restore is not over before it had to wait.
          let (first, second) = (try await group.next(), try await group.next())
          #expect(first == false && second == true)
        }
      }
    }

    /// Until a session of `run` waits before it tries something again.
    private static func waitForPause(of run: RunID?, _ server: TestServer) async throws {
      let observer = try await Connection.open(server.options(.target))
      let tag = run.map { "\($0)" } ?? ""
      var isSeen = false
      while !isSeen {
        try Task.checkCancellation()
        isSeen = try await !observer.query(
          """
          SELECT 1 FROM information_schema.PROCESSLIST WHERE INFO LIKE \(literal: .string("%\(tag)%SELECT SLEEP%"))
          AND ID <> CONNECTION_ID()
          """
        ).isEmpty
      }
      await observer.close()
    }
  }
}
