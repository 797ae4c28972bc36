import Basics
import Repository

/// What is known of one target: its backups, their verification, its last run.
package struct TargetState: Sendable, Equatable {
  package let name: String
  package let support: Support
  /// Its newest good backup in any storage; nil when there is none.
  package var newest: CatalogEntry?
  /// The verifications of `newest`, newest first.
  package var verifications: [CatalogVerification] = []
  /// The last run of `dbops backup` on it; nil when the journal has none.
  package var lastRun: CatalogRun?
  /// Backups whose manifest is damaged.
  package var damaged: [BackupID] = []
  /// Backups that were there once and are gone.
  package var vanished: [BackupID] = []

  package enum Support: Sendable, Equatable {
    /// In the configuration, and of a type that can be backed up.
    case full
    /// Of a type that this dbops cannot back up yet.
    case notYet(type: String)
    /// Backups of it are there, though the configuration does not name it.
    case onlyBackups
  }

  package init(name: String, support: Support) {
    self.name = name
    self.support = support
  }

  /// The deepest verification of the newest backup that found nothing wrong; nil when there is none, and when one
  /// since then found something.
  package var proof: CatalogVerification? {
    let good = verifications.prefix { $0.problems == 0 }
    return good.max { depth($0) < depth($1) }
  }

  /// The last verification of the newest backup, if it found something wrong.
  package var disproof: CatalogVerification? { verifications.first.flatMap { $0.problems > 0 ? $0 : nil } }

  private func depth(_ verification: CatalogVerification) -> Int {
    ["manifest", "data", "restore"].firstIndex(of: verification.level) ?? -1
  }
}

/// A storage of the configuration that cannot be looked into.
package struct StorageTrouble: Sendable, Equatable {
  package let name: String
  package let error: OpsError

  package init(name: String, error: OpsError) {
    self.name = name
    self.error = error
  }
}
