import Backup
import Basics
import CommandKit
import Configuration
import FoundationEssentials
import MySQL
import Repository

/// `dbops verify`
enum VerifyCommand {
  enum Level: String, CaseIterable, Sendable { case manifest, data, restore }

  static let backup = Argument(
    optional: "backup", value: .string("ID"), help: "The backup's id, or latest, which is the default.")
  static let level = Option(
    "level", value: .choice(of: Level.self), default: .data,
    help: "manifest: all files are there. data: all of it decodes. restore: a scratch server holds it again.")
  static let threads = Option("threads", value: .int(1...256), default: 4, help: "Objects decoded at a time.")

  static let command = Command(
    CommandSpec(
      "verify", summary: "proves that a backup is whole, or that it restores",
      discussion: """
        Level data decrypts and decompresses every object and compares its digests; every damaged file is named. \
        Level restore also starts an empty private server of the same kind on this machine, restores everything \
        into it, compares every table, and removes the server again.
        """,
      examples: [
        CommandExample("dbops verify latest --target shop", "Decode all of the latest backup"),
        CommandExample("dbops verify --target shop --level restore", "Restore it into a scratch server"),
      ], arguments: [backup],
      options: [level, threads, StoreOptions.storage, StoreOptions.repository, StoreOptions.identity],
      rules: StoreOptions.rules, exits: [.differences, .notFound, .wrongKey, .corrupt])
  ) { invocation, context in
    let journal = Journal(context)
    return try await journal.run("verify", target: invocation[GlobalOptions.target] ?? "") {
      try await run(invocation, journal, context)
    }
  }

  private static func run(
    _ invocation: Invocation, _ journal: Journal, _ context: CommandContext
  ) async throws -> CommandResult {
    let stores = StoreChoice(invocation: invocation, context: context)
    let repository = try stores.open()
    let choice = BackupChoice(
      word: try invocation[self.backup] ?? BackupChoice.latest, target: invocation[GlobalOptions.target])
    let lost = LostBackups(repository: repository, journal: journal)
    let manifest = try lost.explaining(choice) {
      try choice.find(in: repository, warn: context.console.warn)
    }
    lost.warn(ofNewerThan: manifest, choice, context.console)
    let level = invocation[self.level]
    let progress = WorkProgress()
    let start = ContinuousClock.now
    let outcomes = VerificationJournal(manifest: manifest, journal: journal)
    let report = try await verifyData(manifest, repository, stores, invocation, progress, context)
    for problem in report.problems {
      context.console.show("\(problem.path): \(problem.what)")
      context.console.event("problem", ["path": .string(problem.path), "what": .string(problem.what)])
    }
    outcomes.note(report)
    try report.requireGood("backup \(manifest.id) of \(manifest.target) is damaged")
    var remarks: [String] = []
    if level == .restore {
      remarks = try await outcomes.noting("restore") {
        try await proveRestore(manifest, repository, stores, invocation, progress, context)
      }
    }
    let took = ContinuousClock.now - start
    context.console.show(
      """
      backup \(manifest.id) of \(manifest.target) is good at level \(level.rawValue): \(report.objects) objects, \
      \(report.raw) decoded, \(took.text)
      """)
    for remark in remarks { context.console.show("  note: \(remark)") }
    return .ok([
      "backup": .string(manifest.id.description), "target": .string(manifest.target),
      "level": .string(level.rawValue), "objects": .int(Int64(report.objects)),
      "raw_bytes": .int(report.raw.bytes),
      "seconds": .double(took.inSeconds), "remarks": .array(remarks.map { .string($0) }),
    ]).told(as: "backup \(manifest.id) is good at level \(level.rawValue), \(took.text)")
  }

  private static func verifyData(
    _ manifest: Manifest, _ repository: Repository, _ stores: StoreChoice, _ invocation: Invocation,
    _ progress: WorkProgress, _ context: CommandContext
  ) async throws -> VerificationReport {
    progress.begin("decoding", totalBytes: manifest.totals.raw.bytes)
    let options = VerificationOptions(
      level: invocation[self.level] == .manifest ? .manifest : .data, keyring: try stores.keyring(),
      threads: invocation[threads], progress: { progress.add(bytes: $0) })
    return try await context.console.follow("verification of \(manifest.id)", progress) {
      try await blocking { [options] checkpoint in
        var options = options
        options.checkpoint = checkpoint
        return try repository.verify(target: manifest.target, id: manifest.id, options)
      }
    }
  }

  /// Restores into a scratch server; returns what to tell about the result.
  private static func proveRestore(
    _ manifest: Manifest, _ repository: Repository, _ stores: StoreChoice, _ invocation: Invocation,
    _ progress: WorkProgress, _ context: CommandContext
  ) async throws -> [String] {
    guard let flavour = ServerInfo.Flavour(rawValue: manifest.server.flavour) else {
      throw OpsError(.refused, "cannot restore a backup of \(manifest.server.flavour)")
    }
    let reader = try repository.reader(manifest, keyring: try stores.keyring())
    let settings = try scratchSettings(flavour, stores, context)
    progress.begin("starting a scratch server")
    let server = try await blocking { checkpoint in
      try ScratchServer.start(settings, log: context.log, checkpoint: checkpoint)
    }
    do {
      let threads = invocation[self.threads]
      let outcome = try await context.console.follow(
        "restore of \(manifest.id) into a scratch server", progress
      ) {
        let job = try RestoreJob(
          target: Source(server.options), reader: reader, settings: try RestoreJob.Settings(threads: threads),
          progress: progress, log: context.log)
        return try await job.run()
      }
      try await blocking { server.stop() }
      return outcome.remarks
    } catch {
      try await blocking { server.stop() }
      throw error
    }
  }

  private static func scratchSettings(
    _ flavour: ServerInfo.Flavour, _ stores: StoreChoice, _ context: CommandContext
  ) throws -> ScratchServer.Settings {
    let all = try stores.settings()
    let settings = all?.scratch
    let name = flavour == .mysql ? "mysqld" : "mariadbd"
    let fromEnvironment = context.environment["DBOPS_\(name.uppercased())"].map { [$0] }
    let configured = flavour == .mysql ? settings?.mysqld : settings?.mariadbd
    let own = all.map { "\($0.state.directory)/scratch" }
    let parent = settings?.directory ?? own ?? context.environment["TMPDIR"] ?? "/tmp"
    return ScratchServer.Settings(
      program: configured ?? fromEnvironment ?? [name], flavour: flavour, parent: parent)
  }
}
