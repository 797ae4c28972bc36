import Basics
import MySQL
import TestKit

/// Reads a lab server's binary log as a replica while a test writes to it.
struct LogReading {
  let server: TestServer
  let database: String
  let connection: Connection
  var role = TestServer.Role.primary
  var heartbeat = Duration.seconds(1)

  /// A number that no other replica of the lab has, the other tests' included.
  static func serverID() -> UInt32 { UInt32.random(in: 0x1000_0000...0x7FFF_FFFF) }

  /// The end of the log.
  func end() async throws -> BinlogPosition {
    let row = try await connection.query(connection.server.binaryLogStatusStatement)[0]
    return BinlogPosition(file: row[0].string ?? "", offset: row[1].uint ?? 0)
  }

  /// Every transaction that the server has logged.
  func executed() async throws -> GTIDSet {
    let flavour = connection.server.flavour
    let variable: SQLText = flavour == .mysql ? "@@GLOBAL.gtid_executed" : "@@GLOBAL.gtid_binlog_pos"
    let text = try await connection.query("SELECT \(variable)")[0][0].string ?? ""
    return GTIDSet(text: text.filter { !$0.isWhitespace }, flavour: flavour) ?? Self.none(flavour)
  }

  private static func none(_ flavour: ServerInfo.Flavour) -> GTIDSet {
    flavour == .mysql ? .mysql(MySQLGTIDs()) : .mariadb(MariaDBGTIDs())
  }

  /// The columns of `table` at `ordinals` (from 0).
  func watched(_ table: String, _ ordinals: [Int] = [0]) async throws -> WatchedTable {
    let columns = try await connection.query(
      """
      SELECT COLUMN_TYPE FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION
      """, [.string(database), .string(table)])
    let keys = ordinals.map { ordinal in
      WatchedColumn(
        ordinal: ordinal, isUnsigned: columns[ordinal][0].string?.contains("unsigned") ?? false)
    }
    return WatchedTable(name: (database, table), columnCount: columns.count, keys: keys)
  }

  func open(_ start: BinlogStart, watching tables: [WatchedTable]) async throws -> BinlogStream {
    try await BinlogStream.open(
      options: server.options(role), serverID: Self.serverID(), start: start, watching: tables,
      heartbeat: heartbeat)
  }

  /// What the log tells of `work`, in one stream from before it to after it.
  func items(
    watching tables: [WatchedTable], of work: () async throws -> Void
  ) async throws -> [BinlogItem] {
    let stream = try await open(.position(try await end()), watching: tables)
    try await work()
    let items = try await Self.items(of: stream, until: try await end())
    await stream.close()
    return items
  }

  /// Everything up to `position`.
  static func items(of stream: BinlogStream, until position: BinlogPosition) async throws -> [BinlogItem] {
    var items: [BinlogItem] = []
    while true {
      let batch = try await stream.nextBatch()
      items += batch
      if batch.contains(where: { $0.reached(position) }) { return items }
    }
  }
}

extension BinlogItem {
  /// True when everything up to `position` has been told.
  func reached(_ position: BinlogPosition) -> Bool {
    switch self {
    case .commit(let here, _), .heartbeat(let here):
      here.file == position.file ? here.offset >= position.offset : here.file > position.file
    default: false
    }
  }

  var rows: [RowChange.Row] {
    guard case .rows(let change) = self else { return [] }
    return change.rows
  }
}

extension [BinlogItem] {
  /// All changed rows, in order.
  var rows: [RowChange.Row] { flatMap(\.rows) }

  /// The items without those that every stream has.
  var telling: [BinlogItem] {
    filter {
      switch $0 {
      case .commit, .heartbeat, .rotated: false
      default: true
      }
    }
  }
}
