import Basics
import MySQL

/// What a server's sessions are doing, as far as the account may see: without PROCESS, its own.
struct ProcessList: Sendable {
  struct Session: Sendable {
    let id: UInt64
    let user: String
    let command: String
    /// How long it has been in its present state.
    let time: Duration
    /// The first hundred characters of the statement; empty when none is under way.
    let statement: String
  }

  /// All but the session that asks.
  let sessions: [Session]

  /// `SHOW` is the one way that always works: MySQL's view of the list fails while any statement holds binary data
  /// that is no UTF-8, and performance_schema may be switched off or closed to the account.
  init(_ connection: Connection) async throws {
    let rows = try await connection.query("SHOW PROCESSLIST")
    sessions = rows.compactMap { row in
      guard let id = row["Id"].uint, id != connection.id else { return nil }
      return Session(
        id: id, user: row["User"].string ?? "", command: row["Command"].string ?? "",
        time: .seconds(row["Time"].int ?? 0),
        statement: String(decoding: row["Info"].bytes ?? [], as: UTF8.self))
    }
  }
}
