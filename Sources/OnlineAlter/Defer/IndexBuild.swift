import Basics
import MySQL

/// Builds the indexes that were left out, on the server that is migrated and on each of its replicas by itself.
///
/// One long statement in the log would hold up every replica for as long as it takes; so where there are replicas each server
/// runs its own, without the log, while changes of rows go on. How it is used:
///
/// 1. `check()` before anything is made: refuses what would fail after hours.
/// 2. `DeferredIndexes.takeOut` and `save` when the ghost table was made.
/// 3. `run()` when all rows are copied, with the appliers going on. It may be done again at any time, by a later run too.
/// 4. The cut-over, which must not begin before `run()` has returned.
package struct IndexBuild: Sendable {
  /// The tables of the migration that matter here.
  package struct Tables: Sendable, Equatable {
    package let source: TableName
    package let ghost: TableName
    /// The checkpoint table: a word in it shows how far a replica is.
    package let checkpoint: TableName

    package init(source: TableName, ghost: TableName, checkpoint: TableName) {
      self.source = source
      self.ghost = ghost
      self.checkpoint = checkpoint
    }

    init(_ names: MigrationNames) {
      self.init(source: names.source, ghost: names.ghost, checkpoint: names.checkpoint)
    }
  }

  package struct Result: Sendable, Equatable {
    /// How many indexes were built now, by the server's address; none where all were there.
    package var built: [String: Int] = [:]
    /// Replicas whose filters keep out the table.
    package var filtered: [String] = []
  }

  let tables: Tables
  let primary: ConnectionOptions
  let place: IndexBuildPlace
  let settings: IndexBuildSettings
  let log: Log
  /// What the build on the migrated server is about.
  let stage: IndexBuildStage
  /// Holds back changes of the ghost table, or lets them go on.
  let holdChanges: @Sendable (Bool) -> Void

  /// - Parameters:
  ///   - primary: The server that is migrated.
  ///   - stage: Tells others when the build on that server needs the ghost table for itself.
  ///   - holdChanges: Called with true where more changes come than the servers keep while they build, with false at the end.
  package init(
    _ tables: Tables, primary: ConnectionOptions, place: IndexBuildPlace,
    settings: IndexBuildSettings = IndexBuildSettings(), log: Log,
    stage: IndexBuildStage = IndexBuildStage(.wantsTable),
    holdChanges: @escaping @Sendable (Bool) -> Void = { _ in }
  ) {
    self.tables = tables
    self.primary = primary
    self.place = place
    self.settings = settings
    self.log = log
    self.stage = stage
    self.holdChanges = holdChanges
  }

  private var servers: [ConnectionOptions] { [primary] + place.replicas }

  /// Sees to it that the indexes can be built on every server, without changing anything.
  ///
  /// - Throws: `OpsError` `refused` or `privilege`, naming the server and what to do.
  package func check() async throws {
    let check = IndexBuildCheck(
      tables: tables, isLogged: place.isLogged, ignoredServerIDs: settings.ignoredServerIDs)
    let described = try await withThrowingTaskGroup(of: IndexBuildCheck.Finding.self) { group in
      for options in servers { group.addTask { try await check.look(at: options) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    try check.refuseUnlisted(described)
  }

  /// Looks once more: a replica that came since would be left without the indexes, or stand still for as long as it builds them.
  private func checkAgain() async throws {
    do {
      try await check()
    } catch let error as OpsError where error.code == .refused {
      throw OpsError(
        .aborted, error.message, changed: "the table is as it was; the ghost table is kept",
        hint: "run the same command again with --defer-secondary-indexes: it finds the replicas anew")
    }
  }

  /// Builds on all servers at the same time, and makes sure that all have the same indexes then.
  ///
  /// When the task is cancelled, the builds are stopped on the servers. What fails on one server stops the others.
  ///
  /// - Throws: `OpsError`; indexes that are complete stay, and the next `run` goes on from there.
  package func run(_ deferred: DeferredIndexes) async throws -> Result {
    guard !deferred.indexes.isEmpty else {
      stage.enter(.done)
      return Result()
    }
    try await checkAgain()
    let marker = try await mark(behind: build(deferred, on: primary, stage))
    var result = Result()
    defer { holdChanges(false) }
    try await withThrowingTaskGroup(of: (String, ServerIndexBuild.Outcome).self) { group in
      let own = build(deferred, on: primary, stage)
      group.addTask { (primary.address.description, try await own.run()) }
      for options in place.replicas {
        let build = build(deferred, on: options, IndexBuildStage(.wantsTable), marker)
        group.addTask { (options.address.description, try await build.run()) }
      }
      for try await (address, outcome) in group {
        switch outcome {
        case .built(let count): result.built[address] = count
        case .filtered:
          log.warning("replica leaves out the table", ["server": address])
          result.filtered.append(address)
        }
      }
    }
    try await verify(deferred, but: Set(result.filtered))
    // One that was attached while the others built theirs has none.
    try await checkAgain()
    return result
  }

  private func build(
    _ deferred: DeferredIndexes, on options: ConnectionOptions, _ stage: IndexBuildStage,
    _ marker: ReplicationMarker? = nil
  ) -> ServerIndexBuild {
    ServerIndexBuild(
      deferred: deferred, tables: tables, options: options, isLogged: place.isLogged, marker: marker,
      stage: stage, settings: settings, holdChanges: holdChanges, log: log)
  }

  /// Writes the word by whose arrival replicas know that they may begin: behind a build of an earlier run that goes on, and
  /// may stand in the log when it ends.
  private func mark(behind earlier: ServerIndexBuild) async throws -> ReplicationMarker {
    let marker = ReplicationMarker(table: tables.checkpoint)
    let session = try await Connection.open(primary.with(profile: .plain, phase: "alter-index"))
    try await earlier.waitForEarlier(session)
    try await session.perform { try marker.write($0) }
    await session.close()
    return marker
  }

  /// Reads every server's definition again: whatever the log brought meanwhile, all must have the indexes now.
  private func verify(_ deferred: DeferredIndexes, but filtered: Set<String>) async throws {
    for (number, options) in servers.enumerated()
    where !filtered.contains(options.address.description) {
      let session = try await Connection.open(options.with(profile: .plain, phase: "alter-index"))
      let text = try await session.perform { try DeferredIndexes.definition(of: tables.ghost, $0) ?? [] }
      await session.close()
      let address = options.address.description
      let missing = try deferred.missing(in: text, of: tables.ghost, on: address)
      guard missing.isEmpty else {
        throw differs(address, "it lacks \(missing.map(\.name).joined(separator: ", "))")
      }
      if deferred.isWhole(text) { continue }
      guard number > 0 else { throw differs(address, "it is not the one that was made") }
      // A replica may well have indexes of its own, and another version prints things in other words.
      log.warning(
        "replica has another definition of the ghost table",
        ["server": address, "definition": String(decoding: text, as: UTF8.self)])
    }
  }

  private func differs(_ address: String, _ why: String) -> OpsError {
    OpsError(
      .aborted, "the definition of \(tables.ghost) on \(address) is not as it should be", why: why,
      changed: "the table is as it was; the ghost table is kept",
      hint: "see who changed \(tables.ghost), then run the same command again")
  }
}
