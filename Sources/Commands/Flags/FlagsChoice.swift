import Basics
import CommandKit
import Configuration
import Flags
import MySQL

/// The servers that a command line of `dbops flags` means.
struct FlagsChoice {
  private let invocation: Invocation
  private let context: CommandContext
  private let lockWait: Duration

  /// - Parameter lockWait: The longest wait of a change for others' locks, at least a second.
  init(_ invocation: Invocation, _ context: CommandContext, lockWait: Duration = .seconds(5)) {
    self.invocation = invocation
    self.context = context
    self.lockWait = max(.seconds(1), lockWait)
  }

  /// - Throws: `OpsError` `usage`, `notFound`, `configuration`.
  func fleets() throws -> [FlagFleet] {
    let namesServer = invocation[ServerOptions.host] != nil || invocation[ServerOptions.socket] != nil
    guard invocation[FlagsOptions.role] == nil || namesServer else {
      throw OpsError(
        .usage, "--role needs a server", why: "it says what one server is",
        hint: "name it with --host or --socket, alone or besides --target")
    }
    if let name = invocation[GlobalOptions.target] {
      try ServerChoice.refuseAccount(besideTarget: name, invocation)
      let settings = try context.settings()
      guard let target = try settings.target(named: name).mysql else {
        throw OpsError(
          .refused, "cannot look at the flags of \(name)",
          why: "this version knows those of MySQL and MariaDB servers alone")
      }
      return [try fleet(name, target, settings)]
    }
    if let connection = try ServerChoice.directOrAll(invocation, context) {
      return [direct(connection)]
    }
    return try all()
  }

  private func all() throws -> [FlagFleet] {
    let settings = try context.settings()
    var fleets: [FlagFleet] = []
    for entry in settings.targets.entries {
      if let target = entry.value.mysql {
        fleets.append(try fleet(entry.name, target, settings))
      } else {
        context.console.say(
          "\(entry.name) is left out: flags of targets of type \(entry.value.type) are not known")
      }
    }
    guard !fleets.isEmpty else {
      throw OpsError(
        .notFound, "there is no server to look at", why: "the configuration has no target of type mysql",
        hint: "add one below targets, or name a server with --host")
    }
    return fleets
  }

  /// The target of the configuration that a server belongs to which is named, with its role, without that target; nil
  /// when there is none, or all targets are meant.
  func target(of address: ServerAddress) -> String? {
    guard invocation[GlobalOptions.target] == nil, invocation[FlagsOptions.role] != nil,
      context.hasConfiguration,
      let settings = try? context.settings()
    else { return nil }
    return settings.targets.entries.first { entry in
      guard let target = entry.value.mysql else { return false }
      return ([target.primary] + target.replicas).contains { ServerAddress($0) == address }
    }?.name
  }

  /// A server without a target: only what is built in is wanted of it.
  private func direct(_ connection: ConnectionOptions) -> FlagFleet {
    let role = invocation[FlagsOptions.role]
    let server = FleetServer(connection, role: role, from: role == nil ? .itself : .commandLine)
    return make(connection.address.description, [server], FlagSettings())
  }

  private func fleet(
    _ name: String, _ target: MySQLTargetSettings, _ settings: Settings
  ) throws -> FlagFleet {
    let endpoints = [(FlagRole.primary, target.primary)] + target.replicas.map { (.replica, $0) }
    let chosen = endpoints.map(\.1).filter(isChosen)
    guard !chosen.isEmpty else {
      throw OpsError(
        .notFound, "\(name) has no such server",
        hint: "it has \(endpoints.map(\.1.description).joined(separator: ", ")); give the port with --port")
    }
    guard chosen.count == 1 || invocation[FlagsOptions.role] == nil else {
      throw OpsError(
        .usage, "--role is for one server", why: "several of \(name) are meant",
        hint: "add --port: there are \(chosen.map(\.description).joined(separator: ", "))")
    }
    let servers = try endpoints.map { role, endpoint in
      let isChosen = chosen.contains(endpoint)
      let given = isChosen ? invocation[FlagsOptions.role] : nil
      return FleetServer(
        try ServerChoice.options(target, endpoint, settings, context), role: given ?? role,
        from: given == nil ? .configuration : .commandLine, part: isChosen ? .changed : .watched)
    }
    return make(name, servers, target.flags)
  }

  private func isChosen(_ endpoint: ServerEndpoint) -> Bool {
    switch endpoint {
    case .socket(let path):
      invocation[ServerOptions.host] == nil
        && (invocation[ServerOptions.socket].map { $0 == path } ?? true)
    case .tcp(let host, let port):
      invocation[ServerOptions.socket] == nil
        && (invocation[ServerOptions.host].map { $0 == host } ?? true)
        && (invocation[ServerOptions.port].map { $0 == port } ?? true)
    }
  }

  private func make(_ name: String, _ servers: [FleetServer], _ flags: FlagSettings) -> FlagFleet {
    return FlagFleet(
      name, servers, wanted: flags.wanted, lockWait: lockWait)
  }
}

extension FlagSettings {
  /// What is wanted of each role.
  var wanted: [FlagRole: WantedFlags] {
    func wanted(_ role: FlagRole, _ values: NamedSettings<String>) -> WantedFlags {
      WantedFlags(role, configured: values.entries.map { ($0.name, $0.value) })
    }
    return [.primary: wanted(.primary, primary), .replica: wanted(.replica, replica)]
  }
}
