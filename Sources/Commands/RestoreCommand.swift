import Backup
import Basics
import CommandKit
import FoundationEssentials
import MySQL
import Repository

/// `dbops restore`
enum RestoreCommand {
  static let backup = Option(
    "backup", value: .string("ID"), default: BackupChoice.latest, help: "The backup's id, or latest.")
  static let into = Option(
    "into", value: .string("TARGET"), help: "Target of the configuration to restore into.")
  static let rename = Option(
    "rename", repeating: .string("OLD=NEW"),
    help: "Restore a database or a table (DB.OLD=DB.NEW) under another name; may be repeated.")
  static let overwrite = Option(
    flag: "overwrite", help: "Drop tables and programs that are in the way. Needs --confirm TARGET.")
  static let accounts = Option(
    flag: "accounts", help: "Also make users, roles and grants that do not exist there.")
  static let execute = Option(flag: "execute", help: "Do it; without this only the plan is shown.")

  static let command = Command(
    CommandSpec(
      "restore", summary: "restores a backup into a server: shows its plan, acts with --execute",
      discussion: """
        Proves the stored data first, then makes tables without secondary indexes, loads rows in parallel, adds \
        indexes and foreign keys, then views, routines, triggers and events, and compares every table with the \
        backup's checksums at the end. A restore that was killed carries on when the same command is run again.

        Nothing that exists is touched unless --overwrite is given and confirmed.
        """,
      examples: [
        CommandExample(
          "dbops restore --target warehouseDB --into scratch", "See what restoring the latest backup would do"
        ),
        CommandExample("dbops restore --target warehouseDB --into scratch --execute", "Do it"),
        CommandExample(
          "dbops restore --target shop --into shop --tables shop.orders --rename shop.orders=shop.orders_old --execute",
          "One table beside the original"),
      ],
      sections: [
        OptionSection(
          "Options",
          [
            backup, into, BackupCommand.databases, BackupCommand.tables, BackupCommand.excludeDatabases,
            BackupCommand.excludeTables, rename, accounts, overwrite, execute, BackupCommand.threads,
          ]),
        OptionSection(
          "Repository options", [StoreOptions.storage, StoreOptions.repository, StoreOptions.identity]),
        ServerOptions.section,
      ],
      rules: StoreOptions.rules + [
        .exclusive([into, ServerOptions.host]), .exclusive([into, ServerOptions.socket]),
        .exclusive([ServerOptions.host, ServerOptions.socket]),
      ], exits: [.privilege, .notFound, .locked, .wrongKey, .corrupt, .refused, .unknown])
  ) { invocation, context in
    try await Journal(context).run("restore", target: invocation[GlobalOptions.target] ?? "") {
      try await run(invocation, context)
    }
  }

  private static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> CommandResult {
    let stores = StoreChoice(invocation: invocation, context: context)
    let repository = try stores.open()
    let choice = BackupChoice(word: invocation[backup], target: invocation[GlobalOptions.target])
    let manifest = try choice.find(in: repository, warn: context.console.warn)
    let reader = try repository.reader(manifest, keyring: try stores.keyring())
    let (name, connection) = try destination(invocation, context)
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let settings = try RestoreJob.Settings(
      selection: try SelectionOptions.selection(invocation), renames: invocation[rename],
      threads: invocation[BackupCommand.threads] ?? min(8, max(2, cores)), overwrites: invocation[overwrite],
      includesAccounts: invocation[accounts])
    let progress = WorkProgress()
    let job = try RestoreJob(
      target: Source(connection), reader: reader, settings: settings, progress: progress, log: context.log)
    let preview = try await job.preview()
    show(preview, manifest, connection.address, context)
    guard invocation[execute] else {
      context.console.say("nothing was changed; add --execute to do it")
      return .ok(summary(preview, manifest, state: "planned")).told(as: "planned only")
    }
    try confirm(preview, name, context)
    let start = ContinuousClock.now
    let outcome = try await context.console.follow("restore of \(manifest.id)", progress) {
      try await job.run()
    }
    let took = ContinuousClock.now - start
    let remarks =
      outcome.remarks
      + outcome.absentDefiners.map {
        "there is no account \($0): the views and programs that run in its name wait for it to be made"
      }
    context.console.show(
      """
      restored \(outcome.tables) tables, \(outcome.rows) rows in \(took.text); all compared equal\
      \(remarks.isEmpty ? "" : " but for what is noted below")\
      \(outcome.isResumed ? " (carried on from an earlier run)" : "")
      """)
    for remark in remarks { context.console.show("  note: \(remark)") }
    for account in outcome.skippedAccounts {
      context.console.say("account \(account) exists and was left as it is")
    }
    var members = summary(preview, manifest, state: "restored")
    members["seconds"] = .double(took.inSeconds)
    members["resumed"] = .bool(outcome.isResumed)
    members["remarks"] = .array((preview.plan.remarks + remarks).map { .string($0) })
    return .ok(members).told(
      as: "backup \(manifest.id) into \(connection.address): \(outcome.rows) rows, \(took.text)")
  }

  private static func destination(
    _ invocation: Invocation, _ context: CommandContext
  ) throws -> (name: String, options: ConnectionOptions) {
    if let target = invocation[into] {
      let server = try ServerChoice(target: target, context)
      return (target, server.connection)
    }
    guard let direct = try ServerChoice.direct(invocation, context) else {
      throw OpsError(
        .usage, "restore into which server?",
        hint: "name a target of the configuration with --into, or a server with --host or --socket")
    }
    return (direct.address.description, direct)
  }

  private static func show(
    _ preview: RestoreJob.Preview, _ manifest: Manifest, _ address: ServerAddress, _ context: CommandContext
  ) {
    let plan = preview.plan
    context.console.show(
      """
      plan: restore backup \(manifest.id) of \(manifest.target) into \(address) (\(preview.server))
        databases: \(plan.databases.map(\.name).joined(separator: ", "))
        \(plan.tables.count) tables, \(plan.rows) rows, \(preview.rawBytes); \
      \(plan.programs.count) views, routines, triggers and events; \(plan.accounts.count) accounts
      """)
    if preview.check.isResumed { context.console.show("  carries on where an earlier run stopped") }
    for conflict in preview.check.conflicts { context.console.show("  in the way: \(conflict)") }
    let replaced = zip(plan.tables, preview.check.steps).filter { $0.1 == .replace }.map(
      \.0.target.description)
    if preview.check.conflicts.isEmpty, !replaced.isEmpty {
      context.console.show("  would drop and replace: \(replaced.joined(separator: ", "))")
    }
    for remark in plan.remarks { context.console.show("  note: \(remark)") }
  }

  private static func confirm(
    _ preview: RestoreJob.Preview, _ name: String, _ context: CommandContext
  ) throws {
    try preview.check.requireNoConflicts()
    let replaced = preview.check.steps.count { $0 == .replace } + preview.check.replacedPrograms.count
    guard replaced > 0 else { return }
    try context.consent.confirm(name, consequence: "drops \(replaced) tables and programs on \(name)")
  }

  private static func summary(
    _ preview: RestoreJob.Preview, _ manifest: Manifest, state: String
  ) -> [String: JSONValue] {
    [
      "state": .string(state), "backup": .string(manifest.id.description), "target": .string(manifest.target),
      "tables": .int(Int64(preview.plan.tables.count)), "rows": .int(preview.plan.rows),
      "raw_bytes": .int(preview.rawBytes.bytes),
      "conflicts": .array(preview.check.conflicts.map { .string($0) }),
      "remarks": .array(preview.plan.remarks.map { .string($0) }),
    ]
  }
}
