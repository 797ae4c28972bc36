import Basics
import Foundation
import MySQL
import Replication
import Repository
import TestKit
import Testing

@Suite(
  .serialized, .enabled(if: !TestServer.withOwnReplica.isEmpty, "DBOPS_TEST_OWN_REPLICAS is not set"),
  .timeLimit(.minutes(5)))
struct LagTests {
  private static let tolerance = Duration.milliseconds(200)

  private func isNear(_ lag: Duration?, _ truth: Duration?) -> Bool {
    guard let lag, let truth else { return false }
    return abs((lag - truth).inSeconds) <= Self.tolerance.inSeconds
  }

  @Test(arguments: TestServer.withOwnReplica)
  func `a replica that keeps up is behind by milliseconds, however far apart heartbeats are`(
    server: TestServer
  ) async throws {
    try await ReplicationStage.open(server) { stage in
      try await stage.beating(every: .milliseconds(500)) {
        let monitor = try stage.monitor(interval: .milliseconds(500))
        let markers = Markers(server, in: stage.database)
        try await markers.written {
          try await stage.reading(monitor) { $0.lag.duration != nil }
          for _ in 0..<5 {
            let (reading, sights) = try await markers.seen {
              try await stage.reading(monitor) { $0.lag.duration != nil }
            }
            let truth = sights.truth(at: reading.measured)
            #expect(
              self.isNear(reading.lag.duration, truth),
              "\(reading.lag) instead of \(String(describing: truth))")
            #expect(reading.replication?.missing != nil)
          }
        }
        await monitor.close()
      }
    }
  }

  @Test(arguments: TestServer.withOwnReplica)
  func `with its SQL thread stopped for ten seconds, lag is unknown, and the heartbeat tells the ten seconds`(
    server: TestServer
  ) async throws {
    try await ReplicationStage.open(server) { stage in
      try await stage.beating {
        let monitor = try stage.monitor()
        let markers = Markers(server, in: stage.database)
        try await markers.written {
          try await stage.reading(monitor) { $0.lag.duration != nil }
          try await server.during(
            .replica, ["STOP \(server.replicaWord) SQL_THREAD"],
            undo: ["START \(server.replicaWord) SQL_THREAD"]
          ) {
            try await Task.sleep(for: .seconds(10))
            let (reading, sights) = try await markers.seen {
              try await stage.reading(monitor) { $0.replication != nil }
            }
            #expect(reading.lag.reason == "the SQL thread is stopped")
            let truth = sights.truth(at: reading.measured)
            let lag = reading.replication?.heartbeat.duration
            #expect(
              self.isNear(lag, truth), "\(String(describing: lag)) instead of \(String(describing: truth))")
            #expect((truth ?? .zero) > .seconds(10))
            #expect((reading.replication?.missing ?? 0) > 100)
            let ended = try await stage.run(["lag", "--target", "shop"])
            #expect(ended.status == 5)
            #expect(ended.events.first?["state"] == "unknown")
            #expect(ended.events.first?["lag_seconds"] == nil)
            #expect(ended.events.first?["sql_thread"] == "stopped")
          }
          try await stage.reading(monitor) { $0.lag.duration.map { $0 < .seconds(1) } ?? false }
        }
        await monitor.close()
      }
    }
  }

  @Test(arguments: TestServer.withOwnReplica)
  func `a replica that is delayed by five seconds is behind by that, and is fine`(server: TestServer)
    async throws
  {
    let word = server.replicaWord
    try await ReplicationStage.open(server) { stage in
      try await stage.beating {
        let monitor = try stage.monitor()
        let markers = Markers(server, in: stage.database)
        try await markers.written {
          try await server.during(
            .replica, ["STOP \(word)", server.changeSource("SOURCE_DELAY = 5"), "START \(word)"],
            undo: ["STOP \(word)", server.changeSource("SOURCE_DELAY = 0"), "START \(word)"]
          ) {
            try await Task.sleep(for: .seconds(8))
            var (waiting, far) = (0, [String]())
            for _ in 0..<5 {
              let (reading, sights) = try await markers.seen {
                try await stage.reading(monitor) { $0.lag.duration != nil }
              }
              let truth = sights.truth(at: reading.measured)
              if !self.isNear(reading.lag.duration, truth) {
                far.append("\(reading.lag) instead of \(String(describing: truth))")
              }
              #expect(reading.delay == .seconds(5))
              // Between two events none waits.
              if reading.replication?.channel.remainingDelay != nil { waiting += 1 }
            }
            #expect(waiting > 0)
            // A busy machine may hold up one of the looks.
            #expect(far.count <= 1, "\(far)")
            let ended = try await stage.run(["lag", "--target", "shop", "--warn", "2s", "--crit", "3s"])
            #expect(ended.status == 0, "\(ended)")
            #expect(ended.events.first?["delay_seconds"]?.doubleValue == 5)
          }
          try await stage.reading(monitor) { $0.lag.duration.map { $0 < .seconds(1) } ?? false }
        }
        await monitor.close()
      }
    }
  }

  @Test(arguments: TestServer.withOwnReplica)
  func `a replica that does not reach its source is unknown`(server: TestServer) async throws {
    let word = server.replicaWord
    let proxy = try CuttingProxy(to: server.options(.primary).address)
    let (direct, broken) = (try port(server.options(.primary).address), proxy.port)
    try await ReplicationStage.open(server) { stage in
      try await stage.beating {
        try await server.during(
          .replica,
          [
            "STOP \(word)", server.changeSource("SOURCE_PORT = \(broken)"),
            "START \(word)",
          ],
          undo: ["STOP \(word)", server.changeSource("SOURCE_PORT = \(direct)"), "START \(word)"]
        ) {
          let monitor = try stage.monitor()
          try await stage.reading(monitor) { $0.lag.duration != nil }
          proxy.redirect(to: .tcp(host: "127.0.0.1", port: 1))
          proxy.cut(after: 0)
          let reading = try await stage.reading(monitor) { $0.lag.duration == nil }
          #expect(
            reading.lag.reason?.contains("the IO thread does not reach 127.0.0.1:\(broken)") == true,
            "\(reading.lag)")
          let ended = try await stage.run(["lag", "--target", "shop"])
          #expect(ended.status == 5)
          #expect(ended.events.first?["io_thread"] == "connecting")
          #expect(ended.events.first?["reason"]?.stringValue?.contains("does not reach") == true)
          await monitor.close()
        }
      }
    }
  }

  @Test(arguments: TestServer.withOwnReplica)
  func `a replica that dbops does not reach is unknown, and so is one behind a primary that is gone`(
    server: TestServer
  ) async throws {
    let replica = try CuttingProxy(to: server.options(.replica).address)
    let primary = try CuttingProxy(to: server.options(.primary).address)
    let nowhere = ServerAddress.tcp(host: "127.0.0.1", port: 1)
    try await ReplicationStage.open(server) { stage in
      try await stage.beating {
        try stage.configure(primary: primary.address, replicas: [replica.address])
        let fine = try await stage.run(["lag", "--target", "shop"])
        #expect(fine.status == 0, "\(fine)")
        replica.redirect(to: nowhere)
        let away = try await stage.run(["lag", "--target", "shop"])
        #expect(away.status == 5)
        let event = away.events.first { $0["host"]?.stringValue == replica.address.description }
        #expect(event?["state"] == "unknown")
        #expect(event?["reason"]?.stringValue?.isEmpty == false)
        replica.redirect(to: try server.options(.replica).address)
        primary.redirect(to: nowhere)
        let headless = try await stage.run(["lag", "--target", "shop"])
        #expect(headless.status == 5)
        #expect(headless.events.contains { $0["reason"]?.stringValue?.contains("cannot be asked") == true })
        let nagios = try await stage.dbops.run(["lag", "--target", "shop", "--nagios"])
        #expect(nagios.status == 3)
        #expect(nagios.output.hasPrefix("LAG UNKNOWN - "))
        #expect(nagios.output.split(separator: "\n").count == 1)
      }
    }
  }

  @Test(arguments: TestServer.withOwnReplica)
  func `a replica that was found and then lost its source is not forgotten`(server: TestServer) async throws {
    let (word, host) = (server.replicaWord, try server.options(.replica).address)
    try await ReplicationStage.open(server) { stage in
      try await stage.beating {
        let access = ServerAccess(try server.options(.primary))
        let target = LagMonitor.MySQLTarget(
          name: "shop", servers: access, table: stage.table, interval: .milliseconds(100))
        let monitor = LagMonitor(target, searchPause: .zero)
        try await stage.reading(monitor) { $0.lag.duration != nil }
        try await server.during(.replica, ["STOP \(word) IO_THREAD"], undo: ["START \(word) IO_THREAD"]) {
          // Until the primary tells of it no more.
          let discovery = ReplicaDiscovery(access, phase: "test", remedy: "")
          let isGone = try await eventually {
            let found = try await discovery.search().replicas
            return !found.contains { $0.address == host }
          }
          #expect(isGone)
          let reading = await monitor.read().first { $0.host == host.description }
          #expect(reading?.lag.reason == "the IO thread is stopped")
        }
        await monitor.close()
      }
    }
  }

  @Test(arguments: TestServer.withOwnReplica)
  func `where no replica is, lag is unknown, for Nagios and for scripts`(server: TestServer) async throws {
    try await ReplicationStage.open(server) { stage in
      try stage.configure(primary: server.options(.target).address, replicas: [])
      let ended = try await stage.run(["lag", "--target", "shop"])
      #expect(ended.status == 5)
      #expect(ended.events.last?["worst"] == "unknown", "\(ended)")
      let nagios = try await stage.dbops.run(["lag", "--target", "shop", "--nagios"])
      #expect(nagios.status == 3)
      #expect(nagios.output.hasPrefix("LAG UNKNOWN - no replicas"))
    }
  }

  @Test(arguments: TestServer.withOwnReplica)
  func `a missing privilege is named, and makes lag unknown`(server: TestServer) async throws {
    try await ReplicationStage.open(server) { stage in
      let user = "u" + stage.database.suffix(20)
      try await stage.beating {
        _ = try await LabAccount.make(named: user, on: server, ["SELECT ON \(quoted: stage.database).*"])
        try stage.write("only for tests", "little")
        try stage.configure(
          replicas: [try server.options(.replica).address], .init(user: user, password: "little"))
        var ended = try await self.settled(stage)
        #expect(ended.status == 5)
        #expect(
          ended.reasons.contains {
            $0.contains("may not see the state of replication") && $0.contains("GRANT")
          })
        let grant: SQLText =
          server == .mysql ? "REPLICATION CLIENT" : "SLAVE MONITOR, REPLICATION MASTER ADMIN"
        try await server.execute(
          .primary, "GRANT \(grant) ON *.* TO \(quoted: user)@'%'",
          "REVOKE SELECT ON \(quoted: stage.database).* FROM \(quoted: user)@'%'")
        ended = try await self.settled(stage) { $0.contains("may not read") }
        #expect(ended.status == 5)
        #expect(ended.reasons.contains { $0.contains("may not read \(stage.table.name)") }, "\(ended)")
      }
      try await server.execute(.primary, "DROP USER \(quoted: user)@'%'")
    }
  }

  /// Grants take a moment to arrive on the replica.
  private func settled(
    _ stage: ReplicationStage, _ isWanted: (String) -> Bool = { $0.contains("may not see") }
  ) async throws -> (status: Int32, reasons: [String]) {
    var reasons: [String] = []
    var status: Int32 = 0
    for _ in 0..<20 {
      let ended = try await stage.run(["lag", "--target", "shop"])
      reasons = ended.events.compactMap { $0["reason"]?.stringValue }
      status = ended.status
      if reasons.contains(where: isWanted) { break }
      try await Task.sleep(for: .milliseconds(200))
    }
    return (status, reasons)
  }

  @Test(arguments: TestServer.withOwnReplica)
  func `without heartbeats lag is unknown and says how to get some`(server: TestServer) async throws {
    try await ReplicationStage.open(server) { stage in
      let without = try await stage.run(["lag", "--target", "shop"])
      #expect(without.status == 5)
      #expect(
        without.events.contains { $0["reason"]?.stringValue?.contains("start 'dbops heartbeat'") == true })
      try await stage.beating { try await Task.sleep(for: .seconds(1)) }
      // Those that were written are too old soon.
      try await Task.sleep(for: .seconds(2))
      let silent = try await stage.run(["lag", "--target", "shop"])
      #expect(silent.status == 5)
      #expect(
        silent.events.contains { $0["reason"]?.stringValue?.hasPrefix("no heartbeats are written") == true })
    }
  }

  @Test(arguments: TestServer.withOwnReplica)
  func `what was measured is in the catalog, and a watch is ended by a signal`(server: TestServer)
    async throws
  {
    try await ReplicationStage.open(server) { stage in
      try await stage.beating {
        #expect(try await stage.run(["lag", "--target", "shop"]).status == 0)
        let log = "\(stage.folder)/watch"
        let watch = try stage.dbops.start(["lag", "--target", "shop", "--watch"], log: log)
        #expect(
          try await eventually {
            let said = try String(contentsOfFile: log, encoding: .utf8)
            return said.components(separatedBy: "REPLICA").count > 2 && said.contains("▁")
          })
        watch.signal(2)
        #expect(try await status(of: watch) == 130)
      }
      let samples = try Catalog(state: "\(stage.folder)/state").lagSamples(
        target: "shop", since: Timestamp(microseconds: 0))
      #expect(samples.count >= 2)
      #expect(samples.allSatisfy { $0.lag != nil && $0.reason.isEmpty })
    }
  }

  private func port(_ address: ServerAddress) throws -> Int {
    guard case .tcp(_, let port) = address else { throw OpsError(.usage, "no TCP address") }
    return port
  }
}
