import Basics
import MySQL

/// XA transactions whose rows were logged before reading the log began, and that are not visible yet.
///
/// Nothing will tell of their rows again: copying starts when they have ended.
struct PreparedTransactions: Sendable {
  let log: Log

  /// Waits for those that are prepared now.
  func waitOut(_ session: Connection) async throws {
    var known = try await identifiers(session)
    guard !known.isEmpty else { return }
    log.warning("waiting for prepared XA transactions", ["transactions": "\(known.count)"])
    while !known.isEmpty {
      try await Task.sleep(for: .milliseconds(200))
      known.formIntersection(try await identifiers(session))
    }
  }

  private func identifiers(_ session: Connection) async throws -> Set<[UInt8]> {
    do {
      return try await session.perform { connection in
        Set(
          try connection.query("XA RECOVER").map { row in
            Array("\(row["formatID"].int ?? 0) \(row["gtrid_length"].int ?? 0) ".utf8)
              + (row["data"].bytes ?? [])
          })
      }
    } catch let failure as SQLFailure where failure.kind == .privilege || failure.number == 1401 {
      throw OpsError(
        .privilege, "cannot see prepared XA transactions", why: failure.text,
        hint: "GRANT XA_RECOVER_ADMIN ON *.* TO the account")
    }
  }
}
