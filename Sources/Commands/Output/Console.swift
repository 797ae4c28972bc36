import Basics
import CommandKit
import Synchronization

/// The only thing in dbops that prints.
///
/// Data goes to standard output, everything said to standard error. With `--json`, standard output
/// takes one object a line instead of data. Any thread may call it; a reader of standard output that
/// has stopped reading holds up data, and no message.
package final class Console: Sendable {
  package let style: ConsoleStyle
  private let run: RunID
  private let data: DataStream
  private let screen: Screen
  /// Lines of the picture that stands on standard output.
  private let pictureHeight = Mutex(0)
  private let terminals: @Sendable () -> (out: Terminal, error: Terminal)

  /// Where the console writes, and how wide that is.
  package struct Outlets: Sendable {
    let out: OutputSink
    let error: OutputSink
    /// Terminal of standard output, of standard error.
    let terminals: @Sendable () -> (out: Terminal, error: Terminal)

    package init(
      out: OutputSink, error: OutputSink,
      terminals: @escaping @Sendable () -> (out: Terminal, error: Terminal)
    ) {
      self.out = out
      self.error = error
      self.terminals = terminals
    }
  }

  package init(style: ConsoleStyle, run: RunID, outlets: Outlets) {
    self.style = style
    self.run = run
    data = DataStream(outlets.out, run: run)
    screen = Screen(outlets.error, redrawing: style.redraws)
    terminals = outlets.terminals
  }

  /// How standard output has fared; a loop that prints without end stops when it is no longer `written`.
  package var output: OutputSink.Outcome { data.outcome }

  /// Columns of standard output; nil when it is no terminal, so that nothing is cut there.
  package var dataWidth: Int? {
    let terminal = terminals().out
    return terminal.isTerminal ? terminal.width ?? 80 : nil
  }

  /// Columns of standard error, 80 when unknown.
  package var messageWidth: Int { terminals().error.width ?? 80 }
}

extension Console {
  /// Data for a person or a pipe: lines on standard output. Nothing with `--json`.
  package func show(_ text: String) {
    guard style.form == .text else { return }
    let bytes = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)
    if terminals().out.isTerminal {
      screen.aside { data.write(bytes) }
    } else {
      data.write(bytes)
    }
  }

  /// A table on standard output, cut to the terminal. Nothing with `--json`.
  package func show(_ table: TextTable) {
    guard style.form == .text else { return }
    let isTerminal = terminals().out.isTerminal
    show(table.text(width: dataWidth, style: isTerminal ? style.colour : .none))
  }

  /// Data that is looked at while it changes: on a terminal in place of the picture before, else one after the other.
  /// Nothing with `--json`.
  package func picture(_ make: (_ width: Int?, _ colour: ConsoleStyle.Colour) -> String) {
    guard style.form == .text else { return }
    let terminal = terminals().out
    guard style.redraws == .always, terminal.isTerminal else { return show(make(nil, .none) + "\n") }
    let lines = make(terminal.width ?? 80, style.colour).split(
      separator: "\n", omittingEmptySubsequences: false)
    // What has left the screen above cannot be replaced.
    let shown = lines.prefix(max(1, (terminal.height ?? 24) - 1))
    pictureHeight.withLock { height in
      let back = height > 0 ? "\u{1B}[\(height)F\u{1B}[J" : ""
      // Lines that are too long are cut by the terminal, not wrapped.
      let frame = back + "\u{1B}[?7l" + shown.map { $0 + "\n" }.joined() + "\u{1B}[?7h"
      height = shown.count
      screen.aside { data.write(Array(frame.utf8)) }
    }
  }

  /// Data for a program: one object on standard output. Nothing without `--json`.
  package func event(_ type: String, _ members: [String: JSONValue] = [:]) {
    guard style.form == .json else { return }
    data.emit(type, members)
  }

  /// Tells a person what is going on: lines on standard error, an event `message` with `--json`.
  /// Nothing when quiet.
  package func say(_ message: String) {
    guard style.verbosity != .quiet else { return }
    guard style.form == .text else {
      return event("message", ["level": "info", "message": .string(message)])
    }
    screen.print(lines(message))
  }

  /// Tells what a person must not miss, quiet or not: lines on standard error and, with `--json`, an
  /// event `message` too.
  package func warn(_ message: String) {
    var lines = lines(message)
    lines[0] = "\(marked("dbops:", "33")) \(lines[0])"
    screen.print(lines)
    event("message", ["level": "warning", "message": .string(message)])
  }

  /// Asks and waits for a line from standard input; nil at its end and when the task is cancelled.
  ///
  /// - Parameter hidden: Whether what is typed stays unseen, as a password should.
  package func ask(_ question: String, hidden: Bool = false) -> String? {
    screen.ask(DisplayText.harmless(question))
    let answer = Keyboard.line(hidden: hidden) { Task.isCancelled }
    if answer != nil, !hidden { screen.answered() } else { screen.clear() }
    return answer
  }
}

extension Console {
  func log(_ entry: LogEntry) {
    screen.print([style.logFormat == .json ? LogLine.json(entry, run: run) : LogLine.text(entry)])
  }

  /// Ends the stream of events with its one summary.
  func finish(_ summary: [String: JSONValue], exit: ExitCode) {
    guard style.form == .json else { return }
    var members = summary
    members["exit"] = .int(Int64(exit.rawValue))
    data.emit("summary", members, then: .finished)
  }

  /// Ends with an error: its text on standard error and, with `--json`, the final object.
  func finish(_ error: OpsError, exit: Int32) {
    var lines = ErrorText.lines(error, run: run)
    if let first = lines.first { lines[0] = marked("dbops:", "31") + first.dropFirst(6) }
    screen.print(lines)
    if style.form == .json { data.emit("error", ErrorText.fields(error, exit: exit), then: .finished) }
  }

  /// Puts a progress line on the terminal in place of the one before; an empty one removes it.
  func redraw(_ bar: String) { screen.redraw(bar) }

  /// Takes the progress line away before the process is left in the middle of its work.
  func clear() { screen.clear() }

  /// The lines of a message, never none.
  private func lines(_ message: String) -> [String] {
    message.split(separator: "\n", omittingEmptySubsequences: false).map { DisplayText.harmless(String($0)) }
  }

  private func marked(_ text: String, _ code: String) -> String {
    style.colour == .ansi ? "\u{1B}[1;\(code)m\(text)\u{1B}[0m" : text
  }
}
