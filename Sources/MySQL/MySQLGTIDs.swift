/// A GTID set of MySQL, tagged ones of 8.3 and later included.
package struct MySQLGTIDs: Sendable, Hashable {
  /// Who gave the numbers: a server's UUID in lower case and a tag, which is empty for most.
  package struct Source: Sendable, Hashable, Comparable {
    package let uuid: String
    package let tag: String

    package static func < (left: Source, right: Source) -> Bool {
      (left.uuid, left.tag) < (right.uuid, right.tag)
    }
  }

  /// Sorted, apart from each other and not empty.
  private(set) var intervals: [Source: [ClosedRange<Int64>]] = [:]

  package init() {}

  /// Reads `uuid:1-5:7:tag:1-3, uuid:…`; nil when it is malformed.
  package init?(text: String) {
    for item in text.split(separator: ",") {
      let item = item.filter { !$0.isWhitespace }
      if item.isEmpty { continue }
      guard add(item: item) else { return nil }
    }
  }

  private mutating func add(item: String) -> Bool {
    let parts = item.lowercased().split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2, Self.isUUID(parts[0]) else { return false }
    var tag = ""
    var wantsInterval = true
    for part in parts.dropFirst() {
      if let interval = Self.interval(part) {
        add(interval, to: Source(uuid: parts[0], tag: tag))
        wantsInterval = false
      } else if Self.isTag(part), tag.isEmpty || !wantsInterval {
        tag = part
        wantsInterval = true
      } else {
        return false
      }
    }
    return !wantsInterval
  }

  private static func isUUID(_ text: String) -> Bool {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
  }

  private static func isTag(_ text: String) -> Bool {
    guard let first = text.first, text.count <= 32, first == "_" || ("a"..."z").contains(first) else {
      return false
    }
    return text.allSatisfy { $0 == "_" || ("a"..."z").contains($0) || ("0"..."9").contains($0) }
  }

  private static func interval(_ text: String) -> ClosedRange<Int64>? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
    guard let first = ends.first, let low = first, low > 0, ends.count <= 2 else { return nil }
    guard ends.count == 2 else { return low...low }
    guard let high = ends[1], high >= low, high < Int64.max else { return nil }
    return low...high
  }

  /// Adds the numbers of `interval` given by `source`.
  package mutating func add(_ interval: ClosedRange<Int64>, to source: Source) {
    intervals[source] = Self.merged((intervals[source] ?? []) + [interval])
  }

  private static func merged(_ intervals: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
    var result: [ClosedRange<Int64>] = []
    for interval in intervals.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, interval.lowerBound <= last.upperBound + 1 {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, interval.upperBound)
      } else {
        result.append(interval)
      }
    }
    return result
  }

  package var isEmpty: Bool { intervals.isEmpty }

  /// How many transactions there are.
  package var count: Int64 { intervals.values.joined().reduce(0) { $0 + $1.upperBound - $1.lowerBound + 1 } }

  package func contains(_ other: MySQLGTIDs) -> Bool { other.subtracting(self).isEmpty }

  package func union(_ other: MySQLGTIDs) -> MySQLGTIDs {
    var result = self
    for (source, ranges) in other.intervals {
      result.intervals[source] = Self.merged((result.intervals[source] ?? []) + ranges)
    }
    return result
  }

  package func subtracting(_ other: MySQLGTIDs) -> MySQLGTIDs {
    var result = self
    for (source, cuts) in other.intervals {
      guard let ranges = result.intervals[source] else { continue }
      let left = cuts.reduce(ranges) { ranges, cut in ranges.flatMap { Self.difference($0, cut) } }
      result.intervals[source] = left.isEmpty ? nil : left
    }
    return result
  }

  private static func difference(
    _ range: ClosedRange<Int64>, _ cut: ClosedRange<Int64>
  ) -> [ClosedRange<Int64>] {
    guard range.overlaps(cut) else { return [range] }
    var left: [ClosedRange<Int64>] = []
    if range.lowerBound < cut.lowerBound { left.append(range.lowerBound...(cut.lowerBound - 1)) }
    if range.upperBound > cut.upperBound { left.append((cut.upperBound + 1)...range.upperBound) }
    return left
  }
}

extension MySQLGTIDs: CustomStringConvertible {
  /// The server's normal form on one line: sources sorted, untagged numbers before tagged ones.
  package var description: String {
    var parts: [String] = []
    var lastUUID: String?
    for source in intervals.keys.sorted() {
      let ranges = (intervals[source] ?? []).map {
        $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
      }
      let tagged = (source.tag.isEmpty ? "" : ":\(source.tag)") + ":" + ranges.joined(separator: ":")
      if source.uuid == lastUUID {
        parts[parts.count - 1] += tagged
      } else {
        parts.append(source.uuid + tagged)
      }
      lastUUID = source.uuid
    }
    return parts.joined(separator: ",")
  }
}
