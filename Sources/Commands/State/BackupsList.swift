import Basics
import CommandKit
import Repository

/// The list of backups, held against what the catalog knew.
struct BackupsList {
  let invocation: Invocation
  let context: CommandContext

  private static let columns: [TextTable.Column] = [
    .init("BACKUP", .left, .never), .init("TARGET"), .init("FINISHED"), .init("ENGINE"),
    .init("ROWS", .right),
    .init("RAW", .right), .init("STORED", .right), .init("STATE"),
  ]

  /// Prints it.
  ///
  /// - Parameters:
  ///   - since: Only backups that were finished later; nil for all.
  ///   - rebuilds: Makes the catalog anew from the manifests first.
  /// - Throws: `OpsError` `corrupt` at the end when manifests are damaged.
  func show(since: Timestamp?, rebuilds: Bool) throws -> CommandResult {
    let stores = StoreChoice(invocation: invocation, context: context)
    let repository = try stores.open()
    let journal = Journal(try stores.settings(), context)
    if rebuilds { try rebuild(stores, journal) }
    let vanished = vanished(repository, journal)
    var table = TextTable(Self.columns)
    var damaged = 0
    let target = invocation[GlobalOptions.target]
    for target in try target.map({ [$0] }) ?? repository.targets() {
      for listing in try repository.listing(target: target) {
        if let since, let manifest = listing.manifest, manifest.finished < since { continue }
        if case .damaged = listing.state { damaged += 1 }
        let state = try state(of: listing, repository)
        add(listing.id, target, listing.manifest.map { CatalogEntry.Facts($0) }, state, to: &table)
      }
    }
    let gone = vanished.filter { entry in
      guard let since, let facts = entry.facts else { return true }
      return facts.finished >= since
    }
    for entry in gone { add(entry.id, entry.target, entry.facts, "vanished", to: &table) }
    if table.rows.isEmpty {
      context.console.say("no backups yet; make one with dbops backup")
    } else {
      context.console.show(table)
    }
    if !gone.isEmpty {
      context.console.warn(
        "backups that were here once have vanished: \(gone.count); if that was on purpose, "
          + "dbops backups --rebuild forgets them")
    }
    guard damaged == 0 else {
      throw OpsError(
        .corrupt, "\(damaged) backups have a damaged manifest", hint: "dbops verify ID tells what is wrong")
    }
    return .ok(["backups": .int(Int64(table.rows.count - gone.count)), "vanished": .int(Int64(gone.count))])
  }

  /// Brings the catalog up to what the repository holds, and gives what it knew that is not there any more.
  private func vanished(_ repository: Repository, _ journal: Journal) -> [CatalogEntry] {
    let entries = journal.read { catalog in
      _ = try catalog.refresh(from: repository)
      return try catalog.backups(target: invocation[GlobalOptions.target])
    }
    return (entries ?? []).filter { $0.repository == repository.id && $0.status == .vanished }
  }

  /// Makes the catalog anew from the named repository, or from all of the configuration.
  private func rebuild(_ stores: StoreChoice, _ journal: Journal) throws {
    guard let catalog = journal.catalog else {
      throw OpsError(
        .failed, "cannot rebuild the catalog",
        why: "it cannot be opened, or there is no configuration that names it",
        hint: "name a configuration with --config; move a damaged catalog.sqlite out of its state.dir")
    }
    for repository in try stores.openAll() {
      let before = try catalog.backups().count { $0.repository == repository.id }
      _ = try catalog.rebuild(from: repository)
      let after = try catalog.backups().count { $0.repository == repository.id }
      context.console.say(
        "catalog rebuilt from \(repository.store.location): it knew \(before) backups and now knows \(after)")
    }
  }

  private func state(of listing: BackupListing, _ repository: Repository) throws -> String {
    switch listing.state {
    case .complete:
      return try repository.pin(target: listing.target, id: listing.id) == nil ? "complete" : "pinned"
    case .incomplete: return "incomplete"
    case .damaged: return "damaged"
    case .beingRemoved: return "being removed"
    }
  }

  private func add(
    _ id: BackupID, _ target: String, _ facts: CatalogEntry.Facts?, _ state: String, to table: inout TextTable
  ) {
    var members: [String: JSONValue] = [
      "backup": .string(id.description), "target": .string(target), "state": .string(state),
    ]
    if let facts {
      members["started"] = .string(facts.started.description)
      members["finished"] = .string(facts.finished.description)
      members["engine"] = .string(facts.engine)
      members["rows"] = .int(facts.rows)
      members["raw_bytes"] = .int(facts.raw.bytes)
      members["stored_bytes"] = .int(facts.stored.bytes)
      table.add([
        id.description, target, facts.finished.toTheSecond.description, facts.engine, "\(facts.rows)",
        facts.raw.description, facts.stored.description, state,
      ])
    } else {
      table.add([id.description, target, "", "", "", "", "", state])
    }
    context.console.event("backup", members)
  }
}
