import Glibc

/// What stands at the other end of a descriptor.
package struct Terminal: Sendable, Equatable {
  package let isTerminal: Bool
  /// Columns; nil when it is no terminal or does not tell.
  package let width: Int?

  package init(isTerminal: Bool, width: Int?) {
    self.isTerminal = isTerminal
    self.width = width
  }

  /// Asks the system now; a window's width changes.
  package static func of(_ descriptor: Int32) -> Terminal {
    guard isatty(descriptor) == 1 else { return Terminal(isTerminal: false, width: nil) }
    var size = winsize()
    let answered = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
    return Terminal(isTerminal: true, width: answered && size.ws_col > 0 ? Int(size.ws_col) : nil)
  }
}

/// Reads one line from standard input without showing what is typed; nil at the end of input.
func readSecretLine() -> String? {
  var old = termios()
  guard unsafe tcgetattr(STDIN_FILENO, &old) == 0 else { return readLine() }
  var hidden = old
  hidden.c_lflag &= ~tcflag_t(ECHO)
  _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
  defer { _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &old) }
  return readLine()
}
