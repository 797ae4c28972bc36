import Basics
import MySQL
import Pipeline
import Repository
import Synchronization

/// Dumps a MySQL or MariaDB server into a backup: one moment, all workers, every object read back.
package struct LogicalBackup: Sendable {
  package struct Settings: Sendable {
    package var selection: Selection
    /// Sessions that read at the same time.
    package var threads: Int
    /// Raw data an object holds, about.
    package var chunkBytes: ByteCount
    package var includesAccounts: Bool
    package var lockWait: Duration
    /// The most data of non-transactional tables that may be locked against writes while it is read.
    package var lockedBytesLimit: ByteCount

    package init(
      selection: Selection = Selection(), threads: Int = 4, chunkBytes: ByteCount = .mebibytes(32),
      includesAccounts: Bool = true, lockWait: Duration = .seconds(3),
      lockedBytesLimit: ByteCount = .gibibytes(1)
    ) {
      self.selection = selection
      self.threads = threads
      self.chunkBytes = chunkBytes
      self.includesAccounts = includesAccounts
      self.lockWait = lockWait
      self.lockedBytesLimit = lockedBytesLimit
    }
  }

  /// What came of it.
  package struct Outcome: Sendable {
    package let contents: DumpContents
    package let point: ConsistencyPoint
    package let server: ServerInfo
  }

  private let source: Source
  private let settings: Settings
  private let progress: WorkProgress
  private let log: Log

  package init(source: Source, settings: Settings, progress: WorkProgress, log: Log) {
    self.source = source
    self.settings = settings
    self.progress = progress
    self.log = log
  }

  /// Writes everything selected into `writer`; the manifest is left to the caller.
  ///
  /// - Throws: `OpsError`; the backup must then be abandoned.
  package func run(into writer: BackupWriter) async throws -> Outcome {
    progress.begin("reading definitions")
    return try await source.withConnection(.export, "inventory") { reader in
      try await PrivilegeCheck.backup.verify(
        reader, selection: settings.selection, accounts: settings.includesAccounts)
      let (inventory, snapshots) = try await openSnapshots(reader)
      do {
        let tables = try await export(inventory, snapshots, checking: reader, into: writer)
        await snapshots.close()
        let contents = DumpContents(
          databases: inventory.databases, tables: tables, programs: inventory.programs,
          accounts: inventory.accounts)
        return Outcome(contents: contents, point: snapshots.point, server: reader.server)
      } catch {
        await snapshots.close()
        throw error
      }
    }
  }

  /// Opens the snapshots and makes sure that the definitions read before still hold afterwards.
  private func openSnapshots(_ reader: Connection) async throws -> (Inventory, SnapshotSet) {
    let inventoryReader = InventoryReader(selection: settings.selection)
    // One session more than workers: the planner looks up bounds in the same snapshot.
    let opener = SnapshotOpener(
      settings: .init(sessions: settings.threads + 1, lockWait: settings.lockWait), source: source, log: log)
    var before = try await inventoryReader.read(reader)
    for _ in 0..<5 {
      try refuseUnreadable(before)
      progress.begin("taking a snapshot")
      let snapshots = try await opener.open(for: before.tables)
      do {
        var after = try await inventoryReader.read(reader)
        if Self.sameDefinitions(before, after) {
          if settings.includesAccounts { after.accounts = try await AccountReader().read(reader) }
          return (after, snapshots)
        }
        log.warning("definitions changed while the snapshot was taken; taking it again")
        before = after
        await snapshots.close()
      } catch {
        await snapshots.close()
        throw error
      }
    }
    throw OpsError(
      .failed, "cannot take a consistent snapshot", why: "definitions changed during each of five attempts",
      hint: "run again when no DDL is under way, or leave out the tables it is about with --exclude-tables")
  }

  static func sameDefinitions(_ before: Inventory, _ after: Inventory) -> Bool {
    before.databases == after.databases
      && before.tables.elementsEqual(after.tables) { $0.hasSameShape(as: $1) }
      && before.programs.elementsEqual(after.programs) { $0.hasSameDefinition(as: $1) }
  }

  private func refuseUnreadable(_ inventory: Inventory) throws {
    for view in inventory.programs where view.isBrokenView {
      log.warning(
        "a view does not open: something it stands on is gone, or needs EXECUTE on a function",
        ["view": view.name.description])
    }
    for table in inventory.tables where table.leavesHistoryOut {
      log.warning(
        "versioned by transaction: only current rows are backed up", ["table": table.name.description])
    }
    for table in inventory.tables where !table.holdsRows {
      log.warning(
        "only the definition is backed up", ["table": table.name.description, "engine": table.engine])
    }
    let locked = inventory.tables.filter { !$0.isTransactional && $0.holdsRows }
    let bytes = ByteCount(locked.reduce(0) { $0 + $1.estimatedBytes })
    guard bytes > settings.lockedBytesLimit else { return }
    throw OpsError(
      .refused, "cannot back up \(locked[0].name) and \(locked.count - 1) other tables",
      why: "their engine has no snapshots, and locking \(bytes) against writes takes too long",
      hint: "convert them to InnoDB, back up from a replica, or raise backup.locked-limit")
  }

  private func export(
    _ inventory: Inventory, _ snapshots: SnapshotSet, checking reader: Connection, into writer: BackupWriter
  ) async throws -> [TableContents] {
    progress.begin("dumping", totalBytes: inventory.tables.reduce(0) { $0 + $1.estimatedBytes })
    let exporter = ChunkExporter(writer: writer, progress: progress, objectBytes: settings.chunkBytes)
    let run = ExportRun(
      tables: inventory.tables, snapshots: snapshots, exporter: exporter, chunkBytes: settings.chunkBytes,
      definitionCheck: { definition in
        guard try await InventoryReader.isUnchanged(definition, reader) else {
          throw OpsError.definitionChanged(definition.name, why: "ALTER, TRUNCATE or DROP")
        }
      })
    let objects = try await run.run()
    return inventory.tables.enumerated().map { TableContents($1, objects: objects[$0]) }
  }
}
