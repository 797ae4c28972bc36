import Backup
import Basics
import CommandKit
import Configuration
import FoundationEssentials
import MySQL
import Repository

/// `dbops backup`
enum BackupCommand {
  static let from = Option(
    "from", value: .string("HOST"),
    help:
      "Server to read: primary, replica, or one of the target's hosts. A replica by default where there is one."
  )
  static let databases = Option("databases", list: .string("NAME"), help: "Only these databases.")
  static let tables = Option("tables", list: .string("DB.TABLE"), help: "Only these tables.")
  static let excludeDatabases = Option(
    "exclude-databases", list: .string("NAME"), help: "All but these databases.")
  static let excludeTables = Option(
    "exclude-tables", list: .string("DB.TABLE"), help: "All but these tables.")
  static let threads = Option("threads", value: .int(1...256), help: "Sessions that read at the same time.")
  static let engine = Option(
    "engine", value: .oneOf(["logical"]), default: "logical", help: "How the data is read.")
  static let noAccounts = Option(flag: "no-accounts", help: "Leave out users, roles and grants.")

  static let command = Command(
    CommandSpec(
      "backup", summary: "makes a backup now",
      discussion: """
        Reads the server in several sessions that all see the same moment, without holding up its writes for \
        longer than it takes to open them. Every object is read back and decoded before the backup counts; its \
        manifest is written last. Killed at any time, nothing half-done is listed.
        """,
      examples: [
        CommandExample("dbops backup --target purplle_purplle2", "Back up a target of the configuration"),
        CommandExample(
          "dbops backup --target warehouseDB --databases stock --threads 8", "One database, eight sessions"),
        CommandExample(
          "dbops backup --socket /run/mysqld/mysqld.sock --repository /backup/dbops",
          "Without a configuration"),
      ],
      sections: [
        OptionSection(
          "Options",
          [from, databases, tables, excludeDatabases, excludeTables, noAccounts, threads, engine]),
        OptionSection(
          "Repository options", [StoreOptions.storage, StoreOptions.repository, StoreOptions.recipient]),
        ServerOptions.section,
      ],
      rules: ServerOptions.rules + StoreOptions.rules,
      exits: [.partial, .privilege, .locked, .wrongKey, .refused, .skipped])
  ) { invocation, context in
    let journal = Journal(context)
    return try await journal.run("backup", target: invocation[GlobalOptions.target] ?? "") {
      try await run(invocation, journal, context)
    }
  }

  private static func run(
    _ invocation: Invocation, _ journal: Journal, _ context: CommandContext
  ) async throws -> CommandResult {
    let server = try ServerChoice(invocation, context)
    let stores = StoreChoice(invocation: invocation, context: context)
    let repository = try stores.open()
    let source = try await source(server, invocation, context)
    let settings = BackupJob.Settings(
      target: server.name, run: context.run, recipients: try stores.recipients(),
      compressionLevel: server.target?.backup.compressionLevel ?? 1, dbops: BuildInfo.version,
      dump: try dumpSettings(server, invocation))
    if settings.recipients.isEmpty {
      context.console.say("backup of \(server.name) is not encrypted: no recipients are configured")
    }
    let progress = WorkProgress()
    let job = BackupJob(
      source: source, repository: repository, settings: settings, progress: progress, log: context.log)
    let start = ContinuousClock.now
    let outcome = try await context.held.holding("the lease of \(server.name)") {
      try await context.console.follow("backup of \(server.name)", progress) { try await job.run() }
    }
    journal.keep { try $0.record(outcome.manifest) }
    return report(outcome, took: ContinuousClock.now - start, source: source, context)
  }

  private static func source(
    _ server: ServerChoice, _ invocation: Invocation, _ context: CommandContext
  ) async throws -> Source {
    guard let target = server.target, let settings = server.settings else { return Source(server.connection) }
    func reach(_ endpoint: ServerEndpoint) throws -> Source {
      Source(try ServerChoice.options(target, endpoint, settings, context))
    }
    let replicas = try target.replicas.map(reach)
    let choice = ReplicaChoice(limit: target.backup.maximumLag)
    switch try wantedSource(invocation[from], target) {
    case .primary: return Source(server.connection)
    case .host(let endpoint): return try reach(endpoint)
    case .replica: return try await choice.choose(replicas)
    case nil: return replicas.isEmpty ? Source(server.connection) : try await choice.choose(replicas)
    }
  }

  private static func wantedSource(
    _ word: String?, _ target: MySQLTargetSettings
  ) throws -> BackupSettings.Source? {
    guard let word else { return target.backup.source }
    if word == "primary" { return .primary }
    if word == "replica" { return .replica }
    let endpoints = [target.primary] + target.replicas
    let found = endpoints.first { endpoint in
      if case .tcp(let host, _) = endpoint, host == word { return true }
      return endpoint.description == word
    }
    guard let found else {
      throw OpsError(
        .usage, "the target has no server \(word)",
        hint: "there are: primary, replica, \(endpoints.map(\.description).joined(separator: ", "))")
    }
    return .host(found)
  }

  private static func dumpSettings(
    _ server: ServerChoice, _ invocation: Invocation
  ) throws -> LogicalBackup.Settings {
    let configured = server.target?.backup ?? BackupSettings()
    var selection = try SelectionOptions.selection(invocation)
    if selection.databases.isEmpty, selection.tables.isEmpty {
      selection.databases = Set((server.target?.databases ?? []).map(ExactText.init(_:)))
    }
    selection.excludedDatabases.formUnion(configured.exclude.databases.map(ExactText.init(_:)))
    selection.excludedTables.formUnion(try configured.exclude.tables.map(Selection.tableName))
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return LogicalBackup.Settings(
      selection: selection, threads: invocation[threads] ?? configured.threads ?? min(8, max(2, cores)),
      chunkBytes: configured.chunkSize, includesAccounts: !invocation[noAccounts],
      lockWait: configured.lockWait, lockedBytesLimit: configured.lockedLimit)
  }

  private static func report(
    _ outcome: BackupJob.Outcome, took: Duration, source: Source, _ context: CommandContext
  ) -> CommandResult {
    let manifest = outcome.manifest
    let totals = manifest.totals
    context.console.show(
      """
      backup \(manifest.id) of \(manifest.target)
        \(totals.tables) tables, \(totals.rows) rows, \(totals.raw) in \(totals.stored) stored, \
      \(manifest.objects.count) objects read back, \(took.text)
        read from \(source.address) at \(outcome.point.takenAt), writes held for \(outcome.point.lockHeld.text)
      """)
    return .ok([
      "backup": .string(manifest.id.description), "target": .string(manifest.target),
      "tables": .int(totals.tables),
      "rows": .int(totals.rows), "raw_bytes": .int(totals.raw.bytes),
      "stored_bytes": .int(totals.stored.bytes),
      "seconds": .double(took.inSeconds), "consistency": manifest.consistency,
      "encrypted": .bool(manifest.isEncrypted),
    ]).told(as: "backup \(manifest.id): \(totals.rows) rows, \(totals.stored) stored, \(took.text)")
  }
}

/// Turns the selecting options into a selection.
enum SelectionOptions {
  static func selection(_ invocation: Invocation) throws -> Selection {
    Selection(
      databases: invocation[BackupCommand.databases],
      tables: Set(try invocation[BackupCommand.tables].map(Selection.tableName)),
      excludedDatabases: invocation[BackupCommand.excludeDatabases],
      excludedTables: Set(try invocation[BackupCommand.excludeTables].map(Selection.tableName)))
  }
}
