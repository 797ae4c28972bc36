import Basics
import CommandKit
import Configuration
import Repository

/// Gathers what configuration, repositories and catalog know of the targets.
struct FleetReader {
  let settings: Settings
  let context: CommandContext
  /// Only this target; nil for all.
  let target: String?

  func overview() throws -> Overview {
    if let target { _ = try settings.target(named: target) }
    let journal = Journal(settings, context)
    var troubles: [StorageTrouble] = []
    var entries: [CatalogEntry] = []
    for storage in settings.storage.entries {
      do {
        entries += try self.entries(storage, journal)
      } catch {
        troubles.append(StorageTrouble(name: storage.name, error: .wrapping(error, as: "it cannot be read")))
      }
    }
    let runs = journal.read { try $0.runs(limit: 1000) } ?? []
    var states = settings.targets.entries.map { TargetState(name: $0.name, support: Self.support($0.value)) }
    for name in Set(entries.map(\.target)).subtracting(settings.targets.names).sorted() {
      states.append(TargetState(name: name, support: .onlyBackups))
    }
    states = states.filter { target == nil || $0.name == target }.map { state in
      complete(state, entries.filter { $0.target == state.name }, runs, journal)
    }
    return Overview(.present, targets: states, troubles: troubles, now: .now())
  }

  private static func support(_ target: TargetSettings) -> TargetState.Support {
    target.mysql == nil ? .notYet(type: target.type) : .full
  }

  private func entries(
    _ storage: NamedSettings<StorageSettings>.Entry, _ journal: Journal
  ) throws -> [CatalogEntry] {
    let repository = try Repository.open(try StoreChoice.store(storage, root: .existing), log: context.log)
    let known = journal.read { catalog in
      _ = try catalog.refresh(from: repository)
      return try catalog.backups().filter { $0.repository == repository.id }
    }
    return try known ?? repository.entries()
  }

  private func complete(
    _ state: TargetState, _ entries: [CatalogEntry], _ runs: [CatalogRun], _ journal: Journal
  ) -> TargetState {
    var state = state
    state.newest = entries.filter { $0.status == .complete }.max { $0.id < $1.id }
    state.damaged = entries.filter { $0.status == .damaged }.map(\.id)
    state.vanished = entries.filter { $0.status == .vanished }.map(\.id)
    state.lastRun = runs.first { $0.command == "backup" && $0.target == state.name }
    if let newest = state.newest {
      state.verifications =
        journal.read {
          try $0.verifications(repository: newest.repository, target: newest.target, backup: newest.id)
        } ?? []
    }
    return state
  }
}
