/// A set of transactions by their global identifiers, as a server writes it.
package enum GTIDSet: Sendable, Hashable {
  case mysql(MySQLGTIDs)
  case mariadb(MariaDBGTIDs)

  /// Reads either form; nil when `text` is neither. The empty text is the empty set of `flavour`.
  package init?(text: String, flavour: ServerInfo.Flavour) {
    switch flavour {
    case .mysql:
      guard let set = MySQLGTIDs(text: text) else { return nil }
      self = .mysql(set)
    case .mariadb:
      guard let set = MariaDBGTIDs(text: text) else { return nil }
      self = .mariadb(set)
    }
  }

  package var isEmpty: Bool {
    switch self {
    case .mysql(let set): set.isEmpty
    case .mariadb(let set): set.isEmpty
    }
  }

  /// True when every transaction of `other` is in this set; false across flavours unless `other` is empty.
  package func contains(_ other: GTIDSet) -> Bool {
    switch (self, other) {
    case (.mysql(let left), .mysql(let right)): left.contains(right)
    case (.mariadb(let left), .mariadb(let right)): left.contains(right)
    default: other.isEmpty
    }
  }

  /// Both together; nil across flavours.
  package func union(_ other: GTIDSet) -> GTIDSet? {
    switch (self, other) {
    case (.mysql(let left), .mysql(let right)): .mysql(left.union(right))
    case (.mariadb(let left), .mariadb(let right)): .mariadb(left.union(right))
    default: nil
    }
  }

  /// What is here and not in `other`; nil across flavours.
  package func subtracting(_ other: GTIDSet) -> GTIDSet? {
    switch (self, other) {
    case (.mysql(let left), .mysql(let right)): .mysql(left.subtracting(right))
    case (.mariadb(let left), .mariadb(let right)): .mariadb(left.subtracting(right))
    default: nil
    }
  }
}

extension GTIDSet: CustomStringConvertible {
  package var description: String {
    switch self {
    case .mysql(let set): set.description
    case .mariadb(let set): set.description
    }
  }
}
