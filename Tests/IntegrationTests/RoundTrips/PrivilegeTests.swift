import Backup
import Basics
import MySQL
import TestKit
import Testing

extension RoundTrips {
  @Suite struct PrivilegeTests {
    /// What the guide lists for a restore, apart from what has to do with definers.
    private static let onData: SQLText = """
      SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES, LOCK TABLES, TRIGGER, CREATE VIEW, SHOW VIEW,
      CREATE ROUTINE, ALTER ROUTINE, EVENT ON *.*
      """

    @Test(arguments: TestServer.available)
    func `a restore asks beforehand for all that it takes to act for other accounts`(
      server: TestServer
    ) async throws {
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        try PlainClient(server).run(
          """
          CREATE DATABASE \(trip.word); USE \(trip.word); CREATE TABLE t (id INT NOT NULL PRIMARY KEY);
          CREATE DEFINER = \(trip.word)_gone@localhost VIEW a AS SELECT id FROM t;
          CREATE DEFINER = root@localhost VIEW b AS SELECT id FROM t;
          CREATE DEFINER = root@localhost PROCEDURE p () SELECT 1;
          """)
        let outcome = try await trip.backup(trip.dump([trip.word]))
        let account = try await LabAccount.make(named: "\(trip.word)_r", on: server, [Self.onData])
        let settings = try RestoreJob.Settings(renames: ["\(trip.word)=\(trip.word)_copy"])
        let refusal = await #expect(throws: OpsError.self) {
          try await trip.restore(outcome, settings, as: account)
        }
        #expect(refusal?.code == .privilege && refusal?.changed == "nothing")
        // What the hint says is all that is missing.
        for grant in (refusal?.hint ?? "").split(separator: "; ") {
          try PlainClient(server).run(String(grant))
        }
        let restored = try await trip.restore(outcome, settings, as: account)
        #expect(restored.absentDefiners == ["\(trip.word)_gone@localhost"])
      }
    }
  }
}
