import Basics
import MySQL

/// A word written on the primary: where it has arrived, everything that was logged before it has been done.
struct ReplicationMarker: Sendable {
  /// The migration's checkpoint table.
  let table: TableName
  private let token = RunID().description
  private static let name = "indexes"

  init(table: TableName) { self.table = table }

  func write(_ primary: isolated Connection) throws {
    try primary.execute(
      """
      REPLACE INTO \(table.sql) (name, value) VALUES (\(literal: .string(Self.name)), \(literal: .string(token)))
      """)
  }

  func hasArrived(_ replica: isolated Connection) throws -> Bool {
    do {
      let row = try replica.query(
        "SELECT value AS v FROM \(table.sql) WHERE name = \(literal: .string(Self.name))"
      ).first
      return row?["v"].string == token
    } catch let failure as SQLFailure where failure.number == 1146 || failure.number == 1049 {
      // Not even the table is there yet.
      return false
    }
  }
}
