/// A GTID position of MariaDB: for each domain the last transaction, which stands for all before it.
///
/// Numbers of one domain grow whichever server gives them, so a domain's set is everything up to its number.
package struct MariaDBGTIDs: Sendable, Hashable {
  package struct Last: Sendable, Hashable {
    package let server: UInt32
    package let sequence: UInt64

    package init(server: UInt32, sequence: UInt64) {
      self.server = server
      self.sequence = sequence
    }
  }

  package private(set) var domains: [UInt32: Last] = [:]

  package init() {}

  /// Reads `domain-server-sequence, …`; nil when it is malformed. Of several entries of one domain, as
  /// `gtid_binlog_state` has them, the highest counts.
  package init?(text: String) {
    guard let items = MariaDBGTIDText.items(of: text) else { return nil }
    for item in items { advance(item.domain, to: Last(server: item.server, sequence: item.sequence)) }
  }

  /// Includes everything of `domain` up to `last`.
  package mutating func advance(_ domain: UInt32, to last: Last) {
    if let known = domains[domain], known.sequence >= last.sequence { return }
    domains[domain] = last
  }

  package var isEmpty: Bool { domains.isEmpty }

  package func contains(_ other: MariaDBGTIDs) -> Bool { other.subtracting(self).isEmpty }

  package func union(_ other: MariaDBGTIDs) -> MariaDBGTIDs {
    var result = self
    for (domain, last) in other.domains { result.advance(domain, to: last) }
    return result
  }

  /// The domains in which this position is ahead of `other`, each with its last transaction here.
  package func subtracting(_ other: MariaDBGTIDs) -> MariaDBGTIDs {
    var result = self
    result.domains = domains.filter { domain, last in
      guard let theirs = other.domains[domain] else { return true }
      return last.sequence > theirs.sequence
    }
    return result
  }
}

extension MariaDBGTIDs: CustomStringConvertible {
  /// Sorted by domain.
  package var description: String {
    domains.sorted { $0.key < $1.key }
      .map { "\($0.key)-\($0.value.server)-\($0.value.sequence)" }
      .joined(separator: ",")
  }
}

/// How MariaDB writes its transactions' identifiers.
enum MariaDBGTIDText {
  struct Item {
    let domain: UInt32
    let server: UInt32
    let sequence: UInt64
  }

  /// Reads `domain-server-sequence, …`; nil when it is malformed.
  static func items(of text: String) -> [Item]? {
    var items: [Item] = []
    for item in text.split(separator: ",") {
      let item = item.filter { !$0.isWhitespace }
      if item.isEmpty { continue }
      let parts = item.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 3, let domain = UInt32(parts[0]), let server = UInt32(parts[1]),
        let sequence = UInt64(parts[2])
      else { return nil }
      items.append(Item(domain: domain, server: server, sequence: sequence))
    }
    return items
  }
}
