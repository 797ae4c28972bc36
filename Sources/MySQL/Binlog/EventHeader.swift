/// The first 19 bytes of every event.
struct EventHeader {
  static let length = 19
  /// Of an event that has no place in the log: the server made it up for us.
  private static let artificial: UInt16 = 0x20
  /// Of an event that those who do not know it may skip.
  private static let ignorable: UInt16 = 0x80

  let timestamp: UInt32
  let type: UInt8
  let serverID: UInt32
  /// The event's own length, checksum included.
  let eventLength: Int
  /// The low 32 bits of the event's end in its file; 0 where it has none.
  let endOffset: UInt32
  let flags: UInt16

  init(_ cursor: inout ByteCursor) throws(BinlogDamage) {
    timestamp = try cursor.uint32()
    type = try cursor.uint8()
    serverID = try cursor.uint32()
    eventLength = Int(try cursor.uint32())
    endOffset = try cursor.uint32()
    flags = try cursor.uint16()
  }

  var isArtificial: Bool { flags & Self.artificial != 0 || endOffset == 0 && type == EventType.rotate }
  var isIgnorable: Bool { flags & Self.ignorable != 0 }
}

/// The numbers of the event types that are read. Those of MariaDB begin at 160.
enum EventType {
  static let query: UInt8 = 2
  static let rotate: UInt8 = 4
  static let formatDescription: UInt8 = 15
  static let xid: UInt8 = 16
  static let executeLoadQuery: UInt8 = 18
  static let tableMap: UInt8 = 19
  static let incident: UInt8 = 26
  static let heartbeat: UInt8 = 27
  static let gtid: UInt8 = 33
  static let anonymousGTID: UInt8 = 34
  static let xaPrepare: UInt8 = 38
  static let transactionPayload: UInt8 = 40
  static let heartbeatV2: UInt8 = 41
  static let taggedGTID: UInt8 = 42
  static let mariadbGTID: UInt8 = 162
  static let compressedQuery: UInt8 = 165

  /// Events that change neither rows nor transactions: STOP, INTVAR, RAND, USER_VAR, the pieces of LOAD DATA
  /// in statement format, ROWS_QUERY, group replication's, annotations, checkpoints.
  static let ignored: Set<UInt8> = [3, 5, 9, 11, 13, 14, 17, 28, 29, 36, 37, 160, 161]

  /// Events that stand at a file's begin and belong to no transaction: PREVIOUS_GTIDS, GTID_LIST, the notice
  /// that the file is encrypted.
  static let fileHeads: Set<UInt8> = [35, 163, 164]
}
