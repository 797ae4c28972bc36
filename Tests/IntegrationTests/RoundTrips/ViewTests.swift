import Backup
import Basics
import MySQL
import TestKit
import Testing

extension RoundTrips {
  @Suite struct ViewTests {
    @Test(arguments: TestServer.available)
    func `views on views come back together with their definers`(server: TestServer) async throws {
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        try make(trip.word, on: server)
        var settings = trip.dump([trip.word])
        settings.includesAccounts = true
        let outcome = try await trip.backup(settings)
        try await trip.restore(outcome, try RestoreJob.Settings(includesAccounts: true))
        let source = try await Portrait.of(databases: [trip.word], on: server)
        let copy = try await Portrait.of(databases: [trip.word], on: server, .target)
        #expect(source.differences(in: copy) == [])
      }
    }

    @Test(arguments: TestServer.available)
    func `views come back before their definers, and the user is told who is missing`(
      server: TestServer
    ) async throws {
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        try make(trip.word, on: server)
        let outcome = try await trip.backup(trip.dump([trip.word]))
        let restored = try await trip.restore(outcome, try RestoreJob.Settings())
        #expect(
          restored.absentDefiners == [owner(trip.word)])
        try PlainClient(server, .target).run("CREATE USER \(owner(trip.word)); \(grant(trip.word))")
        let source = try await Portrait.of(databases: [trip.word], on: server)
        let copy = try await Portrait.of(databases: [trip.word], on: server, .target)
        #expect(source.differences(in: copy) == [])
      }
    }

    private func owner(_ word: String) -> String { "\(word)_owner@localhost" }

    private func grant(_ word: String) -> String { "GRANT SELECT ON \(word).things TO \(owner(word));" }

    /// Views that stand on views of others, who may read nothing else.
    private func make(_ word: String, on server: TestServer) throws {
      let owner = owner(word)
      try PlainClient(server).run(
        """
        DROP USER IF EXISTS \(owner); DROP DATABASE IF EXISTS \(word);
        CREATE USER \(owner); CREATE DATABASE \(word); USE \(word);
        CREATE TABLE things (id INT NOT NULL PRIMARY KEY, amount INT); \(grant(word))
        CREATE DEFINER = \(owner) VIEW c_first AS SELECT t.id, amount FROM things AS t WHERE amount > 1;
        GRANT SELECT ON \(word).c_first TO \(owner);
        CREATE ALGORITHM = MERGE DEFINER = \(owner) VIEW b_second AS SELECT id FROM c_first WHERE id > 1
          WITH CASCADED CHECK OPTION;
        GRANT SELECT ON \(word).b_second TO \(owner);
        CREATE DEFINER = root@localhost VIEW a_third AS SELECT COUNT(*) AS n FROM b_second;
        CREATE DEFINER = \(owner) SQL SECURITY INVOKER VIEW invoked AS SELECT id FROM things;
        """)
    }
  }
}
