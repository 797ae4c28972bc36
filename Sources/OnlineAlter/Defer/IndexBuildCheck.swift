import Basics
import MySQL

/// What must hold on a server so that indexes can be built there by themselves.
struct IndexBuildCheck: Sendable {
  let tables: IndexBuild.Tables
  /// Whether the statement goes to the replicas by the log, so that there may be none.
  let isLogged: Bool
  /// Numbers under which replication clients of ours are known.
  let ignoredServerIDs: Set<UInt32>

  /// What was found on a server that can be used.
  struct Finding: Sendable, Equatable {
    let address: String
    /// Names the server: its UUID, or its number on MariaDB.
    let identity: String
    /// The identities of the replicas it feeds.
    let replicas: [String]
  }

  func look(at options: ConnectionOptions) async throws -> Finding {
    let address = options.address.description
    do {
      var options = options.with(profile: .plain, phase: "alter-index")
      options.lockWait = .seconds(1)
      let session = try await Connection.open(options)
      let finding = try await session.perform { session in try look(session, address) }
      await session.close()
      return finding
    } catch let failure as SQLFailure {
      let told = failure.opsError
      let isUnreachable = failure.kind == .unreachable || failure.kind == .connectionLost
      throw OpsError(
        told.code == .failed ? .refused : told.code, what(address), why: told.message,
        hint: isUnreachable ? "bring the server back, or \(Self.leaveOut)" : told.hint)
    }
  }

  private func look(_ session: isolated Connection, _ address: String) throws -> Finding {
    if !isLogged { try UnloggedSession.begin(session) }
    try refuseReadOnly(session, address)
    try refuseCluster(session, address)
    return Finding(
      address: address, identity: try identity(session), replicas: try replicas(session))
  }

  /// Tries a statement that fails in any case: how it fails tells whether the account may alter tables here.
  private func refuseReadOnly(_ session: isolated Connection, _ address: String) throws {
    do {
      try session.execute(
        "ALTER TABLE \(tables.ghost.sql) DROP INDEX \(quoted: "dbops: there is no such index")")
    } catch let failure as SQLFailure where failure.kind == .readOnly {
      let isForAll = try session.query("SHOW GLOBAL VARIABLES LIKE 'super_read_only'").first?[1].isOn == true
      let privilege = session.server.flavour == .mysql ? "CONNECTION_ADMIN" : "READ_ONLY ADMIN"
      throw OpsError(
        isForAll ? .refused : .privilege, what(address), why: failure.description,
        hint: isForAll
          ? "SET GLOBAL super_read_only = OFF there while the table is migrated (read_only may stay), or \(Self.leaveOut)"
          : "run as an administrator there: GRANT \(privilege) ON *.* TO the account; or \(Self.leaveOut)")
    } catch let failure as SQLFailure where failure.kind == .privilege {
      throw failure
    } catch let failure as SQLFailure where [.other, .unknownObject, .contention].contains(failure.kind) {
      // Neither the ghost table nor such an index needs to be there.
      return
    }
  }

  /// A cluster runs such a statement on all nodes, and holds up all of them.
  private func refuseCluster(_ session: isolated Connection, _ address: String) throws {
    if session.server.flavour == .mysql, try isInGroup(session) {
      throw OpsError(
        .refused, what(address),
        why: "it belongs to a replication group, whose members all run such a statement",
        hint: Self.leaveOut)
    }
    guard try session.query("SHOW GLOBAL VARIABLES LIKE 'wsrep_on'").first?[1].isOn == true else { return }
    throw OpsError(
      .refused, what(address),
      why: "it belongs to a Galera cluster, where an index is built on all nodes at once", hint: Self.leaveOut
    )
  }

  /// Members of a group do not stand in the list of replicas.
  private func isInGroup(_ session: isolated Connection) throws -> Bool {
    do {
      return try !session.query(
        "SELECT 1 FROM performance_schema.replication_group_members WHERE MEMBER_STATE <> 'OFFLINE' LIMIT 1"
      ).isEmpty
    } catch let failure as SQLFailure where failure.kind == .privilege {
      // The same is told by a variable, which is there only where the plugin is.
      return try session.query("SHOW GLOBAL VARIABLES LIKE 'group_replication_group_name'").first?[1].string
        .map { !$0.isEmpty } ?? false
    }
  }

  private func identity(_ session: isolated Connection) throws -> String {
    let variable: SQLText = session.server.flavour == .mysql ? "@@server_uuid" : "@@server_id"
    return try session.query("SELECT CONCAT(\(variable), '') AS i").first?["i"].string ?? ""
  }

  /// Who reads this server's log as a replica. Programs that only read it give neither UUID nor port.
  private func replicas(_ session: isolated Connection) throws -> [String] {
    let isMySQL = session.server.flavour == .mysql
    let statement: SQLText = isMySQL && session.server.speaksOfReplicas ? "SHOW REPLICAS" : "SHOW SLAVE HOSTS"
    return try session.query(statement).compactMap { row in
      let number = row["Server_id"].uint ?? 0
      if ignoredServerIDs.contains(UInt32(truncatingIfNeeded: number)) { return nil }
      guard isMySQL else { return row["Port"].int == 0 ? nil : "\(number)" }
      let uuid = row["Replica_UUID"].string ?? row["Slave_UUID"].string ?? ""
      return uuid.isEmpty ? nil : uuid
    }
  }

  /// Refuses a replica that nobody would build the indexes on.
  func refuseUnlisted(_ findings: [Finding]) throws {
    let listed = Set(findings.map(\.identity))
    for finding in findings {
      guard let other = finding.replicas.first(where: { !listed.contains($0) }) else { continue }
      throw OpsError(
        .refused, what(finding.address), why: "it has a replica that is not known: server \(other)",
        hint: "name that replica in the target's configuration, or \(Self.leaveOut)")
    }
  }

  private static let leaveOut = "add --no-defer-secondary-indexes"

  private func what(_ address: String) -> String {
    "cannot build the indexes of \(tables.source) on \(address) afterwards"
  }
}
