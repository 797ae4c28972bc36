import Glibc

/// What stands at the other end of a descriptor.
package struct Terminal: Sendable, Equatable {
  package let isTerminal: Bool
  /// Columns; nil when it is no terminal or does not tell.
  package let width: Int?
  /// Lines; nil when it is no terminal or does not tell.
  package let height: Int?

  package init(isTerminal: Bool, width: Int?, height: Int? = nil) {
    self.isTerminal = isTerminal
    self.width = width
    self.height = height
  }

  /// Asks the system now; a window's width changes.
  package static func of(_ descriptor: Int32) -> Terminal {
    guard isatty(descriptor) == 1 else { return Terminal(isTerminal: false, width: nil) }
    var size = winsize()
    let answered = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
    return Terminal(
      isTerminal: true, width: answered && size.ws_col > 0 ? Int(size.ws_col) : nil,
      height: answered && size.ws_row > 0 ? Int(size.ws_row) : nil)
  }
}

/// Standard input, while a person is asked something.
enum Keyboard {
  /// Reads one line; nil at the end of input or once `isCancelled`, which is looked at ten times a second.
  static func line(hidden: Bool, isCancelled: () -> Bool) -> String? {
    guard hidden else { return line(isCancelled) }
    var shown = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &shown) == 0 else { return line(isCancelled) }
    var hiding = shown
    hiding.c_lflag &= ~tcflag_t(ECHO)
    _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hiding)
    defer { _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown) }
    return line(isCancelled)
  }

  private static func line(_ isCancelled: () -> Bool) -> String? {
    while !isCancelled() {
      var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&wait, 1, 100)
      if ready > 0 { return readLine() }
      if ready < 0, errno != EINTR { return nil }
    }
    return nil
  }
}
