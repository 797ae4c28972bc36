import Backup
import Basics
import Foundation
import MySQL
import Pipeline
import Repository
import Synchronization
import TestKit
import Testing

/// Tests that back up one lab server and restore into another. One at a time: each keeps both cores busy, and
/// a server gives its backup locks to one at a time.
@Suite(.serialized, .enabled(if: TestServer.areAvailable, Comment(rawValue: TestServer.remedy)))
struct RoundTrips {}

/// A repository of its own, and the way from a source through it to a target.
final class RoundTrip: Sendable {
  let server: TestServer
  let run = RunID()
  let repository: Repository
  private let identity: Identity
  private let folder: String

  /// - Parameter onObject: Called before each object is begun, with its ordinal from 1; may block.
  init(_ server: TestServer, onObject: (@Sendable (Int) -> Void)? = nil) throws {
    self.server = server
    folder = NSTemporaryDirectory() + "/dbops-round-trip-\(run.description.lowercased())"
    let directory = try DirectoryStore(path: folder, root: .created)
    let store: any ObjectStore = onObject.map { HookedStore(directory, onObject: $0) } ?? directory
    repository = try Repository.create(store)
    identity = try Identity.generate()
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// A word of eight letters and digits that no other test uses in names.
  var word: String { "r\(run.description.suffix(7).lowercased())" }

  func dump(
    _ databases: some Sequence<String>, threads: Int = 3, chunkBytes: ByteCount = .kibibytes(256)
  ) -> LogicalBackup.Settings {
    LogicalBackup.Settings(
      selection: Selection(databases: Array(databases)), threads: threads, chunkBytes: chunkBytes,
      includesAccounts: false)
  }

  /// Backs up, and proves what was stored.
  func backup(
    _ settings: LogicalBackup.Settings, from options: ConnectionOptions? = nil
  ) async throws -> BackupJob.Outcome {
    let job = BackupJob(
      source: Source(try options ?? server.options()), repository: repository,
      settings: .init(
        target: "lab", run: RunID(), recipients: [identity.publicKey], dbops: "test", dump: settings),
      progress: WorkProgress(), log: .silent)
    let outcome = try await job.run()
    let options = VerificationOptions(level: .data, keyring: Keyring([identity]))
    let report = try repository.verify(target: "lab", id: outcome.manifest.id, options)
    #expect(report.problems == [])
    return outcome
  }

  /// What the backup says that it holds.
  func contents(of outcome: BackupJob.Outcome) throws -> DumpContents {
    let reader = try repository.reader(outcome.manifest, keyring: Keyring([identity]))
    return try DumpContents(json: try reader.contents())
  }

  /// Restores into the target; the comparison at its end is part of it.
  @discardableResult
  func restore(
    _ outcome: BackupJob.Outcome, _ settings: RestoreJob.Settings, as options: ConnectionOptions? = nil
  ) async throws -> LogicalRestore.Outcome {
    let reader = try repository.reader(outcome.manifest, keyring: Keyring([identity]))
    let job = try RestoreJob(
      target: Source(try options ?? server.options(.target)), reader: reader, settings: settings,
      progress: WorkProgress(),
      log: .silent)
    return try await job.run()
  }

  /// Runs `body` and then drops databases and accounts of both servers whose names begin with `word`.
  func cleaningUp<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
    let result: Result<Value, any Error>
    do {
      result = .success(try await body())
    } catch {
      result = .failure(error)
    }
    for role in [TestServer.Role.primary, .target] { try await clean(role) }
    return try result.get()
  }

  private func clean(_ role: TestServer.Role) async throws {
    let connection = try await Connection.open(server.options(role))
    let word = word
    try await connection.perform { connection in
      try connection.execute("SET SESSION foreign_key_checks = 0")
      let names = try connection.query(
        "SELECT SCHEMA_NAME AS n FROM information_schema.SCHEMATA WHERE LEFT(SCHEMA_NAME, 8) = \(literal: .string(word))"
      )
      for name in names { try connection.execute("DROP DATABASE \(quoted: name["n"].string ?? "")") }
      let accounts = try connection.query(
        "SELECT User AS u, Host AS h FROM mysql.user WHERE LEFT(User, 8) = \(literal: .string(word))")
      for account in accounts {
        let (user, host) = (account["u"].string ?? "", account["h"].string ?? "")
        let isRole = host.isEmpty
        try connection.execute(
          isRole ? "DROP ROLE \(quoted: user)" : "DROP USER \(quoted: user)@\(quoted: host)")
      }
    }
    await connection.close()
  }
}

/// A store that tells before it begins an object.
private final class HookedStore: ObjectStore {
  private let base: DirectoryStore
  private let onObject: @Sendable (Int) -> Void
  private let count = Mutex(0)

  init(_ base: DirectoryStore, onObject: @escaping @Sendable (Int) -> Void) {
    self.base = base
    self.onObject = onObject
  }

  var location: String { base.location }
  func create(_ name: ObjectName) throws -> any ObjectWriter {
    onObject(
      count.withLock { count in
        count += 1
        return count
      })
    return try base.create(name)
  }
  func open(_ name: ObjectName) throws -> any ObjectReader { try base.open(name) }
  func publish(
    _ name: ObjectName, _ bytes: [UInt8], expecting: PublishExpectation
  ) throws -> PublishOutcome {
    try base.publish(name, bytes, expecting: expecting)
  }
  func list(_ folder: ObjectName) throws -> [StoreEntry] { try base.list(folder) }
  func size(_ name: ObjectName) throws -> ByteCount? { try base.size(name) }
  func delete(_ name: ObjectName) throws { try base.delete(name) }
  func clean(_ folder: ObjectName) throws -> Int { try base.clean(folder) }
  func sweep(_ name: ObjectName) throws -> Int { try base.sweep(name) }
  func freeSpace() throws -> ByteCount? { try base.freeSpace() }
}
