import Basics
import MySQL
import Pipeline
import Repository

/// Restores a logical backup into a server: definitions, rows, indexes, constraints, programs, comparison.
///
/// What each crash leaves: tables with some objects and their rows in the ledger. The same restore run again
/// loads the objects that are missing and goes on; nothing is loaded twice, because object and ledger row
/// commit together.
package struct LogicalRestore: Sendable {
  package struct Settings: Sendable {
    package var threads: Int
    /// Whether things in the way are dropped first.
    package var overwrites: Bool
    /// Names the restore in the ledger; see `identity(…)`.
    package var id: String

    package init(threads: Int = 4, overwrites: Bool = false, id: String) {
      self.threads = threads
      self.overwrites = overwrites
      self.id = id
    }
  }

  /// What was done.
  package struct Outcome: Sendable {
    package let tables: Int
    package let rows: Int64
    package let isResumed: Bool
    /// Accounts that were left as they are, because they exist.
    package let skippedAccounts: [String]
    /// Accounts in whose name restored views and programs run, and that the target has not got.
    package let absentDefiners: [String]
    /// What a logical restore cannot bring back, and did not.
    package let remarks: [String]
  }

  private let target: Source
  private let plan: RestorePlan
  private let settings: Settings
  private let reader: BackupReader
  private let progress: WorkProgress
  private let log: Log
  private let ledger: RestoreLedger

  package init(
    target: Source, plan: RestorePlan, settings: Settings, reader: BackupReader, progress: WorkProgress,
    log: Log
  ) {
    self.target = target
    self.plan = plan
    self.settings = settings
    self.reader = reader
    self.progress = progress
    self.log = log
    ledger = RestoreLedger(id: settings.id)
  }

  /// What stands on the target now; changes nothing.
  package func check() async throws -> TargetCheck {
    try await target.withConnection(.export, "check") { connection in
      let recorded = try await ledger.items(connection)
      return try await check(connection, recorded)
    }
  }

  private func check(_ connection: Connection, _ recorded: RecordedItems) async throws -> TargetCheck {
    let there = try await connection.query("SELECT SCHEMA_NAME AS n FROM information_schema.SCHEMATA")
    let existing = Set(there.compactMap { $0["n"].string.map(ExactText.init(_:)) })
    let wanted = plan.databaseNames.intersection(existing)
    let inventory =
      wanted.isEmpty
      ? Inventory()
      : try await InventoryReader(selection: Selection(databases: wanted.map(\.text))).read(connection)
    return try TargetCheck(
      plan: plan, target: inventory, recorded: recorded, overwrites: settings.overwrites)
  }

  /// Does it all, and compares at the end.
  ///
  /// - Throws: `OpsError`: `refused` before anything is changed, `locked` while the same is restored by another run,
  ///   `corrupt` when the comparison finds differences.
  package func run() async throws -> Outcome {
    try await target.withConnection(.plain, "lock") { guardian in
      try await ledger.lock(guardian)
      let recorded = try await inheritance(guardian)
      let check = try await target.withConnection(.export, "check") { try await self.check($0, recorded) }
      try check.requireNoConflicts()
      try await ledger.prepare(for: target.run ?? RunID(), guardian)
      if check.isResumed { log.info("carrying on where an earlier run stopped") }
      do {
        return try await target.withConnection(.load, "coordinator") { try await run($0, check, recorded) }
      } catch {
        await target.endSessions(log: log)
        throw Self.unfinished(error)
      }
    }
  }

  /// What earlier runs have done, once nothing of them is at work on the server any more.
  private func inheritance(_ guardian: Connection) async throws -> RecordedItems {
    let recorded = try await ledger.items(guardian)
    try await RunSessions(of: recorded.runs).end(guardian)
    return try await ledger.items(guardian)
  }

  private func run(
    _ coordinator: Connection, _ check: TargetCheck, _ recorded: RecordedItems
  ) async throws -> Outcome {
    let ledger = ledger
    try await coordinator.perform { connection in
      try SessionTuning.apply(connection)
      try ProgramOrigin.putBack(recorded, ledger: ledger, connection)
    }
    try await makeTables(check, recorded, coordinator)
    try await loadRows(recorded, coordinator)
    let missing = try await finishDefinitions(recorded, coordinator)
    let comparison = RestoreComparison(
      source: target, reader: reader, threads: settings.threads, progress: progress)
    let findings = try await comparison.run(plan, without: missing)
    try Self.requireNoDifferences(findings.differences)
    let writer = ProgramWriter(ledger: ledger)
    let plan = plan
    try await coordinator.perform { try writer.make(plan.programs(.event), recorded: recorded, $0) }
    try Self.requireNoDifferences(try await comparison.runForEvents(plan))
    let accounts = AccountWriter(ledger: ledger)
    let (skipped, absent) = try await coordinator.perform { connection in
      let skipped = try accounts.make(plan.accounts, recorded: recorded, connection)
      return (skipped, try AbsentDefiners(of: plan.programs).names(connection))
    }
    try await ledger.clear(coordinator)
    return Outcome(
      tables: plan.tables.count, rows: plan.rows, isResumed: check.isResumed, skippedAccounts: skipped,
      absentDefiners: absent,
      remarks: missing.map { "view \($0.name) is left out: \($0.why)" } + findings.remarks)
  }

  /// The error of a restore that has begun to change the target.
  private static func unfinished(_ error: any Error) -> OpsError {
    var told = OpsError.wrapping(error, as: "the restore did not finish")
    if told.changed == "nothing" {
      told.changed = "what was restored so far is on the target, and the same command carries on from there"
    }
    return told
  }

  private static func requireNoDifferences(_ differences: [RestoreComparison.Difference]) throws {
    guard !differences.isEmpty else { return }
    let shown = differences.prefix(10).map(\.description).joined(separator: "; ")
    let more = differences.count > 10 ? "; and \(differences.count - 10) more" : ""
    throw OpsError(
      .corrupt, "the restored data is not what was backed up", why: shown + more,
      changed: "everything that was restored is still there",
      hint: "do not use it; find out who else wrote to the target, then drop it and restore again")
  }

  private func makeTables(
    _ check: TargetCheck, _ recorded: RecordedItems, _ coordinator: Connection
  ) async throws {
    progress.begin("making tables")
    let writer = DefinitionWriter(ledger: ledger)
    let programs = ProgramWriter(ledger: ledger)
    let plan = plan
    try await coordinator.perform { connection in
      for database in plan.databases { try writer.make(database: database, connection) }
      for program in check.replacedPrograms { try programs.drop(program, connection) }
      try programs.make(plan.programs(.sequence), recorded: recorded, connection)
      for (table, step) in zip(plan.tables, check.steps) {
        switch step {
        case .replace:
          try writer.drop(table, connection)
          try writer.make(table, connection)
        case .create:
          // Somebody dropped a table of ours: its objects are to be loaded again.
          for object in table.contents.objects where recorded.contains(.object(object.number)) {
            try ledger.remove(.object(object.number), connection)
          }
          try ledger.remove(.filled(table.target), connection)
          try writer.make(table, connection)
        case .resume:
          try Self.requireEmptyIfUntouched(table, recorded, connection)
        }
      }
    }
  }

  /// A table of ours into which nothing was loaded must hold nothing.
  private static func requireEmptyIfUntouched(
    _ table: RestorePlan.Table, _ recorded: RecordedItems, _ connection: isolated Connection
  ) throws {
    let loaded = table.contents.objects.contains { recorded.contains(.object($0.number)) }
    guard table.contents.isTransactional, !loaded else { return }
    let rows = try connection.query("SELECT 1 FROM \(table.target.sql) LIMIT 1")
    guard !rows.isEmpty else { return }
    throw OpsError(
      .refused, "cannot carry on restoring \(table.target)",
      why: "it holds rows that this restore did not load",
      hint: "drop the table and run again, or restore under another name with --rename")
  }

  private func loadRows(_ recorded: RecordedItems, _ coordinator: Connection) async throws {
    // What was dropped and made again has lost its objects since `recorded` was read.
    let recorded = try await ledger.items(coordinator)
    let load = LoadRun(
      plan: plan, recorded: recorded, target: target, threads: settings.threads,
      loader: RowLoader(reader: reader, ledger: ledger, progress: progress),
      writer: DefinitionWriter(ledger: ledger), log: log)
    progress.begin("loading", totalBytes: load.missingBytes(reader))
    try await load.run()
  }

  /// - Returns: Views that cannot be made.
  private func finishDefinitions(
    _ recorded: RecordedItems, _ coordinator: Connection
  ) async throws -> [MissingView] {
    progress.begin("adding constraints and programs")
    let writer = DefinitionWriter(ledger: ledger)
    let programs = ProgramWriter(ledger: ledger)
    let views = ViewWriter(plan, ledger: ledger)
    let plan = plan
    return try await coordinator.perform { connection in
      for table in plan.tables { try writer.addForeignKeys(table, connection) }
      let kinds = plan.programs(.function, .procedure, .package, .packageBody, .trigger)
      try programs.make(kinds, recorded: recorded, connection)
      return try views.make(connection)
    }
  }

  /// Names a restore, so that the same command finds its own ledger again.
  package static func identity(backup: String, selection: Selection, renames: [String]) throws -> String {
    let parts = [
      backup, selection.databases.sorted().map(\.text).joined(separator: ","),
      selection.tables.sorted().map(\.description).joined(separator: ","),
      selection.excludedDatabases.sorted().map(\.text).joined(separator: ","),
      selection.excludedTables.sorted().map(\.description).joined(separator: ","),
      renames.sorted().joined(separator: ","),
    ]
    return try blake2b(Array(parts.joined(separator: "\n").utf8).span)
  }
}
