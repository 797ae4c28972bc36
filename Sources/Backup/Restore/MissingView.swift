import MySQL

/// A view of the backup that the target cannot have.
package struct MissingView: Sendable, Equatable {
  package let name: TableName
  /// What the server said.
  package let why: String

  /// Whether `failure` is about a thing outside of what a restore brings.
  ///
  /// - Parameters:
  ///   - brought: Tables and programs that are there for certain.
  ///   - databases: Databases that are there for certain.
  package static func isAbout(_ failure: SQLFailure, notAmong brought: Set<TableName>, _ databases: [String])
    -> Bool
  {
    guard failure.kind == .unknownObject || failure.number == invalidView, failure.text.contains("'") else {
      return false
    }
    // The server's words differ by language; the name is always in quotes.
    return !databases.contains { failure.text.contains("'\($0)'") }
      && !brought.contains { failure.text.contains("'\($0.database).\($0.name)'") }
  }

  /// A view stands on another view that stands on nothing.
  private static let invalidView = 1356
}
