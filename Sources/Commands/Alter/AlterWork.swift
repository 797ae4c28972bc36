import Basics
import CommandKit
import MySQL
import OnlineAlter

/// Carries a planned migration out, and tells how it goes and went.
struct AlterWork: Sendable {
  let request: AlterRequest
  let outlook: AlterOutlook
  let server: ConnectionOptions
  let throttle: Throttle

  func run(_ settings: MigrationSettings, _ context: CommandContext) async throws -> CommandResult {
    if settings.checksum == .skipped {
      context.console.warn(
        "the tables will be exchanged without having been compared: nothing proves that no row is lost")
    }
    let progress = MigrationProgress()
    let migration = MigrationRun(
      request, server, settings, brake: throttle, progress: progress, run: context.run, log: context.log)
    let start = ContinuousClock.now
    let display = AlterDisplay(request.table, progress, throttle, context.console)
    let result = try await context.held.holding("the migration of \(request.table); its ghost table is kept")
    {
      try await display.follow { try await migration.carryOut() }
    }
    let took = ContinuousClock.now - start
    AlterSummary.tell(result, request, took: took, on: context.console)
    return .ok(AlterSummary.done(result, request, outlook, took: took)).told(
      as: "\(request.table): \(request.text): \(result.rows) rows, \(result.changes) changes, \(took.text)")
  }
}
