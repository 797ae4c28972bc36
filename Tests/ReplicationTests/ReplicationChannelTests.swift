import MySQL
import Replication
import TestKit
import Testing

@Suite struct ReplicationChannelTests {
  private func channel(_ name: String) throws -> ReplicationChannel {
    let flavour: ServerInfo.Flavour = name.hasPrefix("mysql") ? .mysql : .mariadb
    return ReplicationChannel(try StatusRow(recorded: name), flavour: flavour)
  }

  @Test(arguments: [
    ("mysql-5.7", "db-p.internal", 1), ("mysql-8.0", "db-p.internal", 21), ("mysql-9.7", "127.0.0.1", 201),
    ("mariadb-10.4", "db-p.internal", 101), ("mariadb-10.11", "127.0.0.1", 101),
    ("mariadb-11.8", "10.0.0.7", 301),
  ])
  func `every version tells its source`(name: String, host: String, serverID: UInt32) throws {
    let channel = try channel(name)
    #expect(channel.sourceHost == host)
    #expect(channel.sourcePort == (name == "mariadb-10.4" ? 3307 : 3306))
    #expect(channel.sourceServerID == serverID)
    #expect(channel.fetched != nil && channel.applied != nil)
  }

  @Test(arguments: ["mysql-5.7", "mysql-9.7", "mysql-8.0", "mariadb-10.11", "mysql-9.7-delayed"])
  func `threads that run are no fault`(name: String) throws {
    let channel = try channel(name)
    #expect(channel.io == .running)
    #expect(channel.sql == .running)
    #expect(channel.fault == nil)
  }

  @Test func `MySQL 5_7 without identifiers is told by places in files`() throws {
    let channel = try channel("mysql-5.7")
    #expect(!channel.usesGTID)
    #expect(channel.sourceUUID == "3e11fa47-71ca-11e1-9e33-c80aa9429562")
    #expect(channel.secondsBehind == 17)
    #expect(channel.fetched == .init(file: "mysql-bin.000042", offset: 73_104_312))
    #expect(channel.applied == .init(file: "mysql-bin.000041", offset: 551))
    #expect(channel.filters.map(\.description) == ["replicate_do_db=shop"])
    #expect(channel.sqlActivity == "Reading event from the relay log")
  }

  @Test func `a named channel, its delay and its filters are read`() throws {
    let channel = try channel("mysql-8.0")
    #expect(channel.name == "warehouse")
    #expect(channel.title == "db-p.internal:3306 (warehouse)")
    #expect(channel.delay == .seconds(3600))
    #expect(channel.remainingDelay == .seconds(3412))
    #expect(channel.usesGTID)
    #expect(channel.secondsBehind == nil)
    #expect(channel.retrieved?.description == "73cf7a6c-6a2c-11ee-8c99-0242ac120002:1-77")
    #expect(
      channel.filters.map(\.description) == [
        "replicate_rewrite_db=(old,new)", "replicate_ignore_server_ids=7,8",
      ])
  }

  @Test(arguments: [("mysql-9.7-delayed", 60), ("mariadb-10.11-delayed", 60)])
  func `a delayed replica tells how long the next event still waits`(name: String, most: Int) throws {
    let channel = try channel(name)
    #expect(channel.delay == .seconds(60))
    let remaining = try #require(channel.remainingDelay)
    #expect(remaining > .seconds(50) && remaining <= .seconds(most))
    #expect(channel.filters.contains { $0.description == "replicate_ignore_db=scratch" })
  }

  @Test(arguments: [("mysql-9.7-broken", 1007), ("mariadb-10.11-broken", 1062)])
  func `an applying thread that met an error is stopped, with the error`(name: String, number: Int) throws {
    let channel = try channel(name)
    #expect(channel.io == .running)
    #expect(channel.sql == .stopped)
    #expect(channel.sqlFailure?.number == number)
    #expect(channel.secondsBehind == nil)
    let fault = try #require(channel.fault)
    #expect(fault.hasPrefix("the SQL thread is stopped: "))
    #expect(fault.hasSuffix("(error \(number))"))
  }

  @Test func `of what a worker met the reason comes first`() {
    let text =
      "Worker 1 failed executing transaction 'u:2' at source log b.000002, end_log_pos 528; Duplicate entry '1'"
    #expect(
      ReplicationChannel.reasonFirst(text)
        == "Duplicate entry '1'; Worker 1 failed executing transaction 'u:2' at source log b.000002, end_log_pos 528"
    )
    #expect(ReplicationChannel.reasonFirst("Duplicate; entry") == "Duplicate; entry")
  }

  @Test func `a source that is not reached is a fault with the reason`() throws {
    let channel = try channel("mysql-9.7-connecting")
    #expect(channel.io == .connecting)
    let fault = try #require(channel.fault)
    #expect(fault.hasPrefix("the IO thread does not reach 127.0.0.1:1: Error connecting to source"))
    #expect(fault.hasSuffix("(error 2003)"))
  }

  @Test func `replication that is stopped says why`() throws {
    let channel = try channel("mariadb-10.4")
    #expect(channel.io == .stopped && channel.sql == .stopped)
    #expect(channel.fault?.hasPrefix("replication is stopped: Got fatal error 1236") == true)
    #expect(channel.usesGTID)
    #expect(channel.leavesOutDomains)
  }

  @Test func `a named connection of MariaDB that prepares itself does not run yet`() throws {
    let channel = try channel("mariadb-11.8")
    #expect(channel.name == "reports")
    #expect(channel.io == .connecting)
    #expect(channel.fault == "the IO thread does not reach 10.0.0.7:3306")
    #expect(channel.sqlActivity == "Slave has read all relay log; waiting for more updates")
  }

  @Test func `a connection that takes only some domains leaves out others`() throws {
    #expect(try !channel("mariadb-10.11").leavesOutDomains)
    let row = ["Master_Host": "db-p.internal", "Replicate_Do_Domain_Ids": "0, 2"]
    #expect(ReplicationChannel(StatusRow(row), flavour: .mariadb).leavesOutDomains)
  }

  @Test(arguments: ["<NULL>", ""])
  func `a channel of a group and one that was reset have no source`(host: String) {
    let row = ["Channel_Name": "group_replication_applier", "Source_Host": host, "Source_Port": "0"]
    #expect(ReplicationChannel(StatusRow(row), flavour: .mysql).sourceHost.isEmpty)
  }
}

extension StatusRow {
  /// Reads an answer as the client prints it with `--vertical`.
  init(recorded name: String) throws {
    let text = String(decoding: try Fixture.bytes("replica-status/\(name).txt"), as: UTF8.self)
    let values = text.split(separator: "\n").compactMap { line -> (String, String)? in
      guard let colon = line.firstIndex(of: ":"), !line.hasPrefix("*") else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      guard value != "NULL" else { return nil }
      return (String(line[..<colon].drop { $0 == " " }), String(value))
    }
    self.init(Dictionary(values) { first, _ in first })
  }
}
