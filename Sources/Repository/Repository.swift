import Basics
import Pipeline
import Synchronization

/// A place that keeps backups of many targets, in the format of `docs/repository-format.md`.
///
/// Every call blocks and may come from any thread.
package final class Repository: Sendable {
  static let format: Int64 = 1
  static let fileName = "repository.json"
  static let backupsName = "backups"

  package let store: any ObjectStore
  /// 32 hexadecimal digits, made when the repository was.
  package let id: String
  let log: Log
  let environment: Lease.Environment
  private let ended = Mutex<Set<RunID>>([])

  private init(store: any ObjectStore, id: String, log: Log, environment: Lease.Environment) {
    self.store = store
    self.id = id
    self.log = log
    self.environment = environment
  }

  /// Makes a new repository in an empty store.
  ///
  /// - Throws: `OpsError` `refused` when there is one already, or anything else.
  package static func create(
    _ store: any ObjectStore, log: Log = .silent, environment: Lease.Environment = .system()
  ) throws -> Repository {
    // A file system of its own has this folder from the start.
    let entries = try store.list(.root).filter { $0.name != "lost+found" }
    guard entries.isEmpty else {
      let isRepository = entries.contains { $0.name == fileName }
      throw OpsError(
        .refused, "cannot make a repository in \(store.location)",
        why: isRepository ? "there is one already" : "it is not empty",
        hint: isRepository ? "use it as it is, or choose another place" : "choose an empty place")
    }
    var generator = SystemRandomNumberGenerator()
    let id = hexText((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    let sealed = try SealedJSON([
      "format": .int(format), "id": .string(id), "created": .string(environment.now().description),
    ])
    let name = try ObjectName.root.appending(fileName)
    guard try store.publish(name, sealed.bytes, expecting: .absent) == .published else {
      throw OpsError(.refused, "cannot make a repository in \(store.location)", why: "there is one already")
    }
    return Repository(store: store, id: id, log: log, environment: environment)
  }

  /// Opens the repository in `store`.
  ///
  /// - Throws: `OpsError` `notFound` when there is none, `corrupt` when its file is damaged, `refused` when it
  ///   is of a newer format.
  package static func open(
    _ store: any ObjectStore, log: Log = .silent, environment: Lease.Environment = .system()
  ) throws -> Repository {
    let name = try ObjectName.root.appending(fileName)
    guard try store.size(name) != nil else { throw try missing(store, name) }
    let path = store.path(name)
    let sealed = try SealedJSON(opening: try store.contents(name), path: path)
    let reader = JSONReader(value: sealed.members, path: path)
    try reader.requireFormat(format)
    return Repository(
      store: store, id: try reader.hex("id", digits: 32), log: log, environment: environment)
  }

  /// Tells a place without a repository from a repository that lost its file.
  private static func missing(_ store: any ObjectStore, _ name: ObjectName) throws -> OpsError {
    let folders = try store.list(.root).filter { $0.kind == .folder }.compactMap { ObjectName($0.name) }
    let holdsBackups = try folders.contains { try !store.list($0.appending(backupsName)).isEmpty }
    guard holdsBackups else {
      return OpsError(
        .notFound, "there is no repository in \(store.location)", hint: "make one with 'dbops init'")
    }
    return OpsError(
      .corrupt, "\(store.path(name)) is missing", why: "there are backups beside it",
      hint: "restore this file from another copy of the repository")
  }

  /// Begins a backup of `target`: takes its lease and makes the backup's key.
  ///
  /// - Parameter recipients: Who can read the backup; empty stores it unencrypted.
  /// - Throws: `OpsError` `locked` while another run writes to the target.
  package func begin(
    target: String, run: RunID, recipients: [PublicKey], level: Int = 1
  ) throws -> BackupWriter {
    let lease = try self.lease(target, run: run)
    do {
      let place = BackupPlace(repository: id, target: target, id: BackupID(at: environment.now()))
      return try BackupWriter(
        repository: self, place: place, lease: lease,
        encoding: BackupWriter.Encoding(recipients: recipients, level: level))
    } catch {
      giveBack(lease)
      throw error
    }
  }

  /// Takes the right to write to `target`; give it back with `release()`.
  ///
  /// - Throws: `OpsError` `locked` while another run holds it.
  package func lease(_ target: String, run: RunID) throws -> Lease {
    try Lease.acquire(in: self, target: target, run: run)
  }

  /// Releases a lease that is no longer needed; when that fails, as on a full disk, this process may still take it again.
  func giveBack(_ lease: Lease) {
    do {
      try lease.release()
    } catch {
      ended.withLock { _ = $0.insert(lease.run) }
      log.warning("lease not released", ["target": lease.target, "why": "\(error)"])
    }
  }

  /// Whether `run` was of this process and has ended without being able to say so in the store.
  func hasEnded(_ run: RunID) -> Bool { ended.withLock { $0.contains(run) } }

  /// The targets that have a folder here, sorted.
  package func targets() throws -> [String] {
    try store.list(.root).filter { $0.kind == .folder && ObjectName.isValid(component: $0.name) }.map(\.name)
  }

  func place(_ target: String, _ id: BackupID) -> BackupPlace {
    BackupPlace(repository: self.id, target: target, id: id)
  }
}
