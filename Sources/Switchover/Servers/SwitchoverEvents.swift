import Basics
import MySQL
import Replication

/// Events of a server. Those that come by replication are switched off on the replica, and must be switched on where they
/// are to run.
package struct SwitchoverEvent: Sendable, Hashable {
  let database: String
  let name: String

  var title: String { "\(database).\(name)" }
}

extension SwitchoverSession {
  /// Stops the event scheduler; what it was before.
  package func stopEvents() async throws -> String {
    try await run { connection in
      let value = try connection.query("SELECT @@GLOBAL.event_scheduler AS e").first?["e"].string ?? "OFF"
      if value.uppercased() == "ON" { try connection.execute("SET GLOBAL event_scheduler = OFF") }
      return value.uppercased()
    }
  }

  /// Lets the event scheduler run, where the server has not done without from its start.
  package func startScheduler() async throws {
    try await run { connection in
      let value = try connection.query("SELECT @@GLOBAL.event_scheduler AS e").first?["e"].string ?? "OFF"
      guard value.uppercased() == "OFF" else { return }
      try connection.execute("SET GLOBAL event_scheduler = ON")
    }
  }

  /// The events that run when the scheduler does.
  package func enabledEvents() async throws -> Set<SwitchoverEvent> {
    try await events("= 'ENABLED'")
  }

  /// The events that are off because they came by replication.
  func eventsFromSource() async throws -> Set<SwitchoverEvent> { try await events("LIKE '%SIDE_DISABLED'") }

  private func events(_ condition: SQLText) async throws -> Set<SwitchoverEvent> {
    try await run { connection in
      let rows = try connection.query(
        "SELECT EVENT_SCHEMA AS d, EVENT_NAME AS n FROM information_schema.EVENTS WHERE STATUS \(condition)")
      return Set(rows.map { SwitchoverEvent(database: $0["d"].string ?? "", name: $0["n"].string ?? "") })
    }
  }

  /// Switches on those of `wanted` that are off here because they came by replication.
  ///
  /// - Throws: `OpsError` that names those that could not be switched on.
  package func enableEvents(_ wanted: Set<SwitchoverEvent>) async throws {
    let off = try await eventsFromSource()
    var failed: [(SwitchoverEvent, String)] = []
    for event in off.intersection(wanted).sorted(by: { $0.title < $1.title }) {
      do {
        try await enable(event)
      } catch let failure as SQLFailure where ![.connectionLost, .unreachable].contains(failure.kind) {
        failed.append((event, failure.description))
      }
    }
    // The session has the settings of the last event.
    if !off.isEmpty { await close() }
    guard let first = failed.first else { return }
    throw OpsError(
      .failed, "cannot switch on \(failed.map(\.0.title).joined(separator: ", ")) on \(address)",
      why: first.1,
      hint: "run there, as an administrator: ALTER EVENT … ENABLE")
  }

  /// An event takes the session's settings when it is changed, and its definer unless that is named.
  private func enable(_ event: SwitchoverEvent) async throws {
    try await run { connection in
      let row = try connection.query(
        """
        SELECT DEFINER AS d, SQL_MODE AS m, TIME_ZONE AS z, CHARACTER_SET_CLIENT AS c, COLLATION_CONNECTION AS k
        FROM information_schema.EVENTS
        WHERE EVENT_SCHEMA = \(literal: .string(event.database)) AND EVENT_NAME = \(literal: .string(event.name))
        """
      ).first
      guard let row, let definer = row["d"].string, let at = definer.lastIndex(of: "@") else { return }
      let account: SQLText =
        "\(quoted: String(definer[..<at]))@\(quoted: String(definer[definer.index(after: at)...]))"
      try connection.execute(
        """
        SET SESSION sql_mode = \(literal: .string(row["m"].string ?? "")), time_zone = \(literal: .string(row["z"].string ?? "SYSTEM")),
        collation_connection = \(literal: .string(row["k"].string ?? "utf8mb4_general_ci"))
        """)
      let statement: SQLText = "ALTER DEFINER = \(account) EVENT \(quoted: event.database, event.name) ENABLE"
      // In another character set the bytes of other names would mean something else.
      if statement.text.utf8.allSatisfy({ $0 < 128 }), let charset = row["c"].string {
        try connection.execute("SET SESSION character_set_client = \(literal: .string(charset))")
      }
      try connection.execute(statement)
    }
  }
}
