import Basics
import MySQL

/// Reads status variables of the migrated server.
struct LoadProbe: Sendable {
  /// - Parameter names: In lower case.
  static func read(_ names: Set<String>, _ connection: isolated Connection) throws -> StatusVariables {
    let list = names.sorted().map { SQLText.literal(.string($0)) }.joined(separator: ", ")
    var values: StatusVariables = [:]
    for row in try connection.query("SHOW GLOBAL STATUS WHERE LOWER(Variable_name) IN (\(list))") {
      guard let name = row[0].string, let value = row[1].int else { continue }
      values[name.lowercased()] = value
    }
    return values
  }
}

extension ThrottleSettings {
  /// The status variables that have limits, in lower case.
  var watchedVariables: Set<String> {
    Set((maximumLoad.thresholds + criticalLoad.thresholds).map(\.name))
  }
}

extension LoadThresholds {
  /// - Parameter option: What they were given for, such as `--max-load`.
  /// - Throws: `OpsError` `refused` for a variable that the server does not have, or not as a whole number.
  package func check(for option: String, _ connection: isolated Connection) throws {
    guard !isEmpty else { return }
    let values = try LoadProbe.read(Set(thresholds.map(\.name)), connection)
    guard let missing = missing(from: values).first else { return }
    let known = try connection.query("SHOW GLOBAL STATUS").compactMap { row in
      row[1].int == nil ? nil : row[0].string
    }
    throw OpsError(
      .refused, "cannot watch \(option) \(missing)",
      why: "the server has no status variable with this number",
      hint: suggestion(for: missing, among: known).map { "did you mean \($0)?" }
        ?? "look at SHOW GLOBAL STATUS for its name")
  }
}
