import MySQL
import Schema

/// From where a later run of the same migration goes on.
package struct Checkpoint: Sendable, Equatable {
  package var identity: MigrationIdentity
  /// The server whose log `position` belongs to.
  package var server: String
  /// Reading the log from here brings every change that is not in the ghost table.
  package var position: BinlogPosition
  /// The transactions that the log held when the checkpoint was made, as the server names them; empty where it does not.
  package var history: String
  /// The values of the copy key up to which everything is copied; nil at the beginning.
  package var watermark: [[UInt8]]?
  package var isCopied: Bool
  package var copied: Int64
}

/// What a migration is about; a later run goes on only where all of it is the same.
package struct MigrationIdentity: Sendable, Equatable {
  /// The statement as the server is given it.
  package var statement: String
  /// Both tables as the server printed them.
  package var source: [UInt8]
  package var ghost: [UInt8]
  /// The copy key's index on the source.
  package var key: String

  /// Why a run that finds `now` cannot go on; nil when it can.
  package func difference(from now: MigrationIdentity) -> String? {
    if statement != now.statement { return "it was begun with another statement: \(statement)" }
    if !Self.isSame(source, now.source, .all) { return "the table's definition has changed since" }
    if !Self.isSame(ghost, now.ghost, .unique) { return "the ghost table's definition has changed since" }
    if key != now.key { return "it was begun with another copy key: \(key)" }
    return nil
  }

  /// Which keys are compared.
  package enum ComparedKeys: Sendable {
    case all
    /// A ghost table's other indexes may be built after its rows.
    case unique
  }

  /// Whether two printed definitions mean the same table, whatever it is called.
  ///
  /// Names of checks are left out, since servers make them from the table's name.
  package static func isSame(_ one: [UInt8], _ other: [UInt8], _ compared: ComparedKeys) -> Bool {
    if one == other { return true }
    guard let left = try? TableSchema(parsing: one), let right = try? TableSchema(parsing: other) else {
      return false
    }
    var (a, b) = (left.options, right.options)
    (a.autoIncrement, b.autoIncrement) = (nil, nil)
    return left.columns == right.columns && a == b && left.periods == right.periods
      && left.keys.filter { compared == .all || $0.isUnique }
        == right.keys.filter { compared == .all || $0.isUnique }
      && left.checks.map(\.expression) == right.checks.map(\.expression)
      && left.foreignKeys.map(\.columns) == right.foreignKeys.map(\.columns)
  }
}
