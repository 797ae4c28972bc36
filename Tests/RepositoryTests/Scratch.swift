import Basics
import Foundation
import Pipeline
import Repository
import Testing

/// A folder of its own for one test, gone at the end.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/dbops-repository-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func store() throws -> DirectoryStore { try DirectoryStore(path: path) }

  /// Every file below, hidden ones too, as paths relative to the folder.
  func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).filter { name in
      let type = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.type]
      return type as? FileAttributeType != .typeDirectory
    }.sorted()
  }

  func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }

  func write(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }
}

/// The processes and the clock that a test wants a run to see.
func environment(
  _ process: Int64 = 1, now: Int64 = 1_795_226_944, liveness: Liveness = .alive
) -> Lease.Environment {
  Lease.Environment(
    owner: ProcessIdentity(
      host: "db1", machine: "m", boot: "b", namespace: "n", process: process, started: 7),
    now: { Timestamp(microseconds: now * 1_000_000) }, liveness: { _ in liveness })
}

let draft = ManifestDraft(
  engine: "mysql-logical", server: Manifest.Server(flavour: "mariadb", version: "10.11.19"), dbops: "0.1.0",
  consistency: ["gtid": "0-1-17"], tables: 2, rows: 30)

/// Writes a backup with two objects and the index.
@discardableResult
func makeBackup(
  _ repository: Repository, target: String = "shop", recipients: [PublicKey] = [], size: Int = 100
) throws -> Manifest {
  let writer = try repository.begin(target: target, run: RunID(), recipients: recipients)
  for part in 0..<2 {
    let sink = try writer.openObject()
    try sink.write((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ part) })
    _ = try sink.finish()
  }
  return try writer.publish(draft, contents: ["tables": ["orders"]])
}

/// Runs `body` and gives the code of the `OpsError` it throws.
func code(_ body: () throws -> Void) -> ExitCode? {
  do {
    try body()
    return nil
  } catch {
    return (error as? OpsError)?.code
  }
}
