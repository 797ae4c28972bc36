import Basics
import MySQL

/// One server of a target as it was chosen, before it was asked anything.
package struct FleetServer: Sendable {
  package let options: ConnectionOptions
  /// Nil takes what the server says of itself.
  package let role: FlagRole?
  package let roleOrigin: FleetMember.RoleOrigin
  package let part: FleetMember.Part

  package init(
    _ options: ConnectionOptions, role: FlagRole?, from roleOrigin: FleetMember.RoleOrigin,
    part: FleetMember.Part = .changed
  ) {
    self.options = options
    self.role = role
    self.roleOrigin = roleOrigin
    self.part = part
  }
}

/// The servers of one target with a session on each.
package struct FlagFleet: Sendable {
  package let name: String
  private let servers: [FleetServer]
  private let wanted: [FlagRole: WantedFlags]
  private let sessions: [FlagSession]

  /// - Parameter wanted: What is wanted of each role.
  package init(
    _ name: String, _ servers: [FleetServer], wanted: [FlagRole: WantedFlags],
    lockWait: Duration = .seconds(5)
  ) {
    self.name = name
    self.servers = servers
    self.wanted = wanted
    sessions = servers.map { FlagSession($0.options, lockWait: lockWait) }
  }

  /// A server that was asked, and what came of it.
  package struct Answer: Sendable {
    package let address: ServerAddress
    package let result: Result<FleetMember, OpsError>
  }

  /// Keeps other runs from changing flags on any of the servers until the sessions end.
  ///
  /// - Throws: `OpsError` `locked`, or why a server cannot be asked.
  package func lock() async throws {
    for session in sessions {
      do {
        try await session.lock()
      } catch {
        throw OpsError.wrapping(error, as: "cannot ask \(session.address)")
      }
    }
  }

  /// Asks all servers at once; each answers for itself.
  package func read() async -> [Answer] {
    let results = await withTaskGroup(of: (Int, Result<FleetMember, OpsError>).self) { group in
      for index in servers.indices { group.addTask { (index, await member(index)) } }
      var results: [Int: Result<FleetMember, OpsError>] = [:]
      for await (index, result) in group { results[index] = result }
      return results
    }
    return servers.indices.compactMap { index in
      results[index].map { Answer(address: sessions[index].address, result: $0) }
    }
  }

  /// All of `answers`, as a plan needs them.
  ///
  /// - Throws: `OpsError` when a server could not be asked: what it would do is not known then.
  package static func members(of answers: [Answer]) throws(OpsError) -> [FleetMember] {
    var members: [FleetMember] = []
    for answer in answers { members.append(try answer.result.get()) }
    return members
  }

  /// A run of `plan`, which was made of `members`.
  package func run(
    _ plan: FlagPlan, _ members: [FleetMember], tell: @escaping @Sendable (FlagRun.Progress) -> Void
  ) -> FlagRun {
    FlagRun(plan, members, sessions, tell: tell)
  }

  package func close() async {
    for session in sessions { await session.close() }
  }

  private func member(_ index: Int) async -> Result<FleetMember, OpsError> {
    let server = servers[index]
    let session = sessions[index]
    do {
      // What can be stored is looked at first: it tells what is stored.
      let store = try await session.store()
      let found = try await session.read()
      let role = server.role ?? found.replication.role
      let wanted = wanted[role] ?? WantedFlags(role)
      let actual = try await session.complete(found, for: wanted)
      return .success(
        FleetMember(
          address: session.address, role: role, wanted: wanted, actual: actual,
          store: store, part: server.part, roleOrigin: server.roleOrigin))
    } catch {
      return .failure(OpsError.wrapping(error, as: "cannot ask \(session.address) for its flags"))
    }
  }
}
