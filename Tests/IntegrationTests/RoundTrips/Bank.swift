import Basics
import MySQL
import TestKit
import Testing

/// A bank in which writers move money about, so that every moment of it is different and every moment adds up.
struct Bank: Sendable {
  let server: TestServer
  let database: String

  /// Makes the bank on the primary.
  init(_ server: TestServer, named database: String) throws {
    self.server = server
    self.database = database
    try PlainClient(server).run(Fixture().script("bank.sql", replacing: "bank", by: database))
  }

  /// Starts 16 sessions that transfer money.
  func open() throws -> Writers {
    let database = database
    return try Writers(16, on: server) { connection, writer, step in
      var random = Numbers(seed: UInt64(writer * 1_000_003 + step))
      let accounts = (0..<4).map { $0.isMultiple(of: 2) ? random.next(3) : random.next(1000) + 1 }
      try connection.execute(
        """
        CALL \(quoted: database, "transfer")(\(writer), \(step), \(accounts[0]), \(accounts[1]), \(accounts[2]),
        \(accounts[3]), \(random.next(10_000)) / 100)
        """)
    }
  }

  /// Waits until `count` more transfers were made than are now.
  func waitForTransfers(_ count: Int64) async throws {
    let connection = try await Connection.open(server.options())
    let before = try await Self.transfers(in: database, connection)
    while try await Self.transfers(in: database, connection) < before + count {
      try await Task.sleep(for: .milliseconds(20))
    }
    await connection.close()
  }

  /// Waits until the replica has everything that the primary has.
  func waitForReplica() async throws {
    let primary = try await Connection.open(server.options(.primary))
    let replica = try await Connection.open(server.options(.replica))
    let variable: SQLText = server == .mariadb ? "@@GLOBAL.gtid_binlog_pos" : "@@GLOBAL.gtid_executed"
    let gtid = try await primary.query("SELECT \(variable)").first?[0].string ?? ""
    let wait: SQLText = server == .mariadb ? "MASTER_GTID_WAIT" : "WAIT_FOR_EXECUTED_GTID_SET"
    let row = try await replica.query("SELECT \(wait)(\(literal: .string(gtid)), 120)").first
    #expect(row?[0].int == 0, "the replica does not follow")
    for connection in [primary, replica] { await connection.close() }
  }

  /// Expects the copy on the target to add up.
  ///
  /// - Returns: How many transfers it has.
  @discardableResult
  func expectBalanced(at location: SourceLocation = #_sourceLocation) async throws -> Int64 {
    let connection = try await Connection.open(server.options(.target))
    let row = try await connection.query("SELECT * FROM \(quoted: database, "total_money")").first
    await connection.close()
    let transfers = row?["transfers"].int ?? -1
    #expect(row?["total"].string == "3000000.00", sourceLocation: location)
    #expect(row?["changes"].int == transfers * 2, sourceLocation: location)
    return transfers
  }

  private static func transfers(in database: String, _ connection: Connection) async throws -> Int64 {
    try await connection.query("SELECT COUNT(*) FROM \(quoted: database, "transfers")").first?[0].int ?? 0
  }
}

/// Numbers that look random and are the same in every run with the same seed.
struct Numbers: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// From 0 up to `limit`, without it.
  mutating func next(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
