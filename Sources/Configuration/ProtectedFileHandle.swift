import Basics
import Glibc

/// Owns one descriptor of a file that is read only after its owner and mode were looked at.
///
/// What is asked is asked of the open file, so it cannot be exchanged between the question and the reading.
@safe struct ProtectedFileHandle: ~Copyable {
  /// What the system says about the file.
  struct Facts: Sendable, Equatable {
    /// Permission bits.
    let mode: UInt32
    let owner: UInt32
    let isRegular: Bool
    let size: Int64
    /// True when the path itself names a symbolic link.
    let isLinked: Bool
  }

  let facts: Facts
  private let descriptor: Int32

  /// Follows symbolic links; never blocks on pipes and devices.
  ///
  /// - Throws: ``SystemCallFailure`` with `errno`.
  init(path: String) throws(SystemCallFailure) {
    var link = stat()
    let isLinked = unsafe lstat(path, &link) == 0 && link.st_mode & S_IFMT == S_IFLNK
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw SystemCallFailure(number: errno) }
    var info = stat()
    guard unsafe fstat(descriptor, &info) == 0 else {
      let failure = SystemCallFailure(number: errno)
      close(descriptor)
      throw failure
    }
    facts = Facts(
      mode: info.st_mode & 0o7777, owner: info.st_uid, isRegular: info.st_mode & S_IFMT == S_IFREG,
      size: Int64(info.st_size), isLinked: isLinked)
  }

  deinit { close(descriptor) }

  /// At most `limit` bytes from the beginning.
  func read(upTo limit: Int) throws(SystemCallFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while bytes.count < limit {
      let count = unsafe Glibc.read(descriptor, &chunk, min(chunk.count, limit - bytes.count))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemCallFailure(number: errno) }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    return bytes
  }
}

/// A system call that failed.
struct SystemCallFailure: Error, Sendable, Equatable {
  let number: Int32
}
