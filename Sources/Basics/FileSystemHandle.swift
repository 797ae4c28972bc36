import Glibc

/// How much room a file system has.
package struct FileSystemSpace: Sendable, Equatable {
  /// Bytes that an unprivileged program may still use.
  package let free: ByteCount
  package let total: ByteCount

  package init(free: ByteCount, total: ByteCount) {
    self.free = free
    self.total = total
  }
}

/// A place in the file system, asked about by its path; nothing is opened.
package struct FileSystemPlace: Sendable, Equatable {
  /// Of a file, in bytes.
  package let size: ByteCount
  package let isFolder: Bool

  /// Follows links. Nil where there is nothing, or this program may not look.
  package init?(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    size = ByteCount(Int64(status.st_size))
    isFolder = status.st_mode & S_IFMT == S_IFDIR
  }

  /// The room of the file system that holds `path`; nil where this program may not look.
  package static func space(at path: String) -> FileSystemSpace? {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 else { return nil }
    let unit = Int64(clamping: status.f_frsize)
    return FileSystemSpace(
      free: ByteCount(Int64(clamping: status.f_bavail) * unit),
      total: ByteCount(Int64(clamping: status.f_blocks) * unit))
  }
}
