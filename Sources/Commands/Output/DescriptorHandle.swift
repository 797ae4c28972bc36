import Glibc

extension OutputSink {
  /// A descriptor that stays open as long as the process: standard output or standard error.
  ///
  /// Nothing is buffered. A full non-blocking pipe is waited for.
  package static func descriptor(_ descriptor: Int32) -> OutputSink {
    OutputSink { bytes in
      var offset = 0
      while offset < bytes.count {
        let count = unsafe bytes[offset...].withUnsafeBytes { buffer in
          unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        }
        if count >= 0 {
          offset += count
          continue
        }
        switch errno {
        case EINTR: continue
        case EAGAIN:
          var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = unsafe poll(&wait, 1, 1000)
        case EPIPE: return .closed
        default: return .failed(errno)
        }
      }
      return .written
    }
  }
}
