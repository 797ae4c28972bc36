/// What a MariaDB server's binary log holds: the last transaction of each server in each domain, as in
/// `@@gtid_binlog_state`.
package struct MariaDBLogState: Sendable, Hashable {
  /// One server's transactions in one domain.
  package struct Origin: Sendable, Hashable, Comparable {
    package let domain: UInt32
    package let server: UInt32

    package init(domain: UInt32, server: UInt32) {
      self.domain = domain
      self.server = server
    }

    package static func < (left: Origin, right: Origin) -> Bool {
      (left.domain, left.server) < (right.domain, right.server)
    }
  }

  /// The number of the last transaction.
  package private(set) var last: [Origin: UInt64] = [:]

  package init() {}

  /// Reads `domain-server-sequence, …`; nil when it is malformed.
  package init?(text: String) {
    guard let items = MariaDBGTIDText.items(of: text) else { return nil }
    for item in items {
      let origin = Origin(domain: item.domain, server: item.server)
      last[origin] = max(last[origin] ?? 0, item.sequence)
    }
  }

  package var isEmpty: Bool { last.isEmpty }

  package func union(_ other: MariaDBLogState) -> MariaDBLogState {
    var result = self
    result.last.merge(other.last) { max($0, $1) }
    return result
  }

  /// Of each server that `other` knows, too, what both have.
  package func limited(to other: MariaDBLogState) -> MariaDBLogState {
    var result = MariaDBLogState()
    for (origin, sequence) in last {
      if let theirs = other.last[origin] { result.last[origin] = min(sequence, theirs) }
    }
    return result
  }

  /// The last transactions here of those that have gone further here than in `other`.
  package func subtracting(_ other: MariaDBLogState) -> MariaDBLogState {
    var result = self
    result.last = last.filter { origin, sequence in sequence > other.last[origin] ?? 0 }
    return result
  }
}

extension MariaDBLogState: CustomStringConvertible {
  /// Sorted by domain, then by server.
  package var description: String {
    last.sorted { $0.key < $1.key }.map { "\($0.key.domain)-\($0.key.server)-\($0.value)" }
      .joined(separator: ",")
  }
}
