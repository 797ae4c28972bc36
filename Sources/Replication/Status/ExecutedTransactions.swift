import MySQL

/// Which transactions a server has executed, as far as its identifiers tell.
package enum ExecutedTransactions: Sendable, Equatable {
  /// `@@gtid_executed`.
  case mysql(MySQLGTIDs)
  /// What its log holds, and up to where it has replicated (`@@gtid_slave_pos`).
  case mariadb(log: MariaDBLogState, position: MariaDBGTIDs)
  /// The server gives its transactions no identifiers.
  case untracked

  /// Asks a server.
  package static func read(_ connection: isolated Connection) throws -> ExecutedTransactions {
    switch connection.server.flavour {
    case .mysql:
      let row = try connection.query("SELECT @@GLOBAL.gtid_mode AS m, @@GLOBAL.gtid_executed AS e").first
      return mysql(mode: row?["m"].string ?? "", executed: row?["e"].string ?? "")
    case .mariadb:
      let row = try connection.query("SELECT @@gtid_binlog_state AS l, @@gtid_slave_pos AS p").first
      guard let log = MariaDBLogState(text: row?["l"].string ?? ""),
        let position = MariaDBGTIDs(text: row?["p"].string ?? "")
      else { return .untracked }
      return log.isEmpty && position.isEmpty ? .untracked : .mariadb(log: log, position: position)
    }
  }

  /// What a server of MySQL tells by `@@gtid_mode` and `@@gtid_executed`.
  ///
  /// With `OFF` and `OFF_PERMISSIVE` new transactions have no identifiers, and what was executed before tells nothing of
  /// them.
  package static func mysql(mode: String, executed: String) -> ExecutedTransactions {
    guard mode.uppercased().hasPrefix("ON"), let set = MySQLGTIDs(text: executed) else { return .untracked }
    return .mysql(set)
  }

  /// How many transactions of `source` are missing here; nil where identifiers do not tell.
  ///
  /// The source must have been asked later, else what it wrote meanwhile counts as present.
  package func distance(behind source: ExecutedTransactions) -> Int64? {
    switch (self, source) {
    case (.mysql(let here), .mysql(let there)):
      return there.subtracting(here).count
    case (.mariadb(let log, let position), .mariadb):
      // What was written here and never came to the source is no progress.
      let here = position.union(log.limited(to: source.logState).position)
      // Numbers of a domain go up by one. A domain that never arrived cannot be counted: it may begin anywhere.
      var missing: Int64 = 0
      for (domain, last) in source.domains {
        guard let reached = here.domains[domain] else { return nil }
        if last.sequence > reached.sequence { missing += Int64(clamping: last.sequence - reached.sequence) }
      }
      return missing
    default: return nil
    }
  }

  private var domains: [UInt32: MariaDBGTIDs.Last] {
    guard case .mariadb(let log, let position) = self else { return [:] }
    return position.union(log.position).domains
  }

  /// All that a server of MariaDB names, by servers.
  private var logState: MariaDBLogState {
    guard case .mariadb(let log, let position) = self else { return MariaDBLogState() }
    return log.union(position.logState)
  }

  /// The transactions that are here, though none of `upstream` has them, as the server writes them; empty when there
  /// are none, nil where identifiers do not tell.
  ///
  /// All of `upstream` must have been asked later than this server.
  package func errant(beyond upstream: [ExecutedTransactions]) -> String? {
    switch self {
    case .mysql(let here):
      var left = here
      for case .mysql(let there) in upstream { left = left.subtracting(there) }
      return left.description
    case .mariadb(let log, _):
      var known = MariaDBLogState()
      for server in upstream { known = known.union(server.logState) }
      return log.subtracting(known).description
    case .untracked: return nil
    }
  }
}

extension MariaDBLogState {
  /// The last transaction of each domain.
  fileprivate var position: MariaDBGTIDs {
    last.reduce(into: MariaDBGTIDs()) { position, item in
      position.advance(item.key.domain, to: .init(server: item.key.server, sequence: item.value))
    }
  }
}

extension MariaDBGTIDs {
  /// Those transactions that it names itself.
  fileprivate var logState: MariaDBLogState {
    MariaDBLogState(text: description) ?? MariaDBLogState()
  }
}
