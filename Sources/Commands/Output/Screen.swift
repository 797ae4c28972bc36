import Synchronization

/// Standard error: whole lines, with a progress line below them where a terminal can redraw one.
final class Screen: Sendable {
  private let sink: OutputSink
  private let redrawing: ConsoleStyle.Redrawing
  private let state = Mutex(State())

  private struct State {
    /// The progress line that stands there now, if any.
    var bar = ""
    var cursor = Cursor.lineStart

    enum Cursor { case lineStart, afterQuestion }
  }

  init(_ sink: OutputSink, redrawing: ConsoleStyle.Redrawing) {
    self.sink = sink
    self.redrawing = redrawing
  }

  /// Prints lines above the progress line.
  func print(_ lines: [String]) {
    state.withLock { state in
      let bar = state.bar
      take(away: &state)
      write(lines.map { $0 + "\n" }.joined() + bar)
      state.bar = bar
    }
  }

  /// Puts a progress line in place of the one before; an empty one removes it.
  func redraw(_ bar: String) {
    guard redrawing == .always else { return }
    state.withLock { state in
      guard bar != state.bar else { return }
      state.bar = bar
      write("\r\(bar)\u{1B}[K")
    }
  }

  /// Leaves the cursor at the start of an empty line.
  func clear() {
    state.withLock { take(away: &$0) }
  }

  /// Lets `work` write to the same terminal by another way.
  func aside<Value>(_ work: () -> Value) -> Value {
    state.withLock { state in
      let bar = state.bar
      take(away: &state)
      let value = work()
      if !bar.isEmpty { write(bar) }
      state.bar = bar
      return value
    }
  }

  /// Prints a question and leaves the cursor behind it.
  func ask(_ question: String) {
    state.withLock { state in
      take(away: &state)
      state.cursor = .afterQuestion
      write("\(question) ")
    }
  }

  /// Notes that the question's line is over, because the answer's last key ended it.
  func answered() {
    state.withLock { $0.cursor = .lineStart }
  }

  private func take(away state: inout State) {
    if !state.bar.isEmpty { write("\r\u{1B}[K") }
    if state.cursor == .afterQuestion { write("\n") }
    state = State()
  }

  private func write(_ text: String) {
    // Where standard error is gone, nobody is left to be told.
    _ = sink.write(Array(text.utf8))
  }
}
