import Basics
import CommandKit
import Configuration
import MySQL
import Replication

/// A target of MySQL or MariaDB with its servers, as the commands about replication take it.
struct ReplicatedTarget: Sendable {
  /// The target's name, or the address of a server that the command line names.
  let name: String
  let primary: ConnectionOptions
  /// Those of the configuration.
  let replicas: [ConnectionOptions]
  let heartbeat: HeartbeatTable
  let interval: Duration
  /// Whether the configuration says which servers there are.
  let isConfigured: Bool

  static let table = Option(
    "heartbeat-table", value: .string("DB.TABLE"),
    help: "Table of heartbeats, instead of the target's heartbeat.table; dbops.heartbeat by default.")

  /// The target that `--target` names, the server that `--host` names, or all targets that replicate.
  ///
  /// - Throws: `OpsError` `notFound`, `configuration`, `usage`, `refused` for a target of another type.
  static func chosen(_ invocation: Invocation, _ context: CommandContext) throws -> [ReplicatedTarget] {
    if invocation[GlobalOptions.target] != nil { return [try one(invocation, context)] }
    if let direct = try ServerChoice.directOrAll(invocation, context) {
      return [try ReplicatedTarget(direct: direct, invocation)]
    }
    let settings = try context.settings()
    let targets = try settings.targets.entries.compactMap { entry -> ReplicatedTarget? in
      guard let target = entry.value.mysql else {
        context.console.say("\(entry.name): targets of type \(entry.value.type) cannot be looked at yet")
        return nil
      }
      return try ReplicatedTarget(entry.name, target, settings, invocation, context)
    }
    guard !targets.isEmpty else {
      throw OpsError(
        .notFound, "there is nothing to look at", why: "the configuration has no target of type mysql",
        hint: "add one under 'targets', or name a server with --host")
    }
    return targets
  }

  /// The one that `--target` or `--host` names.
  static func one(_ invocation: Invocation, _ context: CommandContext) throws -> ReplicatedTarget {
    guard let name = invocation[GlobalOptions.target] else {
      guard let direct = try ServerChoice.direct(invocation, context) else {
        throw OpsError(
          .usage, "which server?",
          hint: "name a target of the configuration with --target, or a server with --host")
      }
      return try ReplicatedTarget(direct: direct, invocation)
    }
    let settings = try context.settings()
    let target = try settings.target(named: name)
    guard let mysql = target.mysql else {
      throw OpsError(
        .refused, "cannot look at the replication of \(name)",
        why: "dbops does not know that of targets of type \(target.type) yet")
    }
    return try ReplicatedTarget(name, mysql, settings, invocation, context)
  }

  private init(
    _ name: String, _ target: MySQLTargetSettings, _ settings: Settings, _ invocation: Invocation,
    _ context: CommandContext
  ) throws {
    self.name = name
    primary = try ServerChoice.options(target, target.primary, settings, context)
    replicas = try target.replicas.map { try ServerChoice.options(target, $0, settings, context) }
    heartbeat = try Self.heartbeat(invocation[Self.table] ?? target.heartbeat.table)
    interval = target.heartbeat.interval
    isConfigured = true
  }

  private init(direct: ConnectionOptions, _ invocation: Invocation) throws {
    name = direct.address.description
    primary = direct
    replicas = []
    let standard = HeartbeatSettings()
    heartbeat = try Self.heartbeat(invocation[Self.table] ?? standard.table)
    interval = standard.interval
    isConfigured = false
  }

  private static func heartbeat(_ text: String) throws -> HeartbeatTable {
    guard let table = HeartbeatTable(text: text) else {
      throw OpsError(.usage, "'\(text)' is no table", hint: "write DATABASE.TABLE, such as dbops.heartbeat")
    }
    return table
  }

  /// What lag is measured on.
  var measured: LagMonitor.MySQLTarget {
    var access = ServerAccess(primary)
    access.configured = replicas
    return LagMonitor.MySQLTarget(name: name, servers: access, table: heartbeat, interval: interval)
  }

  /// Where the search for its servers begins.
  var starts: [TopologySearch.Start] {
    [TopologySearch.Start(primary, as: isConfigured ? .primary : .none)]
      + replicas.map { TopologySearch.Start($0, as: .replica) }
  }
}
