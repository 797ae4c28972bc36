import Basics
import MySQL

/// Makes users and roles that are not there yet; existing ones are never touched.
struct AccountWriter: Sendable {
  let accounts: [Account]

  /// - Returns: The accounts left as they are.
  func make(_ connection: Connection) async throws -> [String] {
    guard !accounts.isEmpty else { return [] }
    let accounts = accounts
    return try await connection.perform { connection in
      var skipped: [String] = []
      var made: [Account] = []
      for account in accounts {
        let rows = try connection.query(
          """
          SELECT 1 FROM mysql.user WHERE User = \(literal: .string(account.user))
          AND Host = \(literal: .string(account.host))
          """)
        if rows.isEmpty {
          try connection.execute(definition: account.create)
          made.append(account)
        } else {
          skipped.append(account.display)
        }
      }
      // Grants name roles, so every account comes first.
      for account in made {
        for grant in account.grants { try connection.execute(definition: grant) }
      }
      return skipped
    }
  }
}
