import MySQL
import Schema

/// What an account needs to make views, routines, triggers and events that run in somebody else's name, and those
/// that a server with a binary log distrusts.
///
/// Without it a restore would fail after the rows are in, which may be hours after its start.
struct DefinerPrivileges: Sendable {
  private let definers: Set<String>
  private let hasLoggedPrograms: Bool

  init(_ programs: [StoredProgram]) {
    definers = Set(programs.compactMap { Self.definer(of: $0) })
    hasLoggedPrograms = programs.contains { [.function, .trigger, .package, .packageBody].contains($0.kind) }
  }

  /// The privileges on everything that are missing.
  func missing(_ grants: GrantSet, _ connection: Connection) async throws -> [String] {
    let account = try await connection.query("SELECT CURRENT_USER() AS a").first?["a"].string ?? ""
    var missing: [String] = []
    let ways = Self.definerPrivileges(connection.server)
    if !definers.subtracting([account]).isEmpty, !ways.contains(where: { grants.allows($0) }) {
      missing.append(ways[0])
    }
    missing += try await connection.perform { connection in
      try missingForOthers(grants, connection)
    }
    if hasLoggedPrograms, !grants.allows("SUPER"), try await isDistrustful(connection) {
      missing.append("SUPER")
    }
    return missing
  }

  /// What newer servers want besides, for definers that do not exist and for those that are system users.
  private func missingForOthers(_ grants: GrantSet, _ connection: isolated Connection) throws -> [String] {
    var missing: [String] = []
    if connection.server.protectsAbsentDefiners,
      !["ALLOW_NONEXISTENT_DEFINER", "SUPER"].contains(where: { grants.allows($0) }),
      try !AbsentDefiners(definers).names(connection).isEmpty
    {
      missing.append("ALLOW_NONEXISTENT_DEFINER")
    }
    if connection.server.hasSystemUsers, !grants.allows("SYSTEM_USER"),
      try !AbsentDefiners.systemUsers(among: definers, connection).isEmpty
    {
      missing.append("SYSTEM_USER")
    }
    return missing
  }

  private func isDistrustful(_ connection: Connection) async throws -> Bool {
    let row = try await connection.query(
      "SELECT @@GLOBAL.log_bin AS l, @@GLOBAL.log_bin_trust_function_creators AS t"
    ).first
    return row?["l"].isOn == true && row?["t"].isOn == false
  }

  /// Any of these allows to name another definer; the narrowest is first.
  private static func definerPrivileges(_ server: ServerInfo) -> [String] {
    let narrow = server.definerPrivilege
    return narrow == "SUPER" ? [narrow] : [narrow, "SUPER"]
  }

  /// `user@host` behind DEFINER, before the object's own name; nil where none is named.
  static func definer(of program: StoredProgram) -> String? {
    let create = program.create
    let tokens = SQLLexer.tokens(of: create, quoting: SQLQuoting(sqlMode: program.sqlMode))
    guard let at = tokens.firstIndex(where: { $0.keyword(in: create) == "DEFINER" }), at + 4 < tokens.count,
      tokens[at + 1].isSymbol("=", in: create), tokens[at + 3].isSymbol("@", in: create)
    else { return nil }
    return "\(tokens[at + 2].name(in: create))@\(tokens[at + 4].name(in: create))"
  }
}
