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
      AlterOptions.migration, ThrottleOptions.section, AlterOptions.cutOver, AlterOptions.log,
      AlterOptions.accepted,
      ServerOptions.section,
    ],
    rules: ServerOptions.rules + [.exclusive([AlterOptions.switchFormat, AlterOptions.assumeFormat])],
    exits: [.privilege, .notFound, .locked, .refused, .aborted, .unknown])

  private static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> CommandResult {
    let server = try ServerChoice(invocation, context)
    let choice = AlterChoice(invocation, server)
    let request = try choice.request()
    var settings = try choice.settings(context)
    let servers = try choice.watchedServers(request, context)
    let throttling = try ThrottleOptions.settings(invocation, server.target?.alter)
    if throttling.controlReplicas == .discovered { settings.replicaSearch = .made }
    let throttle = Throttle(
      throttling, watching: servers,
      workers: settings.copiers, log: context.log)
    context.console.say("looking at \(request.table) on \(server.connection.address)")
    let planner = AlterPlanner(request, server.connection, settings, log: context.log)
    var outlook = try await planner.outlook()
    if case .native(let algorithm) = outlook {
      let native = NativeWork(request: request, server: server.connection, settings: settings)
      if let result = try await native.run(algorithm, acts: invocation[AlterOptions.execute], context) {
        return result
      }
      // An empty copy could be altered so, the table cannot.
      var rebuilding = settings
      rebuilding.native = .left
      outlook = try await AlterPlanner(request, server.connection, rebuilding, log: context.log).outlook()
    }
    try await throttle.check()
    var replicas = try await choice.replicas(servers, throttle.settings)
    replicas.problems += try await ReplicaAccess(servers).check(replicas.replicas)
    AlterPlanText(request, outlook, throttle.settings, replicas, oldTable: settings.oldTable)
      .show(on: context.console)
    guard invocation[AlterOptions.execute] else {
      context.console.say("nothing was changed; add --execute to do it")
      return .ok(AlterSummary.planned(request, outlook)).told(as: "\(request.table): planned only")
    }
    let work = AlterWork(request: request, outlook: outlook, server: server.connection, throttle: throttle)
    return try await work.run(try choice.deferring(settings, servers, throttle.settings, replicas), context)
  }
}
