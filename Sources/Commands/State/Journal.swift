import Basics
import Configuration
import Repository
import Synchronization

/// The catalog in the state folder, with its journal of runs, as commands keep it.
///
/// It serves people and overviews: whatever keeps it from being written is a warning and never fails a command.
struct Journal: Sendable {
  /// Nil without a configuration, and when the catalog cannot be opened.
  let catalog: Catalog?
  private let context: CommandContext

  /// Opens the catalog of `settings`, making it if it is missing.
  init(_ settings: Settings?, _ context: CommandContext) {
    self.context = context
    guard let folder = settings?.state.directory else {
      catalog = nil
      return
    }
    do {
      catalog = try Catalog(state: folder)
    } catch {
      catalog = nil
      let failure = OpsError.wrapping(error, as: "it cannot be opened")
      context.console.warn("no journal is kept in \(folder): \(failure.message)")
    }
  }

  /// Opens the catalog of the configuration, if there is one that can be read.
  ///
  /// A configuration that is wrong is left to the command, which fails with it.
  init(_ context: CommandContext) {
    self.init(context.hasConfiguration ? try? context.settings() : nil, context)
  }

  /// Writes to the catalog; a failure is warned of.
  func keep(_ write: (Catalog) throws -> Void) {
    guard let catalog else { return }
    do {
      try write(catalog)
    } catch {
      let failure = OpsError.wrapping(error, as: "it cannot be written")
      context.console.warn("the journal was not kept: \(failure.message)")
    }
  }

  /// Reads from the catalog; nil when there is none, or, with a warning, when it cannot be read.
  func read<Value>(_ read: (Catalog) throws -> Value) -> Value? {
    var value: Value?
    keep { value = try read($0) }
    return value
  }

  /// Does `work` as one run of the journal: noted when it begins and when it ends, however it ends.
  ///
  /// - Parameter target: Empty where the command line names none; then the result's own is noted at the end.
  func run(
    _ command: String, target: String, _ work: () async throws -> CommandResult
  ) async throws -> CommandResult {
    try await run(command, target: target, by: "") { _ in try await work() }
  }

  /// The same for what must be known of a run however it ends, and if it never does.
  ///
  /// - Parameters:
  ///   - author: Who runs it; noted when it begins.
  ///   - work: Tells what it is about to do, before it does it.
  func run(
    _ command: String, target: String, by author: String,
    _ work: (_ tell: @escaping @Sendable (String) -> Void) async throws -> CommandResult
  ) async throws -> CommandResult {
    let started = Timestamp.now()
    let told = Mutex(author)
    func note(_ target: String, _ change: (inout CatalogRun) -> Void = { _ in }) {
      var entry = CatalogRun(run: context.run, command: command, target: target, started: started)
      change(&entry)
      keep { try $0.record(entry) }
    }
    note(target) { $0.summary = author }
    do {
      let result = try await work { plan in
        let summary = "\(author): \(plan)"
        told.withLock { $0 = summary }
        var entry = CatalogRun(run: context.run, command: command, target: target, started: started)
        entry.summary = summary
        keep { [entry] in try $0.record(entry) }
      }
      note(target.isEmpty ? result.summary["target"]?.stringValue ?? "" : target) { entry in
        entry.finished = .now()
        entry.exitCode = Int64(result.exit.rawValue)
        entry.summary = result.headline
      }
      return result
    } catch {
      note(target) { entry in
        let failure = OpsError.wrapping(error, as: "\(command) failed")
        entry.finished = .now()
        entry.exitCode = Int64(failure.code.rawValue)
        let before = told.withLock { $0 }
        entry.summary = before.isEmpty ? failure.message : "\(before): \(failure.message)"
      }
      throw error
    }
  }
}
