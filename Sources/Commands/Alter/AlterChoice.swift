import Basics
import CommandKit
import FoundationEssentials
import MySQL
import OnlineAlter
import Replication

/// What the command line asks for.
struct AlterChoice: Sendable {
  private let invocation: Invocation
  private let server: ServerChoice

  init(_ invocation: Invocation, _ server: ServerChoice) {
    self.invocation = invocation
    self.server = server
  }

  /// - Throws: `OpsError` `usage` when a table or a change is missing, or the change cannot be read.
  func request() throws -> AlterRequest {
    guard let changes = invocation[AlterOptions.alter] else {
      throw OpsError(
        .usage, "which change?", hint: "say it with --alter, such as --alter \"ADD COLUMN note TEXT\"")
    }
    var request = try AlterRequest(table: try table(), alter: changes)
    if invocation[AlterOptions.dropLeftGhost] { request.leftovers.insert(.ghost) }
    if invocation[AlterOptions.dropLeftOld] { request.leftovers.insert(.old) }
    if invocation[AlterOptions.coarserKey] { request.coarserKeys = .allowed }
    return request
  }

  private func table() throws -> TableName {
    guard let word = invocation[AlterOptions.table] else {
      throw OpsError(.usage, "which table?", hint: "name it with --table")
    }
    if let database = invocation[AlterOptions.database] { return TableName(database, word) }
    if let databases = server.target?.databases, databases.count == 1, let only = databases.first {
      return TableName(only, word)
    }
    let parts = word.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      throw OpsError(
        .usage, "which database is \(word) in?",
        hint: "name it with --database, or write --table DATABASE.TABLE")
    }
    return TableName(parts[0], parts[1])
  }

  /// - Throws: `OpsError` `usage`.
  func settings(_ context: CommandContext) throws -> MigrationSettings {
    var settings = MigrationSettings()
    let threads =
      invocation[AlterOptions.threads] ?? min(4, max(2, ProcessInfo.processInfo.activeProcessorCount))
    settings.copiers = threads
    settings.appliers = threads
    settings.chunkRows = invocation[AlterOptions.chunkSize]
    settings.chunkTime = invocation[AlterOptions.chunkTime]
    settings.batch = invocation[AlterOptions.batchSize]
    settings.heartbeat = .milliseconds(invocation[ThrottleOptions.heartbeat])
    settings.retries = invocation[AlterOptions.retries]
    settings.lockLimit = .seconds(invocation[AlterOptions.lockTimeout])
    settings.pauses.longest = .seconds(invocation[AlterOptions.longestPause])
    settings.postponeFile = invocation[AlterOptions.postponeFile]
    settings.serverID = serverID(context)
    if let text = invocation[AlterOptions.minFreeDisk] { settings.diskFloor = try DiskFloor(parsing: text) }
    if !invocation[AlterOptions.instant] { settings.native = .left }
    if invocation[AlterOptions.skipChecksum] { settings.checksum = .skipped }
    if invocation[AlterOptions.dropOld] { settings.oldTable = .dropped }
    if invocation[AlterOptions.switchFormat] { settings.logFormat = .switched }
    if invocation[AlterOptions.exactCount] {
      settings.counting = invocation[AlterOptions.concurrentCount] ? .beside : .before
    }
    let process = ProcessInfo.processInfo
    settings.who =
      "\(context.environment["USER"] ?? "somebody")@\(process.hostName) pid \(process.processIdentifier)"
    return settings
  }

  /// The given one, else one that only this run has.
  private func serverID(_ context: CommandContext) -> UInt32 {
    invocation[AlterOptions.serverID].map { UInt32(clamping: $0) }
      ?? MigrationSettings.serverID(of: context.run)
  }

  /// The server, its replicas of the configuration, and under which id dbops itself reads the log.
  func watchedServers(_ request: AlterRequest, _ context: CommandContext) throws -> WatchedServers {
    var options = server.connection
    options.run = context.run
    var servers = WatchedServers(
      options, migrating: request.table, streamID: serverID(context))
    if let target = server.target, let settings = server.settings {
      servers.access.configured = try target.replicas.map {
        try ServerChoice.options(target, $0, settings, context)
      }
    }
    return servers
  }

  /// The replicas whose lag counts.
  func replicas(
    _ servers: WatchedServers, _ throttle: ThrottleSettings
  ) async throws -> ReplicaDiscovery.Outcome {
    switch throttle.controlReplicas {
    case .discovered: return try await servers.discovery.search()
    case .these(let addresses):
      var outcome = ReplicaDiscovery.Outcome()
      outcome.replicas = addresses.map { Replica($0) }
      return outcome
    }
  }

  /// The settings with all replicas, where indexes are built on each; where nobody says so, they are built when the rows are
  /// copied if there are none.
  ///
  /// - Throws: `OpsError` `refused` when it is not known which replicas there are.
  func deferring(
    _ settings: MigrationSettings, _ servers: WatchedServers, _ throttle: ThrottleSettings,
    _ found: ReplicaDiscovery.Outcome
  ) throws -> MigrationSettings {
    guard invocation.isGiven(AlterOptions.deferIndexes) else {
      var settings = settings
      let isAlone =
        throttle.controlReplicas == .discovered && found.replicas.isEmpty && found.problems.isEmpty
      settings.secondaryIndexes = isAlone ? .deferredWhereAlone : .copied
      return settings
    }
    guard invocation[AlterOptions.deferIndexes] else { return settings }
    guard throttle.controlReplicas == .discovered else {
      throw OpsError(
        .usage, "cannot build the indexes on every replica",
        why: "--throttle-control-replicas names only some",
        hint: "leave out one of --defer-secondary-indexes and --throttle-control-replicas")
    }
    if let problem = found.problems.first {
      throw OpsError(
        .refused, "cannot build the indexes on every replica", why: problem,
        hint: "add --no-defer-secondary-indexes, or make the replicas known")
    }
    var settings = settings
    settings.secondaryIndexes = .deferred(replicas: found.replicas.map { servers.options(for: $0.address) })
    return settings
  }
}
