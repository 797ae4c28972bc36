import Basics
import Pipeline

/// One backup folder of a target, and what is in it.
package struct BackupListing: Sendable {
  package enum State: Sendable {
    /// It has a manifest that reads well.
    case complete(Manifest)
    /// Its manifest is damaged.
    case damaged(OpsError)
    /// It has no manifest: its run still goes on, or was stopped.
    case incomplete
    /// Its removal was begun and not ended.
    case beingRemoved
  }

  package let target: String
  package let id: BackupID
  package let state: State

  package var manifest: Manifest? {
    guard case .complete(let manifest) = state else { return nil }
    return manifest
  }
}

extension Repository {
  static let tombstoneName = "tombstone.json"

  /// Every backup folder of `target`, oldest first; bad ones are listed with what is wrong.
  package func listing(target: String) throws -> [BackupListing] {
    let folder = try ObjectName.root.appending(target).appending(Self.backupsName)
    return try store.list(folder).filter { $0.kind == .folder }.compactMap { entry in
      guard let id = BackupID(text: entry.name) else {
        log.warning("folder is not a backup's", ["path": store.path(folder) + "/" + entry.name])
        return nil
      }
      return BackupListing(target: target, id: id, state: try state(target: target, id: id))
    }
  }

  /// The good backups of `target`, oldest first, and what is wrong with the bad ones.
  package func backups(target: String) throws -> (good: [Manifest], bad: [OpsError]) {
    let listing = try listing(target: target)
    let bad = listing.compactMap { entry -> OpsError? in
      guard case .damaged(let error) = entry.state else { return nil }
      return error
    }
    return (listing.compactMap(\.manifest), bad)
  }

  /// The manifest of one backup.
  ///
  /// - Throws: `OpsError` `notFound` when there is no such backup; `corrupt` when its manifest is damaged, or
  ///   missing while there are objects.
  package func manifest(target: String, id: BackupID) throws -> Manifest {
    switch try state(target: target, id: id) {
    case .complete(let manifest): return manifest
    case .damaged(let error): throw error
    case .incomplete, .beingRemoved: throw try absent(target: target, id: id)
    }
  }

  private func absent(target: String, id: BackupID) throws -> OpsError {
    let folder = try place(target, id).folder()
    let names = Set(try store.list(folder).map(\.name))
    guard !names.isEmpty, !names.contains(Self.tombstoneName) else {
      return OpsError(
        .notFound, "there is no backup \(id) of \(target) in \(store.location)",
        hint: "list what there is with 'dbops backups'")
    }
    return OpsError(
      .corrupt, "\(store.path(folder))/\(Manifest.fileName) is missing",
      why: "the run that wrote this backup goes on, was stopped, or the file was lost",
      hint: "use another backup, or restore this file from another copy of the repository")
  }

  private func state(target: String, id: BackupID) throws -> BackupListing.State {
    let folder = try place(target, id).folder()
    guard try store.size(folder.appending(Self.tombstoneName)) == nil else { return .beingRemoved }
    guard try store.size(folder.appending(Manifest.fileName)) != nil else { return .incomplete }
    do {
      return .complete(try readManifest(place(target, id)).manifest)
    } catch let error as OpsError where error.code == .corrupt {
      return .damaged(error)
    }
  }

  func readManifest(_ place: BackupPlace) throws -> (manifest: Manifest, sealed: SealedJSON) {
    let name = try place.folder().appending(Manifest.fileName)
    let sealed = try SealedJSON(opening: try store.contents(name), path: store.path(name))
    return (try Manifest(sealed, place: place, path: store.path(name)), sealed)
  }
}
