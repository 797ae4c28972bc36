import Basics
import MySQL
import TestKit

/// An account of a test on the primary, with certain privileges alone.
struct LabAccount {
  private static let password = "only for tests"

  /// Makes the account and gives options to log in with it.
  ///
  /// - Parameter grants: What stands between GRANT and TO.
  static func make(
    named name: String, on server: TestServer, _ grants: [SQLText]
  ) async throws -> ConnectionOptions {
    let connection = try await Connection.open(server.options())
    try await connection.execute(
      "CREATE USER \(quoted: name)@'%' IDENTIFIED BY \(literal: .string(password))")
    for grant in grants { try await connection.execute("GRANT \(grant) TO \(quoted: name)@'%'") }
    await connection.close()
    var options = try server.options()
    options.user = name
    options.password = Secret(password)
    return options
  }

  /// What a backup of `database` needs, but no way to lock all of the server.
  static func reading(_ database: String, on server: TestServer) -> [SQLText] {
    let onDatabase: SQLText = "SELECT, LOCK TABLES, SHOW VIEW, TRIGGER, EVENT ON \(quoted: database).*"
    return switch server {
    case .mariadb: [onDatabase, "BINLOG MONITOR ON *.*", "SELECT ON mysql.*"]
    case .mysql: [onDatabase, "REPLICATION CLIENT, SHOW_ROUTINE ON *.*"]
    }
  }
}
