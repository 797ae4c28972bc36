import Basics
import CommandKit
import MySQL
import OnlineAlter

/// `dbops alter`
enum AlterCommand {
  static let command: Command = {
    var spec = text
    spec.dialect = .singleDash
    return Command(spec) { invocation, context in
      try await Journal(context).run("alter", target: invocation[GlobalOptions.target] ?? "") {
        try await run(invocation, context)
      }
    }
  }()

  private static let text = CommandSpec(
    "alter",
    summary: "changes a table of any size while it is written to: shows its plan, acts with --execute",
    discussion: """
      Copies the rows into a ghost table that already has the new form, keeps it up to date from the binary log, proves \
      by checksums that both hold the same rows, and exchanges the two within one short lock. The table's rows are \
      not locked, and no triggers are made. A change that the server can do without a rebuild is left to the server.

      A migration that was stopped, killed or cut off carries on when the same command is run again.

      gh-ost's options have its names, meanings and defaults, with one dash or two.
      """,
    examples: [
      CommandExample(
        "dbops alter --target shop --table orders --alter \"ADD COLUMN note TEXT\"", "See what would be done"),
      CommandExample(
        "dbops alter --target shop --table orders --alter \"ADD COLUMN note TEXT\" --execute", "Do it"),
      CommandExample(
        "dbops alter --target shop --table orders --alter \"FORCE\" --execute --postpone-cut-over-flag-file=/tmp/wait",
        "Rebuild the table, and exchange it when /tmp/wait is removed"),
    ],
    sections: [
      AlterOptions.migration, AlterOptions.cutOver, AlterOptions.log, AlterOptions.accepted,
      ServerOptions.section,
    ],
    rules: ServerOptions.rules + [.exclusive([AlterOptions.switchFormat, AlterOptions.assumeFormat])],
    exits: [.privilege, .notFound, .locked, .refused, .aborted, .unknown])

  private static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> CommandResult {
    let server = try ServerChoice(invocation, context)
    let request = try AlterChoice(invocation, server).request()
    let settings = AlterChoice.settings(invocation, context)
    context.console.say("looking at \(request.table) on \(server.connection.address)")
    let planner = AlterPlanner(request, server.connection, settings, log: context.log)
    let plan = try await planner.plan()
    AlterPlanText(plan).show(on: context.console)
    guard invocation[AlterOptions.execute] else {
      context.console.say("nothing was changed; add --execute to do it")
      return .ok(AlterSummary.planned(plan)).told(as: "\(plan.table): planned only")
    }
    let progress = MigrationProgress()
    let brake = NoBrake()
    let migration = MigrationRun(
      request, server.connection, settings, brake: brake, progress: progress, run: context.run,
      log: context.log)
    let start = ContinuousClock.now
    let result = try await context.held.holding("the ghost table of \(request.table), which is kept") {
      try await AlterDisplay(plan, progress, context.console).follow { try await migration.carryOut() }
    }
    let took = ContinuousClock.now - start
    AlterSummary.tell(result, plan, took: took, on: context.console)
    return .ok(AlterSummary.done(result, plan, took: took)).told(
      as: "\(plan.table): \(plan.statement): \(result.rows) rows, \(result.changes) changes, \(took.text)")
  }
}

/// Holds nothing back.
struct NoBrake: CopyBrake {
  func wait() async throws {}
}
