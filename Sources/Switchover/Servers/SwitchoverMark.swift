import MySQL
import Replication

/// Up to where a server has executed, as another one can wait for it.
package struct SwitchoverMark: Sendable, Equatable {
  package enum Identifiers: Sendable, Equatable {
    case mysql(MySQLGTIDs)
    case mariadb(MariaDBGTIDs)
    case none
  }

  package let identifiers: Identifiers
  /// The end of its log; nil where it has none.
  package let place: ReplicationChannel.Place?

  package init(identifiers: Identifiers, place: ReplicationChannel.Place?) {
    self.identifiers = identifiers
    self.place = place
  }

  /// Asks a server that nobody writes to.
  package static func read(_ connection: isolated Connection) throws -> SwitchoverMark {
    let status = try connection.query(connection.server.binaryLogStatusStatement).first
    var place: ReplicationChannel.Place?
    if let file = status?["File"].string, let offset = status?["Position"].uint {
      place = ReplicationChannel.Place(file: file, offset: offset)
    }
    return SwitchoverMark(identifiers: try identifiers(connection), place: place)
  }

  private static func identifiers(_ connection: isolated Connection) throws -> Identifiers {
    switch connection.server.flavour {
    case .mysql:
      guard case .mysql(let set) = try ExecutedTransactions.read(connection) else { return .none }
      return .mysql(set)
    case .mariadb:
      let row = try connection.query("SELECT @@gtid_binlog_pos AS l, @@gtid_slave_pos AS p").first
      // What it wrote itself stands in its log, what it replicated before in the other, too.
      guard let log = MariaDBGTIDs(text: row?["l"].string ?? ""),
        let position = MariaDBGTIDs(text: row?["p"].string ?? "")
      else { return .none }
      return .mariadb(log.union(position))
    }
  }
}

/// What came of a short wait for a mark.
package enum SwitchoverWait: Sendable, Equatable {
  case reached
  case waiting
}

extension SwitchoverMark {
  /// Waits up to a second until a replica has applied everything up to the mark.
  ///
  /// - Parameter channel: The replica's, where places are waited for.
  package func wait(
    _ connection: isolated Connection, _ mode: SwitchoverMode, channel: String
  ) throws -> SwitchoverWait {
    let text: SQLText
    switch (mode, identifiers) {
    case (.identifiers, .mysql(let set)):
      guard !set.isEmpty else { return .reached }
      text = "WAIT_FOR_EXECUTED_GTID_SET(\(literal: .string(set.description)), 1) = 0"
    case (.identifiers, .mariadb(let position)):
      guard !position.isEmpty else { return .reached }
      text = "MASTER_GTID_WAIT(\(literal: .string(position.description)), 1) = 0"
    default:
      guard let place else { return .waiting }
      let name: SQLText = channel.isEmpty ? "" : ", \(literal: .string(channel))"
      let function: SQLText = connection.server.waitsForSources ? "SOURCE_POS_WAIT" : "MASTER_POS_WAIT"
      text = "\(function)(\(literal: .string(place.file)), \(place.offset), 1\(name)) >= 0"
    }
    return try connection.query("SELECT \(text) AS w").first?["w"].isOn == true ? .reached : .waiting
  }
}
