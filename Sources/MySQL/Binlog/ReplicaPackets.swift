/// What a replica sends to be sent the log.
enum ReplicaPackets {
  static let registerReplica: Int32 = 21
  static let dump: Int32 = 18
  static let dumpByIdentifiers: Int32 = 30

  /// Makes the server list us among its replicas, without an address that anyone might connect to.
  static func registration(serverID: UInt32) -> [UInt8] {
    little(UInt64(serverID), 4) + [0, 0, 0] + little(0, 2) + little(0, 4) + little(0, 4)
  }

  /// Asks for the log from `offset` of `file` on.
  static func dump(file: String, offset: UInt32, flags: UInt16, serverID: UInt32) -> [UInt8] {
    little(UInt64(offset), 4) + little(UInt64(flags), 2) + little(UInt64(serverID), 4) + Array(file.utf8)
  }

  /// Asks a MySQL server for every transaction that is not in `set`.
  static func dump(without set: MySQLGTIDs, flags: UInt16, serverID: UInt32) -> [UInt8] {
    let encoded = set.encoded
    return little(UInt64(flags | 4), 2) + little(UInt64(serverID), 4) + little(0, 4) + little(4, 8)
      + little(UInt64(encoded.count), 4) + encoded
  }

  fileprivate static func little(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }
}

extension MySQLGTIDs {
  /// The set as MySQL's protocol has it. Servers before 8.3 know no tags and get the older form.
  fileprivate var encoded: [UInt8] {
    let sources = intervals.keys.sorted()
    let hasTags = sources.contains { !$0.tag.isEmpty }
    let count = UInt64(sources.count)
    // The newer form has its mark on both sides of the count.
    var result = ReplicaPackets.little(hasTags ? 1 << 56 | count << 8 | 1 : count, 8)
    for source in sources {
      result += Self.bytes(ofUUID: source.uuid)
      if hasTags { result += [UInt8(source.tag.utf8.count << 1)] + Array(source.tag.utf8) }
      let ranges = intervals[source] ?? []
      result += ReplicaPackets.little(UInt64(ranges.count), 8)
      for range in ranges {
        result += ReplicaPackets.little(UInt64(range.lowerBound), 8)
        result += ReplicaPackets.little(UInt64(range.upperBound) + 1, 8)
      }
    }
    return result
  }

  private static func bytes(ofUUID text: String) -> [UInt8] {
    let digits = text.filter { $0 != "-" }.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
