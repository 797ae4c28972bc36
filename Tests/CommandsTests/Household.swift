import Basics
import Foundation
import Repository

/// A folder with a configuration, a repository and a state folder, gone at the end.
final class Household: Sendable {
  let path: String

  /// - Parameters:
  ///   - targets: Names of targets, none of whose servers can be reached.
  ///   - state: The state folder, below the household's own.
  init(targets: [String] = ["shop", "stock"], state: String = "state") throws {
    path = NSTemporaryDirectory() + "/dbops-commands-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let lines = targets.map { "  \($0): {type: mysql, primary: \"socket:\(path)/none.sock\", user: nobody}" }
    let text = """
      version: 1
      state: {dir: \(path)/\(state)}
      targets:
      \(lines.joined(separator: "\n"))
      storage:
        local: {type: directory, path: \(path)/repository}
      """
    try Data(text.utf8).write(to: URL(filePath: "\(path)/dbops.yaml"))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var environment: [String: String] { ["DBOPS_CONFIG": "\(path)/dbops.yaml"] }

  func makeRepository() throws {
    _ = try Repository.create(DirectoryStore(path: "\(path)/repository", root: .created))
  }

  /// The repository, as it looks to a process whose clock shows `now`.
  func repository(now: Timestamp = .now()) throws -> Repository {
    let owner = ProcessIdentity(
      host: "db1", machine: "m", boot: "b", namespace: "n", process: 1, started: 7)
    let environment = Lease.Environment(owner: owner, now: { now }, liveness: { _ in .alive })
    return try Repository.open(DirectoryStore(path: "\(path)/repository"), environment: environment)
  }

  /// Makes a backup with one small object.
  @discardableResult
  func makeBackup(of target: String, at moment: Timestamp = .now()) throws -> Manifest {
    let writer = try repository(now: moment).begin(target: target, run: RunID(), recipients: [])
    let sink = try writer.openObject()
    try sink.write([1, 2, 3])
    _ = try sink.finish()
    let draft = ManifestDraft(
      engine: "mysql-logical", server: Manifest.Server(flavour: "mariadb", version: "10.11.19"),
      dbops: "0.1.0",
      consistency: ["gtid": "0-1-17"], tables: 2, rows: 30)
    return try writer.publish(draft, contents: ["tables": ["orders"]])
  }

  func folder(of manifest: Manifest) -> String {
    "\(path)/repository/\(manifest.target)/backups/\(manifest.id)"
  }

  func remove(_ manifest: Manifest) throws {
    try FileManager.default.removeItem(atPath: folder(of: manifest))
  }

  /// Cuts the first object short.
  func damage(_ manifest: Manifest) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder(of: manifest)).sorted()
    let name = files.first { $0.hasSuffix(".obj") }
    try Data([0]).write(to: URL(filePath: "\(folder(of: manifest))/\(name ?? "")"))
  }

  func catalog() throws -> Catalog { try Catalog(state: "\(path)/state") }

  /// Runs one command line in the household.
  func run(_ words: String...) async -> (status: Int32, output: CapturedOutput) {
    let output = CapturedOutput()
    let status = await output.run(words, environment: environment)
    return (status, output)
  }
}
