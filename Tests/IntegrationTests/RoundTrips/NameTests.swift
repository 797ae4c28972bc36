import Backup
import Basics
import MySQL
import TestKit
import Testing

extension RoundTrips {
  /// Servers tell names apart that collations and Unicode hold for equal.
  @Suite struct NameTests {
    @Test(arguments: TestServer.available)
    func `a database comes without the programs of another whose name collates the same`(
      server: TestServer
    ) async throws {
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        let names = ["\(trip.word)e", "\(trip.word)\u{E9}", "\(trip.word)E", trip.word.uppercased() + "e"]
        for (number, name) in names.enumerated() {
          try PlainClient(server).run(
            """
            CREATE DATABASE `\(name)`; USE `\(name)`; CREATE TABLE t (id INT);
            CREATE PROCEDURE p\(number) () SELECT 1; CREATE VIEW v\(number) AS SELECT id FROM t;
            CREATE TRIGGER t\(number) BEFORE INSERT ON t FOR EACH ROW SET @a = 1;
            CREATE EVENT e\(number) ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DO SELECT 1;
            """)
        }
        let outcome = try await trip.backup(trip.dump([names[0]]))
        let programs = try trip.contents(of: outcome).programs.map(\.name.name)
        #expect(programs.sorted() == ["e0", "p0", "t0", "v0"])
        try await trip.restore(outcome, try RestoreJob.Settings())
      }
    }
  }
}
