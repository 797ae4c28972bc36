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
    try Self.makePrivateFolder(parent, mayExist: true)
    for _ in 0..<20 {
      let path = "\(parent)/\(Self.prefix)\(RunID().description.suffix(10).lowercased())"
      // A socket's path must fit into 107 bytes.
      guard path.utf8.count < 95 else {
        throw OpsError(
          .refused, "cannot start a scratch server", why: "\(parent) is too long a path for a socket",
          hint: "set scratch.dir or state.dir to a shorter one")
      }
      try Self.makePrivateFolder(path)
      // Nil when another verification took it for a leftover before the lock was ours: then it is gone.
      guard let lock = try FileLockHandle.take(Self.lockName, in: path, making: true) else { continue }
      self.path = path
      self.lock = lock
      return
    }
    throw OpsError(
      .failed, "cannot make a folder for a scratch server", why: "no folder made in \(parent) stays ours",
      hint: "set scratch.dir to a folder on a local file system")
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

  func remove() { Self.remove(path) }

  /// The lock's file goes last: one who is killed before leaves what the next verification knows as a leftover.
  private static func remove(_ path: String) {
    let files = FileManager.default
    for name in names(path) where name != lockName { try? files.removeItem(atPath: "\(path)/\(name)") }
    guard names(path) == [lockName] else { return }
    try? files.removeItem(atPath: "\(path)/\(lockName)")
    FileLockHandle.removeEmpty(path)
  }

  /// Removes the folders in `parent` whose makers were killed; their servers died with them.
  ///
  /// What cannot be looked at or removed is left.
  static func removeLeftovers(in parent: String, log: Log) {
    for name in names(parent) where name.hasPrefix(prefix) {
      let path = "\(parent)/\(name)"
      if let lock = try? FileLockHandle.take(lockName, in: path, making: false) {
        withExtendedLifetime(lock) { remove(path) }
        log.warning("removed what a killed verification left", ["folder": path])
      } else {
        // Its maker had not come to the lock yet, or no longer had it.
        FileLockHandle.removeEmpty(path)
      }
    }
  }

  private static func names(_ folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }
}
