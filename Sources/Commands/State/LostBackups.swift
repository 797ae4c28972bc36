import Basics
import Repository

/// Tells backups that never were from those that were there once and are gone.
struct LostBackups {
  let repository: Repository
  let journal: Journal

  private static let hint =
    "restore its folder from another copy of the repository; if it was removed on purpose, dbops backups --rebuild forgets it"

  /// Does `find`; where it finds nothing but the catalog knows the backup, that is damage.
  ///
  /// - Throws: `OpsError` `corrupt` for a backup that has vanished, and whatever `find` throws.
  func explaining(_ choice: BackupChoice, _ find: () throws -> Manifest) throws -> Manifest {
    do {
      return try find()
    } catch let error as OpsError where error.code == .notFound {
      let lost = known.filter { entry in
        (choice.target == nil || entry.target == choice.target)
          && (choice.word == BackupChoice.latest || entry.id.description == choice.word)
      }
      guard let last = lost.last else { throw error }
      throw OpsError(
        .corrupt, "backup \(last.id) of \(last.target) has vanished",
        why: "the catalog knows it, but \(repository.store.location) does not have it", hint: Self.hint)
    }
  }

  /// Warns where `latest` stands for a backup only because newer ones have vanished.
  func warn(ofNewerThan manifest: Manifest, _ choice: BackupChoice, _ console: Console) {
    guard choice.word == BackupChoice.latest else { return }
    for entry in known where entry.target == manifest.target && entry.id > manifest.id && isGone(entry) {
      console.warn("a newer backup, \(entry.id), has vanished from \(repository.store.location)")
    }
  }

  /// What the catalog knows of this repository, oldest first.
  private var known: [CatalogEntry] {
    journal.read { try $0.backups().filter { $0.repository == repository.id } } ?? []
  }

  private func isGone(_ entry: CatalogEntry) -> Bool {
    entry.status == .vanished
      || (try? repository.manifest(target: entry.target, id: entry.id))?.id != entry.id
  }
}
