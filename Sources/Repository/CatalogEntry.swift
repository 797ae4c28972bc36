import Basics

/// What the catalog knows of one backup.
package struct CatalogEntry: Sendable, Equatable {
  package enum Status: String, Sendable {
    case complete
    /// Its manifest is damaged.
    case damaged
    /// The catalog knew it, the repository has it no longer.
    case vanished
  }

  package let repository: String
  package let target: String
  package let id: BackupID
  package let status: Status
  /// Why it is damaged; empty otherwise.
  package let detail: String
  /// Nil when its manifest is damaged.
  package let facts: Facts?
  package let pin: Pin?

  /// What its manifest tells.
  package struct Facts: Sendable, Equatable {
    package let engine: String
    package let server: Manifest.Server
    package let host: String
    package let run: String
    package let started: Timestamp
    package let finished: Timestamp
    package let tables: Int64
    package let rows: Int64
    package let raw: ByteCount
    package let stored: ByteCount
    package let objects: Int64
    package let isEncrypted: Bool
  }
}

extension CatalogEntry.Facts {
  package init(_ manifest: Manifest) {
    engine = manifest.engine
    server = manifest.server
    host = manifest.host
    run = manifest.run.description
    started = manifest.started
    finished = manifest.finished
    tables = manifest.totals.tables
    rows = manifest.totals.rows
    raw = manifest.totals.raw
    stored = manifest.totals.stored
    objects = Int64(manifest.objects.count)
    isEncrypted = manifest.isEncrypted
  }
}

/// One verification of a backup, kept in the catalog.
package struct CatalogVerification: Sendable, Equatable {
  package let repository: String
  package let target: String
  package let backup: BackupID
  /// `manifest`, `data` or `restore`.
  package let level: String
  package let at: Timestamp
  /// How many problems it found.
  package let problems: Int64
  /// The problems in words; empty when there are none.
  package let detail: String

  package init(
    repository: String, target: String, backup: BackupID, level: String, at: Timestamp, problems: [String]
  ) {
    self.repository = repository
    self.target = target
    self.backup = backup
    self.level = level
    self.at = at
    self.problems = Int64(problems.count)
    detail = problems.joined(separator: "\n")
  }
}

/// One run of dbops, kept in the catalog.
package struct CatalogRun: Sendable, Equatable {
  package let run: RunID
  package let command: String
  /// Empty when the command has none.
  package let target: String
  package let started: Timestamp
  /// Nil while it goes on, and for ever when it was killed.
  package var finished: Timestamp?
  package var exitCode: Int64?
  /// One line for people.
  package var summary: String

  package init(run: RunID, command: String, target: String, started: Timestamp) {
    self.run = run
    self.command = command
    self.target = target
    self.started = started
    summary = ""
  }
}
