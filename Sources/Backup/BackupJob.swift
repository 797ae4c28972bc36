import Basics
import MySQL
import Pipeline
import Repository

/// One backup of one target, from taking the lease to the published manifest.
package struct BackupJob: Sendable {
  package struct Settings: Sendable {
    /// The name under which the backup is kept.
    package var target: String
    package var run: RunID
    package var recipients: [PublicKey]
    /// zstd's; 1 by default.
    package var compressionLevel: Int
    /// The version of this program.
    package var dbops: String
    package var dump: LogicalBackup.Settings

    package init(
      target: String, run: RunID, recipients: [PublicKey] = [], compressionLevel: Int = 1, dbops: String,
      dump: LogicalBackup.Settings
    ) {
      self.target = target
      self.run = run
      self.recipients = recipients
      self.compressionLevel = compressionLevel
      self.dbops = dbops
      self.dump = dump
    }
  }

  /// What a finished backup is.
  package struct Outcome: Sendable {
    package let manifest: Manifest
    package let point: ConsistencyPoint
  }

  private let source: Source
  private let repository: Repository
  private let settings: Settings
  private let progress: WorkProgress
  private let log: Log

  package init(
    source: Source, repository: Repository, settings: Settings, progress: WorkProgress, log: Log
  ) {
    self.source = source
    self.repository = repository
    self.settings = settings
    self.progress = progress
    self.log = log
  }

  /// Makes the backup. Whatever goes wrong, what was written so far is removed.
  ///
  /// - Throws: `OpsError`: `locked` while another run backs up the target, and what `LogicalBackup` throws.
  package func run() async throws -> Outcome {
    let (repository, settings) = (repository, settings)
    let writer = try await blocking {
      try repository.begin(
        target: settings.target, run: settings.run, recipients: settings.recipients,
        level: settings.compressionLevel)
    }
    do {
      let dump = LogicalBackup(source: source, settings: settings.dump, progress: progress, log: log)
      let result = try await dump.run(into: writer)
      try Task.checkCancellation()
      progress.begin("publishing")
      let manifest = try await blocking {
        try writer.publish(Self.draft(result, dbops: settings.dbops), contents: result.contents.json)
      }
      return Outcome(manifest: manifest, point: result.point)
    } catch {
      try await blocking { writer.abandon() }
      await source.endSessions(log: log)
      throw OpsError.wrapping(error, as: "the backup of \(settings.target) failed")
    }
  }

  private static func draft(_ result: LogicalBackup.Outcome, dbops: String) -> ManifestDraft {
    ManifestDraft(
      engine: "mysql-logical",
      server: Manifest.Server(
        flavour: result.server.flavour.rawValue, version: result.server.version.description),
      dbops: dbops, consistency: result.point.json, tables: Int64(result.contents.tables.count),
      rows: result.contents.tables.reduce(0) { $0 + $1.checksum.rows })
  }
}
