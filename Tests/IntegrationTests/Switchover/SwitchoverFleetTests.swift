import Basics
import Foundation
import MySQL
import Replication
import TestKit
import Testing

@Suite(
  .serialized, .enabled(if: !TestServer.withFleet.isEmpty, "\(TestServer.fleetRemedy)"),
  .timeLimit(.minutes(15)))
struct SwitchoverFleetTests {
  @Test(arguments: TestServer.withFleet)
  func `the primary moves, with its events, flags and heartbeats, and back`(server: TestServer) async throws {
    try await SwitchoverStage.open(server) { stage in
      try stage.configure("    heartbeat: {table: move_beat.heartbeat, interval: 100ms}\n")
      try await stage.execute(
        .primary,
        [
          "CREATE DATABASE move_beat", "SET GLOBAL event_scheduler = ON",
          "CREATE DEFINER = `someone`@`10.%` EVENT move_beat.daily ON SCHEDULE EVERY 1 DAY DO SELECT 1",
          "CREATE EVENT move_beat.never ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
        ])
      let beats = try stage.dbops.start(
        ["heartbeat", "--target", "shop", "--follow"], log: "\(stage.folder)/beats")
      let moved = try await stage.expect(0, stage.arguments(to: .replica2))
      #expect(moved.output.contains("\(stage.address(.replica2)) is the primary now; nobody could write for"))
      try await stage.expectMoved(to: .replica2)
      let status: SQLText =
        "SELECT CONCAT(STATUS, ' ', DEFINER) FROM information_schema.EVENTS WHERE EVENT_NAME = 'daily'"
      #expect(try await stage.value(.replica2, status) == "ENABLED someone@10.%")
      #expect(
        try await stage.value(
          .replica2, "SELECT STATUS FROM information_schema.EVENTS WHERE EVENT_NAME = 'never'") != "ENABLED")
      #expect(try await eventually { try await stage.value(.primary, status).contains("SIDE_DISABLED") })
      #expect(try await stage.value(.replica2, "SELECT @@GLOBAL.event_scheduler") == "ON")
      #expect(try await stage.value(.primary, "SELECT @@GLOBAL.event_scheduler") == "OFF")
      // The writer of heartbeats has found the new primary: its row grows younger.
      let beat: SQLText = "SELECT ts FROM move_beat.heartbeat WHERE server_id = @@server_id"
      let first = try await stage.value(.replica2, beat)
      #expect(!first.isEmpty)
      #expect(try await eventually { try await stage.value(.replica2, beat) > first })
      let again = try await stage.expect(0, stage.arguments(to: .replica2))
      #expect(again.output.contains("is the primary now"))
      try await stage.expect(0, stage.arguments(to: .primary))
      try await stage.expectMoved(to: .primary)
      beats.signal(SIGTERM)
      _ = try await blocking { beats.wait(upTo: .seconds(30)) }
      try await stage.execute(.primary, ["DROP DATABASE move_beat"])
    }
  }

  @Test(arguments: TestServer.withFleet)
  func `replicas that go by places in files are moved before the new primary is written to`(
    server: TestServer
  ) async throws {
    try await SwitchoverStage.open(server) { stage in
      for role in SwitchoverStage.roles.dropFirst() {
        try await stage.execute(
          role,
          server == .mysql
            ? ["STOP REPLICA", "CHANGE REPLICATION SOURCE TO SOURCE_AUTO_POSITION = 0", "START REPLICA"]
            : ["STOP SLAVE", "CHANGE MASTER TO MASTER_USE_GTID = no", "START SLAVE"])
      }
      try await stage.execute(
        .primary, ["CREATE DATABASE move_place", "CREATE TABLE move_place.t (id INT PRIMARY KEY)"])
      try await stage.expect(0, stage.arguments(to: .replica))
      try await stage.expectMoved(to: .replica)
      #expect(try await stage.channels(.replica3).allSatisfy { !$0.usesGTID })
      try await stage.execute(.replica, ["INSERT INTO move_place.t VALUES (1)"])
      for role in SwitchoverStage.roles {
        #expect(
          try await eventually { try await stage.value(role, "SELECT COUNT(*) FROM move_place.t") == "1" },
          "\(role)")
      }
      try await stage.execute(.replica, ["DROP DATABASE move_place"])
      try await stage.expect(0, stage.arguments(to: .primary))
      try await stage.expectMoved(to: .primary)
    }
  }

  @Test(arguments: TestServer.withFleet)
  func `what stands against it is refused before anything is changed`(server: TestServer) async throws {
    try await SwitchoverStage.open(server) { stage in
      let writer = try await Connection.open(server.options(.primary))
      try await writer.execute("CREATE DATABASE move_wait")
      try await writer.execute("CREATE TABLE move_wait.t (id INT PRIMARY KEY)")
      try await writer.execute("START TRANSACTION")
      try await writer.execute("INSERT INTO move_wait.t VALUES (1)")
      try await Task.sleep(for: .seconds(2))
      let open = try await stage.expect(20, stage.arguments(to: .replica, ["--max-transaction", "1s"]))
      #expect(open.messages.contains("has a transaction open for"))
      try await writer.execute("ROLLBACK")
      let stranger = try await stage.expect(10, ["switchover", "--target", "shop", "--to", "db9"])
      #expect(stranger.messages.contains("\(stage.address(.replica3))"))
      let alive = try await stage.expect(20, stage.arguments(to: .replica, ["--primary-is-dead"]))
      #expect(alive.messages.contains("it answers"))
      try await stage.execute(
        .replica, server == .mysql ? ["STOP REPLICA SQL_THREAD"] : ["STOP SLAVE SQL_THREAD"])
      let stopped = try await stage.expect(20, stage.arguments(to: .replica))
      #expect(stopped.messages.contains("does not replicate: the SQL thread is stopped"))
      try await stage.execute(.replica, server == .mysql ? ["START REPLICA"] : ["START SLAVE"])
      try await stage.expectMoved(to: .primary)
      try await writer.execute("DROP DATABASE move_wait")
      await writer.close()
    }
  }

  @Test(arguments: TestServer.withFleet)
  func `writers that hold the primary open have everything taken back`(server: TestServer) async throws {
    try await SwitchoverStage.open(server) { stage in
      try await stage.execute(.primary, ["SET GLOBAL event_scheduler = ON"])
      let holder = try await Connection.open(server.options(.primary))
      try await holder.execute("CREATE DATABASE move_hold")
      try await holder.execute("CREATE TABLE move_hold.t (id INT PRIMARY KEY)")
      try await holder.execute("LOCK TABLES move_hold.t WRITE")
      let ended = try await stage.expect(21, stage.arguments(to: .replica, ["--lock-wait", "1s"]))
      #expect(ended.messages.contains("others hold locks on \(stage.address(.primary))"), "\(ended.messages)")
      #expect(ended.messages.contains("changed: nothing"), "\(ended.messages)")
      try await stage.expectMoved(to: .primary)
      #expect(try await stage.value(.primary, "SELECT @@GLOBAL.event_scheduler") == "ON")
      try await holder.execute("UNLOCK TABLES")
      try await holder.execute("DROP DATABASE move_hold")
      await holder.close()
    }
  }
}
