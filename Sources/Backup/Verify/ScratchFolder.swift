import Basics
import FoundationEssentials

/// The folder of one scratch server, closed to others and gone afterwards.
///
/// As long as its maker lives it holds the lock on a file in the folder; a folder whose lock is free was left by one
/// that was killed, in whatever container or under whatever process id it ran.
final class ScratchFolder: Sendable {
  private static let prefix = "dbops-scratch-"
  private static let lockName = "dbops.lock"

  let path: String
  private let lock: FileLockHandle

  /// Makes a folder in `parent`, which is made if it is missing.
  init(in parent: String) throws {
    let path = "\(parent)/\(Self.prefix)\(RunID().description.suffix(10).lowercased())"
    // A socket's path must fit into 107 bytes.
    guard path.utf8.count < 95 else {
      throw OpsError(
        .refused, "cannot start a scratch server", why: "\(parent) is too long a path for a socket",
        hint: "set scratch.dir or state.dir to a shorter one")
    }
    try Self.makePrivateFolder(parent, mayExist: true)
    try Self.makePrivateFolder(path)
    self.path = path
    do {
      lock = try Self.lock(path)
    } catch {
      try? FileManager.default.removeItem(atPath: path)
      throw error
    }
  }

  /// The file gets its name when it is locked: nobody ever finds it free before its maker is gone.
  private static func lock(_ path: String) throws -> FileLockHandle {
    let unnamed = "\(lockName).new"
    guard let lock = try FileLockHandle.take(unnamed, in: path, making: true) else {
      throw OpsError(.failed, "cannot lock \(path)", why: "another process was faster")
    }
    do {
      try FileManager.default.moveItem(atPath: "\(path)/\(unnamed)", toPath: "\(path)/\(lockName)")
    } catch {
      throw OpsError(.failed, "cannot lock \(path)", why: "\(error)")
    }
    return lock
  }

  /// - Parameter mayExist: Whether a folder that is there already is as good; the folders above it are made, too.
  static func makePrivateFolder(_ path: String, mayExist: Bool = false) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: mayExist, attributes: [.posixPermissions: 0o700])
    } catch {
      throw OpsError(
        .failed, "cannot make folder \(path)", why: "\(error)",
        hint: "check that its parent exists, is yours and has room")
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// Removes the folders in `parent` whose makers were killed; their servers died with them.
  ///
  /// What cannot be looked at or removed is left.
  static func removeLeftovers(in parent: String, log: Log) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let path = "\(parent)/\(name)"
      guard let lock = try? FileLockHandle.take(lockName, in: path, making: false) else { continue }
      withExtendedLifetime(lock) { try? FileManager.default.removeItem(atPath: path) }
      log.warning("removed what a killed verification left", ["folder": path])
    }
  }
}
