import Glibc

/// Owns the two ends of one pipe through which a child writes to us.
///
/// The read end never blocks. The write end is closed here once the child has its own copy, or the end of
/// the data would never be seen. One thread at a time.
@safe struct ChildPipeHandle: ~Copyable {
  private let readEnd: Int32
  private(set) var writeEnd: Int32
  private(set) var isAtEnd = false

  /// - Throws: `OpsError` `failed` when the process has no descriptors left.
  init() throws {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw OpsError.system("cannot make a pipe", errno: errno) }
    readEnd = ends[0]
    writeEnd = ends[1]
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
  }

  deinit {
    close(readEnd)
    if writeEnd >= 0 { close(writeEnd) }
  }

  mutating func closeWriteEnd() {
    close(writeEnd)
    writeEnd = -1
  }

  /// What has arrived; empty when nothing has. Notices the end of the data.
  mutating func readAvailable() -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while !isAtEnd {
      let count = unsafe read(readEnd, &chunk, chunk.count)
      if count > 0 {
        bytes += chunk[..<count]
        if bytes.count >= 1 << 20 { break }
      } else if count < 0, errno == EINTR {
        continue
      } else if count < 0, errno == EAGAIN {
        break
      } else {
        isAtEnd = true
      }
    }
    return bytes
  }

  /// Waits until one of the two has something to read or has ended.
  ///
  /// - Returns: False when neither did within `milliseconds`.
  static func wait(
    for first: borrowing ChildPipeHandle, or second: borrowing ChildPipeHandle, milliseconds: Int32
  ) -> Bool {
    // poll leaves negative descriptors out.
    var requests = [
      pollfd(fd: first.isAtEnd ? -1 : first.readEnd, events: Int16(POLLIN), revents: 0),
      pollfd(fd: second.isAtEnd ? -1 : second.readEnd, events: Int16(POLLIN), revents: 0),
    ]
    return unsafe poll(&requests, nfds_t(requests.count), milliseconds) > 0
  }
}
