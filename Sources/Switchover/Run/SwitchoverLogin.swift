import Basics
import MySQL
import Replication

/// How the old primary logs in to the new one.
package struct SwitchoverLogin: Sendable {
  package let access: SourceAccess
  package let password: Secret

  /// - Parameters:
  ///   - user: Of the configuration; nil takes the one that the candidate uses itself.
  ///   - password: Of the configuration; nil looks for the candidate's own, which MySQL keeps in a table.
  /// - Throws: `OpsError` `configuration` when it is not known.
  package static func find(
    user: String?, password: Secret?, _ crew: SwitchoverCrew
  ) async throws -> SwitchoverLogin {
    let cast = crew.cast
    let known = cast.candidateChannel ?? cast.channels.first ?? cast.primaryChannel
    var access = known?.access ?? SourceAccess()
    if let user { access.user = user }
    if let password { return SwitchoverLogin(access: access, password: password) }
    guard !access.user.isEmpty, let kept = try await kept(access.user, try crew.session(cast.candidate))
    else {
      throw OpsError(
        .configuration, "cannot make \(cast.primary?.name ?? "the old primary") a replica",
        why: "the account that replicas log in with is not known: "
          + "no server but MySQL tells, and only where its mysql.slave_master_info can be read",
        hint: "add replication: {user: …, password: {file: …}} to the target")
    }
    return SwitchoverLogin(access: access, password: kept)
  }

  private static func kept(_ user: String, _ session: SwitchoverSession) async throws -> Secret? {
    do {
      return try await session.run { connection in
        guard connection.server.flavour == .mysql else { return nil }
        let row = try connection.query(
          """
          SELECT User_password AS p FROM mysql.slave_master_info
          WHERE User_name = \(literal: .string(user)) AND User_password <> '' LIMIT 1
          """
        ).first
        return row?["p"].string.map { Secret($0) }
      }
    } catch let failure as SQLFailure where [.privilege, .unknownObject].contains(failure.kind) {
      return nil
    }
  }
}
