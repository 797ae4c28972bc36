import Basics
import Pipeline

extension Repository {
  /// The folders of `target` that are no backup: their run was stopped, or their removal was.
  ///
  /// One whose run still goes on is among them as well; removing it is refused by the lease.
  package func incomplete(target: String) throws -> [BackupID] {
    try listing(target: target).compactMap { entry in
      switch entry.state {
      case .incomplete, .beingRemoved: entry.id
      case .complete, .damaged: nil
      }
    }
  }

  /// Removes an incomplete backup.
  ///
  /// - Throws: `OpsError` `locked` while another run writes to the target; `refused` when it is a backup after all.
  package func removeIncomplete(target: String, id: BackupID, run: RunID) throws {
    try holdingLease(target, run: run) { lease in
      guard try incomplete(target: target).contains(id) else {
        throw OpsError(.refused, "cannot clean up \(id) of \(target)", why: "it is not an incomplete backup")
      }
      try removeFolder(target: target, id: id, lease: lease)
    }
  }

  /// Removes what is left of unfinished changes to the lease of `target`, which belongs to no backup.
  ///
  /// Harmless while another run writes to the target.
  package func removeUnfinishedLeases(target: String) throws {
    try Lease.sweep(store, target: target)
  }

  /// Removes a backup: marks it first, so that a stopped removal never leaves half a backup that looks whole.
  ///
  /// - Throws: `OpsError` `locked` while another run writes to the target; `notFound`; `refused` when it is pinned.
  package func delete(target: String, id: BackupID, run: RunID) throws {
    try holdingLease(target, run: run) { lease in
      let folder = try place(target, id).folder()
      let manifest = try folder.appending(Manifest.fileName)
      guard try store.size(manifest) != nil else {
        throw OpsError(.notFound, "there is no backup \(id) of \(target) in \(store.location)")
      }
      try requireUnpinned(target: target, id: id)
      let tombstone = try SealedJSON([
        "format": .int(1), "backup": .string(id.description), "run": .string(run.description),
        "at": .string(environment.now().description),
      ])
      let mark = try folder.appending(Self.tombstoneName)
      _ = try store.publish(mark, tombstone.bytes, expecting: .anything)
      do {
        // Someone may have pinned it between the first look and the mark; whoever pins later sees the mark.
        try requireUnpinned(target: target, id: id)
      } catch {
        try store.delete(mark)
        throw error
      }
      try store.delete(manifest)
      log.info("backup removed", ["target": target, "backup": "\(id)"])
      try removeFolder(target: target, id: id, lease: lease)
    }
  }

  private func requireUnpinned(target: String, id: BackupID) throws {
    guard try pin(target: target, id: id) == nil else {
      throw OpsError(
        .refused, "cannot remove backup \(id)", why: "it is pinned",
        hint: "unpin it first with 'dbops backups unpin'")
    }
  }

  private func holdingLease(_ target: String, run: RunID, _ body: (Lease) throws -> Void) throws {
    let lease = try lease(target, run: run)
    defer { giveBack(lease) }
    try body(lease)
  }

  private func removeFolder(target: String, id: BackupID, lease: Lease) throws {
    let folder = try place(target, id).folder()
    try store.delete(folder.appending(Manifest.fileName))
    try removeObjects(in: folder, keeping: Self.tombstoneName) { try lease.renewIfDue() }
    try store.delete(folder.appending(Self.tombstoneName))
    try store.clean(folder)
  }

  /// Removes every object of a folder whose manifest is gone, and the folder when that empties it.
  func removeObjects(
    in folder: ObjectName, keeping kept: String? = nil, between: () throws -> Void = {}
  ) throws {
    for entry in try store.list(folder) where entry.name != kept && entry.kind != .folder {
      guard ObjectName.isValid(component: entry.name) else { continue }
      try between()
      try store.delete(folder.appending(entry.name))
    }
    try store.clean(folder)
  }
}
