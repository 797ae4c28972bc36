import Basics
import MySQL

/// Asks the user's own query on the migrated server.
package struct QueryProbe: Sendable {
  /// Less than a session waits for an answer: a query that hangs must not be left behind on the server.
  private static let limitSeconds = 4

  static func read(_ query: String, _ connection: isolated Connection) throws -> Finding {
    if let variable = connection.server.statementTimeoutVariable {
      // Milliseconds on MySQL, seconds on MariaDB.
      let limit = connection.server.flavour == .mysql ? limitSeconds * 1000 : limitSeconds
      try connection.execute("SET SESSION \(raw: variable) = \(limit)")
    }
    let row = try connection.query(SQLText(raw: query)).first
    guard let number = row?[0].double else { return .unreadable("it did not give a number") }
    return .number(number)
  }

  /// - Throws: `OpsError` `refused` when the query fails or gives no number.
  package static func check(_ query: String, _ connection: isolated Connection) throws {
    let finding: Finding
    do {
      finding = try read(query, connection)
    } catch let failure as SQLFailure {
      finding = .unreadable(failure.description)
    }
    guard case .unreadable(let why) = finding else { return }
    throw OpsError(
      .refused, "cannot use the throttle query", why: why,
      hint: "it must be one SELECT that gives one number; more than zero holds the migration")
  }
}
