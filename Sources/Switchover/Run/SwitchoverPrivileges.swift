import Basics
import MySQL
import Replication
import Schema

/// Looks whether the account may do what a switchover does, on every server.
struct SwitchoverPrivileges: Sendable {
  private let cast: SwitchoverCast

  init(_ cast: SwitchoverCast) { self.cast = cast }

  /// - Throws: `OpsError` `privilege` with the GRANT statement.
  func check(_ crew: SwitchoverCrew) async throws {
    for member in cast.members {
      let lines = try await crew.session(member).run { (try $0.grantLines(), $0.account) }
      guard let server = member.facts?.server else { continue }
      let missing = Self.missing(GrantSet(lines: lines.0), on: server)
      guard !missing.isEmpty else { continue }
      throw missing.error(for: lines.1).within("cannot change \(member.name)")
    }
  }

  /// What is needed of a server, whichever part it plays: tomorrow it may be the other.
  static func missing(_ grants: GrantSet, on server: ServerInfo) -> MissingGrants {
    var missing = MissingGrants()
    guard !grants.allows("SUPER") || !grants.allows("RELOAD") else { return missing }
    let all = needed(server).filter { !grants.allows($0) }
    missing.add(all, on: "*.*")
    return missing
  }

  private static func needed(_ server: ServerInfo) -> [String] {
    if server.flavour == .mysql, server.hasRoles {
      return [
        "RELOAD", "PROCESS", "REPLICATION CLIENT", "SYSTEM_VARIABLES_ADMIN", "REPLICATION_SLAVE_ADMIN",
        "CONNECTION_ADMIN",
      ]
    }
    if server.flavour == .mariadb, server.speaksOfReplicas {
      return [
        "RELOAD", "PROCESS", "SLAVE MONITOR", "BINLOG MONITOR", "READ_ONLY ADMIN", "REPLICATION SLAVE ADMIN",
        "CONNECTION ADMIN", "SUPER",
      ]
    }
    return ["SUPER", "RELOAD", "PROCESS", "REPLICATION CLIENT"]
  }
}
