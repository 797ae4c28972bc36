import Basics
import CommandKit
import FoundationEssentials
import MySQL
import OnlineAlter

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

  static func settings(_ invocation: Invocation, _ context: CommandContext) -> MigrationSettings {
    var settings = MigrationSettings()
    let threads =
      invocation[AlterOptions.threads] ?? min(4, max(2, ProcessInfo.processInfo.activeProcessorCount))
    settings.copiers = threads
    settings.appliers = threads
    settings.chunkRows = invocation[AlterOptions.chunkSize]
    settings.chunkTime = invocation[AlterOptions.chunkTime]
    settings.batch = invocation[AlterOptions.batchSize]
    settings.retries = invocation[AlterOptions.retries]
    settings.lockLimit = .seconds(invocation[AlterOptions.lockTimeout])
    settings.pauses.longest = .seconds(invocation[AlterOptions.longestPause])
    settings.postponeFile = invocation[AlterOptions.postponeFile]
    settings.serverID = UInt32(clamping: invocation[AlterOptions.serverID])
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
}
