import Glibc

/// Owns one file descriptor and closes it. The kernel allows any thread; reads and writes share one offset.
@safe struct DescriptorHandle: ~Copyable, Sendable {
  private let number: Int32

  private init(_ number: Int32) throws(SystemError) {
    guard number >= 0 else { throw SystemError.last() }
    self.number = number
  }

  /// Opens by path, following links: for paths the user gave.
  init(path: String, flags: Int32, mode: mode_t = 0) throws(SystemError) {
    try self.init(unsafe Glibc.open(path, flags | O_CLOEXEC, mode))
  }

  /// Opens one component below `folder`; a link there is an error.
  init(_ component: String, in folder: borrowing DescriptorHandle, flags: Int32, mode: mode_t = 0)
    throws(SystemError)
  {
    try self.init(unsafe Glibc.openat(folder.number, component, flags | O_CLOEXEC | O_NOFOLLOW, mode))
  }

  deinit { close(number) }

  /// - Returns: The bytes read, 0 at the end.
  func read(into buffer: inout [UInt8], range: Range<Int>) throws(SystemError) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= buffer.count)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(number, bytes.baseAddress.map { unsafe $0 + range.lowerBound }, range.count)
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw SystemError.last() }
    }
  }

  /// Writes all of `bytes`.
  func write(_ bytes: Span<UInt8>) throws(SystemError) {
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { source in
        unsafe Glibc.write(number, source.baseAddress.map { unsafe $0 + offset }, source.count - offset)
      }
      if count >= 0 {
        offset += count
      } else if errno != EINTR {
        throw SystemError.last()
      }
    }
  }

  /// Waits until the file, or the folder's entries, are on the device.
  func sync() throws(SystemError) { try check(fsync(number)) }

  /// Asks the kernel to forget what it caches of the file, so that the next reading is of the device.
  func dropCache() { _ = posix_fadvise(number, 0, 0, POSIX_FADV_DONTNEED) }

  func makeFolder(_ component: String) throws(SystemError) {
    try check(unsafe mkdirat(number, component, 0o700))
  }

  /// Renames inside this folder; an existing `new` is an error unless `replacing`.
  func rename(_ old: String, to new: String, replacing: Bool) throws(SystemError) {
    guard !replacing else {
      try check(unsafe renameat(number, old, number, new))
      return
    }
    // A hard link refuses an existing name by itself; the old name is gone a moment later.
    if unsafe linkat(number, old, number, new, 0) == 0 {
      try check(unsafe unlinkat(number, old, 0))
      return
    }
    // Some file systems have no hard links.
    guard errno == EPERM || errno == ENOSYS || errno == EOPNOTSUPP else { throw SystemError.last() }
    var raw = stat()
    guard unsafe fstatat(number, new, &raw, AT_SYMLINK_NOFOLLOW) != 0 else {
      throw SystemError(number: EEXIST)
    }
    try check(unsafe renameat(number, old, number, new))
  }

  func unlink(_ component: String) throws(SystemError) { try check(unsafe unlinkat(number, component, 0)) }

  func removeFolder(_ component: String) throws(SystemError) {
    try check(unsafe unlinkat(number, component, AT_REMOVEDIR))
  }

  /// What `component` is, without following a link.
  func status(of component: String) throws(SystemError) -> FileStatus {
    var raw = stat()
    try check(unsafe fstatat(number, component, &raw, AT_SYMLINK_NOFOLLOW))
    return FileStatus(raw)
  }

  /// What the open file is.
  func status() throws(SystemError) -> FileStatus {
    var raw = stat()
    try check(unsafe fstat(number, &raw))
    return FileStatus(raw)
  }

  /// Bytes that an unprivileged writer may still use, and the size of the file system.
  func space() throws(SystemError) -> (free: Int64, total: Int64) {
    var raw = statvfs()
    try check(unsafe fstatvfs(number, &raw))
    let unit = Int64(clamping: raw.f_frsize)
    return (Int64(clamping: raw.f_bavail) * unit, Int64(clamping: raw.f_blocks) * unit)
  }

  /// Waits up to 30 s for the exclusive lock on the open file; closing it gives the lock back.
  func lock() throws(SystemError) {
    // Holders keep it for milliseconds; one that was stopped must not stop everyone else for ever.
    for _ in 0..<1500 {
      if flock(number, LOCK_EX | LOCK_NB) == 0 { return }
      guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemError.last() }
      usleep(20_000)
    }
    throw SystemError(number: ETIMEDOUT)
  }

  /// The names in this folder, without `.` and `..`, in no order.
  func names() throws(SystemError) -> [String] {
    // fdopendir takes the descriptor over, so it is given one of its own.
    let copy = unsafe Glibc.openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0 else { throw SystemError.last() }
    guard let folder = unsafe fdopendir(copy) else {
      close(copy)
      throw SystemError.last()
    }
    defer { _ = unsafe closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(folder) else {
        guard errno == 0 else { throw SystemError.last() }
        return names.filter { $0 != "." && $0 != ".." }
      }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { text in
        unsafe String(cString: UnsafeRawPointer(text).assumingMemoryBound(to: CChar.self))
      }
      names.append(name)
    }
  }

  private func check(_ status: Int32) throws(SystemError) {
    guard status == 0 else { throw SystemError.last() }
  }
}

/// What the file system says of one entry.
struct FileStatus {
  enum Kind { case file, folder, other }

  let kind: Kind
  let size: Int64
  /// Permission bits.
  let mode: UInt32
  let owner: UInt32
  /// How many names the file has; none when it was removed while open.
  let links: UInt64

  init(_ raw: stat) {
    switch raw.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    default: kind = .other
    }
    size = Int64(raw.st_size)
    mode = raw.st_mode & 0o7777
    owner = raw.st_uid
    links = UInt64(raw.st_nlink)
  }
}
