import Basics
import CommandKit
import Repository

/// A backup named on the command line: an id, or `latest`.
struct BackupChoice: Sendable {
  /// The word that stands for the newest good backup.
  static let latest = "latest"

  let word: String
  /// Where to look; nil looks at every target.
  let target: String?

  /// - Parameter warn: Told of damaged backups that are older than the latest.
  /// - Throws: `OpsError` `notFound` with what there is, `corrupt` when the one that was named is damaged, or the
  ///   newest one where `latest` was: what came before it holds other data, so that is for a person to choose.
  func find(in repository: Repository, warn: (String) -> Void) throws -> Manifest {
    let targets = try target.map { [$0] } ?? repository.targets()
    guard word == Self.latest else { return try named(in: repository, targets) }
    let newest = try latest(try targets.flatMap { try repository.listing(target: $0) }, warn: warn)
    guard let newest else {
      throw OpsError(
        .notFound, "there is no backup" + (target.map { " of \($0)" } ?? ""),
        why: "\(repository.store.location) has none that is complete", hint: "make one with dbops backup")
    }
    if target == nil, targets.count > 1 {
      throw OpsError(
        .usage, "which target's latest backup?", why: "the repository has \(targets.joined(separator: ", "))",
        hint: "name it with --target, or give the backup's id")
    }
    return newest
  }

  private func latest(_ listings: [BackupListing], warn: (String) -> Void) throws -> Manifest? {
    let newest = listings.compactMap(\.manifest).max { $0.id < $1.id }
    let damaged = listings.compactMap { listing -> (id: BackupID, error: OpsError)? in
      guard case .damaged(let error) = listing.state else { return nil }
      return (listing.id, error)
    }
    if let last = damaged.max(by: { $0.id < $1.id }), newest.map({ $0.id < last.id }) ?? true {
      throw OpsError(
        .corrupt, "the latest backup, \(last.id), is damaged", why: last.error.message,
        hint: newest.map { "the newest good one is \($0.id): name it to use it instead" } ?? last.error.hint)
    }
    for (_, error) in damaged { warn("an older backup is damaged: \(error.message)") }
    return newest
  }

  private func named(in repository: Repository, _ targets: [String]) throws -> Manifest {
    guard let id = BackupID(text: word) else {
      throw OpsError(
        .usage, "'\(word)' is not a backup's id", hint: "dbops backups lists them; 'latest' is the newest")
    }
    for target in targets {
      let listed = try repository.listing(target: target).contains { $0.id == id }
      if listed { return try repository.manifest(target: target, id: id) }
    }
    throw OpsError(
      .notFound, "there is no backup \(id)", why: "\(repository.store.location) has none of that id",
      hint: "dbops backups lists them")
  }
}
