import Basics
import MySQL
import Schema

/// Makes users and roles that are not there yet; existing ones are never touched.
struct AccountWriter: Sendable {
  let ledger: RestoreLedger

  /// - Parameter recorded: What an earlier run of this restore began: an account of its own is finished.
  /// - Returns: The accounts left as they are.
  func make(
    _ accounts: [Account], recorded: RecordedItems, _ connection: isolated Connection
  ) throws -> [String] {
    var skipped: [String] = []
    var made: [Account] = []
    var missing: [Account] = []
    for account in accounts {
      let isThere = try !connection.query(
        """
        SELECT 1 FROM mysql.user WHERE User = \(literal: .string(account.user))
        AND Host = \(literal: .string(account.host))
        """
      ).isEmpty
      guard !isThere || recorded.contains(.account(account.display)) else {
        skipped.append(account.display)
        continue
      }
      // The ledger comes first: what it does not name is not ours to give grants to.
      try connection.repeating { try ledger.record(.account(account.display), connection) }
      made.append(account)
      if !isThere { missing.append(account) }
    }
    try create(missing, connection)
    // Grants name roles, so every account comes first.
    for account in made {
      for grant in account.grants { try make(grant: grant, of: account, connection) }
      // MariaDB's grants repeat the password, and a password that is set is fresh.
      if connection.server.flavour == .mariadb, Self.hasExpired(account) {
        let name: SQLText = "\(quoted: account.user)@\(quoted: account.host)"
        try connection.repeating { try connection.execute("ALTER USER \(name) PASSWORD EXPIRE") }
      }
    }
    return skipped
  }

  /// Makes accounts; one that has another as its default role waits until that is there.
  private func create(_ accounts: [Account], _ connection: isolated Connection) throws {
    var left = accounts
    while !left.isEmpty {
      var failure: SQLFailure?
      let before = left.count
      left = try left.filter { account in
        do {
          try connection.repeating { try connection.execute(definition: account.create) }
          return false
        } catch let error as SQLFailure where error.number == Self.unknownRole {
          failure = error
          return true
        }
      }
      if let failure, left.count == before { throw failure }
    }
  }

  private static let unknownRole = 3162

  private func make(grant: [UInt8], of account: Account, _ connection: isolated Connection) throws {
    // MariaDB knows the word PACKAGE in this mode alone.
    let isOracle = connection.server.flavour == .mariadb && Self.isAboutPackage(grant)
    if isOracle {
      try connection.execute("SET SESSION sql_mode = CONCAT(@dbops_mode := @@sql_mode, ',ORACLE')")
    }
    do {
      try connection.repeating { try connection.execute(definition: grant) }
    } catch let failure as SQLFailure where failure.kind == .privilege || failure.kind == .login {
      throw OpsError(
        .privilege, "cannot give \(account.display) its grants", why: failure.text,
        changed: "the data is restored and compared; this account has fewer grants than it had",
        hint: "run again as an account that has all privileges WITH GRANT OPTION, PROXY on ''@'' included")
    }
    if isOracle { try connection.execute("SET SESSION sql_mode = @dbops_mode") }
  }

  /// Whether the password has expired, as opposed to being one that expires some day.
  private static func hasExpired(_ account: Account) -> Bool {
    let words = SQLLexer.tokens(of: account.create).map { $0.keyword(in: account.create) }
    return words.indices.contains { index in
      words[index...].starts(with: ["PASSWORD", "EXPIRE"])
        && !["INTERVAL", "NEVER", "DEFAULT"].contains(words[index...].dropFirst(2).first)
    }
  }

  private static func isAboutPackage(_ grant: [UInt8]) -> Bool {
    let tokens = SQLLexer.tokens(of: grant)
    guard let on = tokens.firstIndex(where: { $0.keyword(in: grant) == "ON" }), on + 2 < tokens.count else {
      return false
    }
    // A database called `package` would be quoted, and would be followed by a point.
    return tokens[on + 1].keyword(in: grant) == "PACKAGE" && !tokens[on + 2].isSymbol(".", in: grant)
  }
}
