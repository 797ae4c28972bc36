import Basics
import MySQL

/// Says of a failure what it means for the table: as long as the tables were not exchanged, nothing.
enum MigrationFailure {
  static func told(_ error: any Error, of table: TableName) -> any Error {
    if error is CancellationError { return error }
    guard error is OpsError || error is any OpsErrorConvertible else { return error }
    let known = OpsError.wrapping(error, as: "cannot go on with the migration of \(table)")
    guard known.code != .unknown else { return known }
    let keepsCode = [.aborted, .refused, .locked, .privilege].contains(known.code)
    let next = "the same command carries on; dbops migrations cleanup \(table) gives it up"
    return OpsError(
      keepsCode ? known.code : .aborted,
      keepsCode ? known.what : "cannot go on with the migration of \(table)",
      why: keepsCode ? known.why : known.message, changed: "the table is as it was; the ghost table is kept",
      hint: known.hint.isEmpty ? next : known.hint)
  }

  /// The tables were exchanged, and something the migration made could not be removed.
  static func tidying(_ failure: SQLFailure, of table: TableName) -> OpsError {
    let known = failure.opsError
    return OpsError(
      known.code, "cannot remove what the migration of \(table) left", why: known.message,
      changed: "\(table) has its new form",
      hint: "run the same command again: it only tidies up")
  }
}
