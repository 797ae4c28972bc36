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
    // The server's words differ by language, but not what surrounds a name in them.
    switch failure.number {
    case unknownRoutine:
      let words = failure.text.split { " '".contains($0) }
      return words.contains { $0.contains(".") } && !brought.contains { words.contains("\($0)") }
    case unknownTable, unknownDatabase, invalidView:
      return failure.text.contains("'") && !databases.contains { failure.text.contains("'\($0)'") }
        && !brought.contains { failure.text.contains("'\($0)'") }
    default:
      return false
    }
  }

  private static let unknownDatabase = 1049
  private static let unknownTable = 1146
  private static let unknownRoutine = 1305
  /// A view stands on another view that stands on nothing.
  private static let invalidView = 1356
}
