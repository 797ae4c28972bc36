import Glibc

/// Owns the exclusive lock on a file that is to tell whether a folder is in use.
///
/// The kernel gives the lock back when the process ends, whatever ends it. Children do not share it. Any thread may
/// make one and let it go.
@safe package struct FileLockHandle: ~Copyable, Sendable {
  private let number: Int32

  private init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// Takes the lock on the file `name` in `folder`; does not wait.
  ///
  /// - Parameter making: Whether the file is made, and must not be there yet.
  /// - Returns: Nil when another holds the lock or has removed the file, when there is no such file or folder, or when
  ///   the folder is a link or belongs to another account.
  /// - Throws: `OpsError` `failed`.
  package static func take(_ name: String, in folder: String, making: Bool) throws -> FileLockHandle? {
    let above = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    defer { if above >= 0 { close(above) } }
    var status = stat()
    guard above >= 0, unsafe fstat(above, &status) == 0, status.st_uid == geteuid() else { return nil }
    let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (making ? O_CREAT | O_EXCL : 0)
    let number = unsafe openat(above, name, flags, 0o600)
    guard number >= 0 else {
      if errno == ENOENT { return nil }
      throw OpsError.system("cannot open \(folder)/\(name)", errno: errno)
    }
    let lock = FileLockHandle(number)
    guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
      if errno == EWOULDBLOCK { return nil }
      throw OpsError.system("cannot lock \(folder)/\(name)", errno: errno)
    }
    // Another may have had it, and removed the file, between the two calls.
    guard unsafe fstat(number, &status) == 0, status.st_nlink > 0 else { return nil }
    return lock
  }

  /// Removes a folder in which there is nothing, and so nobody's lock; leaves any other.
  package static func removeEmpty(_ folder: String) { _ = unsafe rmdir(folder) }
}
