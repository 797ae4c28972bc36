import Backup
import Basics
import MySQL
import TestKit
import Testing

extension RoundTrips {
  @Suite struct ConsistencyTests {
    /// Whom a backup reads as, and from where.
    enum Way: String, CaseIterable, CustomTestStringConvertible {
      case asAnybody, withoutReload, withoutBackupLock, fromReplica

      var testDescription: String { rawValue }
    }

    @Test(arguments: TestServer.available, Way.allCases)
    func `a copy shows one moment, and its place in the log is exact`(server: TestServer, way: Way)
      async throws
    {
      // Only MySQL has a privilege for the backup lock alone.
      guard way != .withoutBackupLock || server == .mysql else { return }
      let trip = try RoundTrip(server)
      try await trip.cleaningUp {
        let bank = try Bank(server, named: trip.word)
        if way == .fromReplica { try await bank.waitForReplica() }
        let options = try await options(way, server, named: trip.word)
        let writers = try bank.open()
        try await bank.waitForTransfers(100)
        let outcome = try await trip.backup(trip.dump([trip.word]), from: options)
        try await bank.waitForTransfers(100)
        let steps = try await writers.stop()
        #expect(outcome.point.method == method(way, server))
        let source = try await Portrait.of(databases: [trip.word], on: server)
        for start in try await starts(outcome, way, server) {
          try await trip.restore(outcome, try RestoreJob.Settings(overwrites: true))
          let transfers = try await bank.expectBalanced()
          // A replica may be behind, and nothing was written to it after the backup but what came later.
          #expect(transfers >= (way == .fromReplica ? 0 : 100))
          #expect(transfers <= steps - 100)
          try PlainClient(server).replay(start, of: trip.word, on: .target)
          let copy = try await Portrait.of(databases: [trip.word], on: server, .target)
          #expect(source.differences(in: copy) == [], "replayed from \(start)")
        }
      }
    }

    private func method(_ way: Way, _ server: TestServer) -> SnapshotMethod {
      switch way {
      case .asAnybody, .fromReplica: server == .mariadb ? .backupStage : .backupLock
      case .withoutReload: .tableLocks
      case .withoutBackupLock: .globalReadLock
      }
    }

    /// Where in the primary's log a replay begins: by position, and by GTID.
    private func starts(
      _ outcome: BackupJob.Outcome, _ way: Way, _ server: TestServer
    ) async throws -> [[String]] {
      let point = outcome.point
      let position = try #require(way == .fromReplica ? point.sourcePosition : point.position)
      #expect(!point.gtid.isEmpty)
      let byPosition = ["--start-position=\(position.offset)", position.file]
      let connection = try await Connection.open(server.options())
      let files = try await connection.query("SHOW BINARY LOGS").compactMap { $0[0].string }
      await connection.close()
      switch server {
      case .mariadb: return [byPosition, ["--start-position=\(point.gtid)", files[0]]]
      case .mysql: return [byPosition, ["--exclude-gtids=\(point.gtid)", files[0]]]
      }
    }

    private func options(
      _ way: Way, _ server: TestServer, named name: String
    ) async throws -> ConnectionOptions {
      switch way {
      case .asAnybody: return try server.options()
      case .fromReplica: return try server.options(.replica)
      case .withoutReload:
        return try await LabAccount.make(named: name, on: server, LabAccount.reading(name, on: server))
      case .withoutBackupLock:
        let grants = LabAccount.reading(name, on: server) + ["RELOAD ON *.*"]
        return try await LabAccount.make(named: name, on: server, grants)
      }
    }
  }
}
