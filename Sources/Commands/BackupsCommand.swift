import Basics
import CommandKit
import Repository

/// `dbops backups`
enum BackupsCommand {
  private static let id = Argument("backup", value: .string("ID"), help: "The backup's id, or latest.")
  private static let reason = Option(
    "reason", value: .string("TEXT"), default: "", help: "Why it is kept, for those who find the pin.")
  private static let since = Option(
    "since", value: .timestamp(), help: "Only backups made after this moment.")
  private static let rebuild = Option(
    flag: "rebuild",
    help:
      "First make the catalog anew from the manifests in the repository, forgetting backups that have vanished."
  )
  private static let storeOptions: [any OptionDeclaration] = [
    StoreOptions.storage, StoreOptions.repository,
  ]

  static let command = Command(
    CommandSpec(
      "backups", summary: "lists backups",
      examples: [
        CommandExample("dbops backups", "All backups of all targets, newest last"),
        CommandExample("dbops backups show latest --target shop", "What one backup holds"),
        CommandExample(
          "dbops backups pin 20261121T020904Z-7f3a9c --reason 'before the migration'", "Keep one"),
        CommandExample(
          "dbops backups --rebuild", "After the state folder was lost, or backups were removed by hand"),
      ], options: [since, rebuild] + storeOptions, rules: StoreOptions.rules,
      exits: [.notFound, .locked, .corrupt]),
    subcommands: [show, pin, unpin, clean]
  ) { invocation, context in
    try BackupsList(invocation: invocation, context: context).show(
      since: invocation[since], rebuilds: invocation[rebuild])
  }

  private static func repository(_ invocation: Invocation, _ context: CommandContext) throws -> Repository {
    try StoreChoice(invocation: invocation, context: context).open()
  }

  private static func find(
    _ invocation: Invocation, _ context: CommandContext, in repository: Repository
  ) throws -> Manifest {
    try BackupChoice(word: try invocation[id], target: invocation[GlobalOptions.target]).find(
      in: repository, warn: context.console.warn)
  }

  private static let show = Command(
    CommandSpec(
      "show", summary: "shows what a backup is and where it stands in the log",
      examples: [CommandExample("dbops backups show latest --target shop", "The newest backup of shop")],
      arguments: [id], options: storeOptions, rules: StoreOptions.rules, exits: [.notFound, .corrupt])
  ) { invocation, context in
    let repository = try repository(invocation, context)
    let manifest = try find(invocation, context, in: repository)
    let totals = manifest.totals
    context.console.show(
      """
      backup       \(manifest.id)
      target       \(manifest.target)
      engine       \(manifest.engine), \(manifest.server.flavour) \(manifest.server.version)
      started      \(manifest.started)
      finished     \(manifest.finished)
      made by      dbops \(manifest.dbops) on \(manifest.host), run \(manifest.run)
      consistency  \(manifest.consistency.text)
      holds        \(totals.tables) tables, \(totals.rows) rows, \(totals.raw) in \(totals.stored) stored
      objects      \(manifest.objects.count)
      encrypted    \(manifest.isEncrypted ? "for " + manifest.recipients.map(\.fingerprint).joined(separator: ", ") : "no")
      """)
    return .ok([
      "backup": .string(manifest.id.description), "target": .string(manifest.target),
      "engine": .string(manifest.engine), "consistency": manifest.consistency, "rows": .int(totals.rows),
      "tables": .int(totals.tables), "raw_bytes": .int(totals.raw.bytes),
      "stored_bytes": .int(totals.stored.bytes),
      "objects": .int(Int64(manifest.objects.count)), "encrypted": .bool(manifest.isEncrypted),
    ])
  }

  private static let pin = Command(
    CommandSpec(
      "pin", summary: "keeps a backup until it is unpinned",
      examples: [
        CommandExample("dbops backups pin latest -t shop --reason audit", "Keep the newest backup of shop")
      ],
      arguments: [id], options: [reason] + storeOptions, rules: StoreOptions.rules, exits: [.notFound])
  ) { invocation, context in
    let repository = try repository(invocation, context)
    let manifest = try find(invocation, context, in: repository)
    try repository.pin(target: manifest.target, id: manifest.id, reason: invocation[reason])
    context.console.show("backup \(manifest.id) of \(manifest.target) is kept until it is unpinned")
    return .ok(["backup": .string(manifest.id.description)])
  }

  private static let unpin = Command(
    CommandSpec(
      "unpin", summary: "lets a pinned backup go again",
      examples: [CommandExample("dbops backups unpin latest -t shop", "Undo a pin")],
      arguments: [id], options: storeOptions, rules: StoreOptions.rules, exits: [.notFound])
  ) { invocation, context in
    let repository = try repository(invocation, context)
    let manifest = try find(invocation, context, in: repository)
    try repository.unpin(target: manifest.target, id: manifest.id)
    context.console.show("backup \(manifest.id) of \(manifest.target) is no longer pinned")
    return .ok(["backup": .string(manifest.id.description)])
  }

  private static let execute = Option(flag: "execute", help: "Do it; without this only the plan is shown.")

  private static let clean = Command(
    CommandSpec(
      "clean", summary: "removes what runs that were killed have left: shows its plan, acts with --execute",
      examples: [CommandExample("dbops backups clean --execute", "Remove the remains of killed runs")],
      options: [execute] + storeOptions, rules: StoreOptions.rules, exits: [.locked])
  ) { invocation, context in
    let repository = try repository(invocation, context)
    let targets = try invocation[GlobalOptions.target].map { [$0] } ?? repository.targets()
    var found = 0
    for target in targets {
      for id in try repository.incomplete(target: target) {
        found += 1
        context.console.show("\(invocation[execute] ? "removing" : "would remove") \(target)/\(id)")
        if invocation[execute] { try repository.removeIncomplete(target: target, id: id, run: context.run) }
      }
    }
    // Too small to be named in a plan: a file of a few hundred bytes that nothing reads.
    if invocation[execute] {
      for target in targets { try repository.removeUnfinishedLeases(target: target) }
    }
    if found == 0 { context.console.say("nothing is left over") }
    return .ok(["incomplete": .int(Int64(found)), "removed": .bool(invocation[execute] && found > 0)])
  }
}
