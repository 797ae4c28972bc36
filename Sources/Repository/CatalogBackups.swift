import Basics

/// What a look at a repository changed in the catalog.
package struct CatalogChanges: Sendable, Equatable {
  /// Backups of the repository that the catalog did not know.
  package var added: [CatalogEntry] = []
  /// Backups that the catalog knew and the repository no longer has.
  package var vanished: [CatalogEntry] = []
  /// Backups whose manifest or pin is damaged.
  package var damaged: [CatalogEntry] = []

  package var isEmpty: Bool { added.isEmpty && vanished.isEmpty && damaged.isEmpty }
}

extension Catalog {
  private static let columns = """
    repository, target, id, status, detail, pin_reason, pin_at, engine, flavour, version, host, run, started, \
    finished, tables, rows, raw, stored, objects, encrypted
    """

  /// Brings the catalog up to what `repository` holds; what vanished stays listed as such.
  package func refresh(from repository: Repository) throws -> CatalogChanges {
    try update(from: repository, keepingVanished: true)
  }

  /// Forgets what the catalog knew of the backups of `repository` and reads it all again.
  ///
  /// Verifications and runs stay, since no repository holds them.
  ///
  /// - Returns: The differences from what it knew before.
  package func rebuild(from repository: Repository) throws -> CatalogChanges {
    try update(from: repository, keepingVanished: false)
  }

  private func update(from repository: Repository, keepingVanished: Bool) throws -> CatalogChanges {
    let present = try repository.entries()
    return try transaction { database in
      let known = try database.run(
        "SELECT \(Self.columns) FROM backups WHERE repository = ?", [.text(repository.id)]
      ).map { try CatalogEntry(row: $0) }
      let places = Set(present.map(\.place))
      let missing = known.filter { !places.contains($0.place) && $0.status != .vanished }
      // One that was completed since the listing is no loss.
      let late = try missing.filter { try repository.has($0.place) }
      let gone = missing.filter { !late.contains($0) }.map { $0.vanished() }
      let before = Set(known.filter { $0.status != .vanished }.map(\.place))
      try database.run("DELETE FROM backups WHERE repository = ?", [.text(repository.id)])
      let past =
        keepingVanished ? known.filter { $0.status == .vanished && !places.contains($0.place) } + gone : []
      for entry in present + late + past { try Self.write(entry, database) }
      try database.run(
        "INSERT OR REPLACE INTO repositories (id, location, seen) VALUES (?, ?, ?)",
        [
          .text(repository.id), .text(repository.store.location),
          .int(repository.environment.now().microseconds),
        ])
      return CatalogChanges(
        added: present.filter { !before.contains($0.place) }, vanished: gone,
        damaged: present.filter { $0.status == .damaged })
    }
  }

  /// Notes a backup that was just completed.
  package func record(_ manifest: Manifest) throws {
    let entry = CatalogEntry(
      repository: manifest.repository, target: manifest.target, id: manifest.id, status: .complete,
      detail: "",
      facts: CatalogEntry.Facts(manifest), pin: nil)
    try transaction { try Self.write(entry, $0) }
  }

  /// What is known of the backups of `target`, or of all; oldest first.
  package func backups(target: String? = nil) throws -> [CatalogEntry] {
    let condition = target == nil ? "" : "WHERE target = ?"
    return try query(
      "SELECT \(Self.columns) FROM backups \(condition) ORDER BY id, target, repository",
      target.map { [.text($0)] } ?? []
    ).map { try CatalogEntry(row: $0) }
  }

  /// Forgets a backup that was removed on purpose.
  package func forget(repository: String, target: String, id: BackupID) throws {
    try transaction { database in
      _ = try database.run(
        "DELETE FROM backups WHERE repository = ? AND target = ? AND id = ?",
        [.text(repository), .text(target), .text(id.description)])
    }
  }

  /// The location at which a repository was last seen; nil when it never was.
  package func location(ofRepository id: String) throws -> String? {
    try query("SELECT location FROM repositories WHERE id = ?", [.text(id)]).first?.first?.text
  }

  private static func write(_ entry: CatalogEntry, _ database: borrowing SQLiteHandle) throws {
    let values = entry.row
    let marks = values.map { _ in "?" }.joined(separator: ", ")
    try database.run("INSERT OR REPLACE INTO backups (\(columns)) VALUES (\(marks))", values)
  }
}

extension Repository {
  /// What a catalog would know of the backups that are here now; by target, oldest first.
  package func entries() throws -> [CatalogEntry] {
    try targets().flatMap { target in
      try listing(target: target).compactMap { try catalogEntry($0) }
    }
  }

  fileprivate func has(_ place: BackupPlace) throws -> Bool {
    try store.size(place.folder().appending(Manifest.fileName)) != nil
  }

  /// Nil for folders that are no backup.
  fileprivate func catalogEntry(_ listing: BackupListing) throws -> CatalogEntry? {
    switch listing.state {
    case .incomplete, .beingRemoved: return nil
    case .damaged(let error): return entry(listing, damage: error, pin: nil)
    case .complete:
      do {
        return entry(listing, damage: nil, pin: try pin(target: listing.target, id: listing.id))
      } catch let error as OpsError where error.code == .corrupt {
        return entry(listing, damage: error, pin: nil)
      }
    }
  }

  private func entry(_ listing: BackupListing, damage: OpsError?, pin: Pin?) -> CatalogEntry {
    CatalogEntry(
      repository: id, target: listing.target, id: listing.id, status: damage == nil ? .complete : .damaged,
      detail: damage?.message ?? "", facts: listing.manifest.map { CatalogEntry.Facts($0) }, pin: pin)
  }
}

extension CatalogEntry {
  fileprivate var place: BackupPlace { BackupPlace(repository: repository, target: target, id: id) }

  fileprivate func vanished() -> CatalogEntry {
    CatalogEntry(
      repository: repository, target: target, id: id, status: .vanished, detail: "", facts: facts, pin: pin)
  }
}
