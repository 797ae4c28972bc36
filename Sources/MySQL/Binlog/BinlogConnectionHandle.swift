import Basics
internal import CMariaDB

/// A session that a server sends its binary log to, as to a replica.
@safe struct BinlogConnectionHandle: ~Copyable {
  /// What the library returns for a packet that could not be read: 32 bits, whatever the width of a long.
  private static var packetError: UInt { 0xFFFF_FFFF }
  /// Longer packets are rare; their room is not kept.
  private static let keptCapacity = 4 << 20

  private let session: MySQLHandle
  let server: ServerInfo
  /// What tells this server from every other: its UUID, or its number where it has none.
  let identity: String

  /// Logs in and makes the session a replica's.
  static func opened(_ request: BinlogRequest) throws -> BinlogConnectionHandle {
    var options = request.options.with(profile: .plain, phase: request.options.phase)
    // Silence is borne for longer than two heartbeats; afterwards the server is taken for gone.
    options.readTimeout = request.heartbeat * 3 + .seconds(5)
    var session = try MySQLHandle.opened(options)
    let tag = options.statementTag
    let row = try session.query(tag + "SELECT VERSION(), @@version_comment, CURRENT_USER()")
    guard let row = row.first, let version = row[0].string else {
      throw OpsError(.failed, "cannot use \(options.address)", why: "the server does not tell its version")
    }
    let server = ServerInfo(text: version, comment: row[1].string ?? "")
    session.account = row[2].string ?? options.user
    try session.prepareSession(options, on: server)
    let variable = server.flavour == .mysql ? "@@GLOBAL.server_uuid" : "@@GLOBAL.server_id"
    let identity = try session.query(tag + "SELECT \(variable)").first?[0].string ?? ""
    return BinlogConnectionHandle(session: session, server: server, identity: identity)
  }

  private init(session: consuming MySQLHandle, server: ServerInfo, identity: String) {
    self.session = session
    self.server = server
    self.identity = identity
  }

  var interruption: Interruption { Interruption(descriptor: session.descriptor) }

  var connectionID: UInt64 { UInt64(unsafe mysql_thread_id(session.raw)) }

  /// Asks for the log; afterwards `read` is the only call that makes sense.
  func start(_ request: BinlogRequest, at start: BinlogStart) throws {
    for statement in request.settings(for: server, at: start) { _ = try session.execute(statement) }
    do {
      try send(
        ReplicaPackets.registerReplica, ReplicaPackets.registration(serverID: request.serverID),
        wantsAnswer: true)
    } catch {
      // Logged in as it is, the account lacks nothing but the privilege; the number says otherwise.
      throw error.number == 1045 ? BinlogFailure.lacksPrivilege(error) : error
    }
    let dump = try request.dump(for: server, at: start)
    try send(dump.command, dump.payload, wantsAnswer: false)
  }

  /// Runs a query of one value, before the log is asked for.
  func value(_ sql: SQLText) throws -> String? { try session.query(sql.text).first?[0].string }

  private func send(_ command: Int32, _ payload: [UInt8], wantsAnswer: Bool) throws(SQLFailure) {
    let status = unsafe payload.withUnsafeBufferPointer { bytes in
      unsafe dbops_mysql_command(session.raw, command, bytes.baseAddress, bytes.count, wantsAnswer ? 1 : 0)
    }
    guard status == 0 else { throw session.failure }
  }

  /// Waits for the next event and puts it into `packet`.
  ///
  /// - Throws: `SQLFailure`, also at the end of the log, which a server only tells when it stops sending.
  func read(into packet: inout [UInt8]) throws(SQLFailure) {
    let length = unsafe mysql_net_read_packet(session.raw)
    guard length != Self.packetError else { throw session.failure }
    guard let start = unsafe session.raw.pointee.net.read_pos, length > 0, unsafe start[0] == 0 else {
      throw SQLFailure(
        number: 2013, text: "the server ended the log", server: session.server, account: session.account)
    }
    if packet.capacity > Self.keptCapacity {
      packet = []
    } else {
      packet.removeAll(keepingCapacity: true)
    }
    unsafe packet.append(contentsOf: UnsafeBufferPointer(start: start + 1, count: Int(length) - 1))
  }

  /// True when the next event, or its begin, is here.
  var hasInput: Bool { unsafe dbops_mysql_has_input(session.raw) != 0 }
}
