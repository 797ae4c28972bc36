import Basics
import CommandKit
import Synchronization

/// The only thing in dbops that prints.
///
/// Data goes to standard output, everything said to standard error. With `--json`, standard output
/// takes one object a line instead of data. Any thread may call it.
package final class Console: Sendable {
  package let style: ConsoleStyle
  private let run: RunID
  private let outlets: Outlets
  private let state = Mutex(State())

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

  private struct State {
    var sequence: Int64 = 0
    /// The progress line that stands on the terminal, if any.
    var bar = ""
    var outcome = OutputSink.Outcome.written
    var stream = Stream.open

    enum Stream { case open, finished }
  }

  package init(style: ConsoleStyle, run: RunID, outlets: Outlets) {
    self.style = style
    self.run = run
    self.outlets = outlets
  }

  /// How standard output has fared; after the first failure nothing more is written to it.
  package var output: OutputSink.Outcome { state.withLock { $0.outcome } }

  /// Columns of standard output; nil when it is no terminal, so that nothing is cut there.
  package var dataWidth: Int? {
    let terminal = outlets.terminals().out
    return terminal.isTerminal ? terminal.width ?? 80 : nil
  }

  /// Columns of standard error, 80 when unknown.
  package var messageWidth: Int { outlets.terminals().error.width ?? 80 }
}

extension Console {
  /// Data for a person or a pipe: lines on standard output. Nothing with `--json`.
  package func show(_ text: String) {
    guard style.form == .text else { return }
    writeOut(Array((text.hasSuffix("\n") ? text : text + "\n").utf8))
  }

  /// A table on standard output, cut to the terminal. Nothing with `--json`.
  package func show(_ table: TextTable) {
    guard style.form == .text else { return }
    show(table.text(width: dataWidth, style: style.colour))
  }

  /// Data for a program: one object on standard output. Nothing without `--json`.
  package func event(_ type: String, _ members: [String: JSONValue] = [:]) {
    guard style.form == .json else { return }
    emit(type, members, then: .open)
  }

  /// Tells a person what is going on: a line on standard error, an event `message` with `--json`.
  /// Nothing when quiet.
  package func say(_ message: String) {
    guard style.verbosity != .quiet else { return }
    guard style.form == .text else {
      return event("message", ["level": "info", "message": .string(message)])
    }
    writeError([DisplayText.harmless(message)])
  }

  /// Tells what a person must not miss, quiet or not; an event `message` too with `--json`.
  package func warn(_ message: String) {
    event("message", ["level": "warning", "message": .string(message)])
    writeError(["\(marked("dbops:", "33")) \(DisplayText.harmless(message))"])
  }

  func log(_ entry: LogEntry) {
    writeError([style.logFormat == .json ? LogLine.json(entry, run: run) : LogLine.text(entry)])
  }

  /// Ends the stream of events with its one summary.
  func finish(_ summary: [String: JSONValue], exit: ExitCode) {
    guard style.form == .json else { return }
    var members = summary
    members["exit"] = .int(Int64(exit.rawValue))
    emit("summary", members, then: .finished)
  }

  /// Ends with an error: its text on standard error and, with `--json`, the final object.
  func finish(_ error: OpsError, exit: Int32) {
    if style.form == .json { emit("error", ErrorText.fields(error, exit: exit), then: .finished) }
    var lines = ErrorText.lines(error, run: run)
    if let first = lines.first { lines[0] = marked("dbops:", "31") + first.dropFirst(6) }
    writeError(lines)
  }

  /// Asks and waits for a line from standard input; nil at its end.
  func ask(_ question: String, hidden: Bool = false) -> String? {
    state.withLock { state in
      erase(&state)
      _ = outlets.error.write(Array("\(question) ".utf8))
    }
    let answer = hidden ? readSecretLine() : readLine()
    if hidden { writeError([""]) }
    return answer
  }
}

extension Console {
  /// Puts a progress line on the terminal in place of the one before; an empty one removes it.
  func redraw(_ bar: String) {
    guard style.redraws == .always else { return }
    state.withLock { state in
      guard bar != state.bar else { return }
      state.bar = bar
      _ = outlets.error.write(Array("\r\(bar)\u{1B}[K".utf8))
    }
  }

  private func writeError(_ lines: [String]) {
    state.withLock { state in
      let bar = state.bar
      erase(&state)
      let text = lines.map { $0 + "\n" }.joined()
      _ = outlets.error.write(Array((text + bar).utf8))
      state.bar = bar
    }
  }

  private func writeOut(_ bytes: [UInt8]) {
    state.withLock { state in
      guard state.outcome == .written else { return }
      let bar = state.bar
      erase(&state)
      state.outcome = outlets.out.write(bytes)
      if !bar.isEmpty { _ = outlets.error.write(Array(bar.utf8)) }
      state.bar = bar
    }
  }

  private func emit(_ type: String, _ members: [String: JSONValue], then stream: State.Stream) {
    state.withLock { state in
      guard state.stream == .open, state.outcome == .written else { return }
      let line = EventLine(
        run: run, sequence: state.sequence, moment: .now(), type: type, members: members)
      state.sequence += 1
      state.stream = stream
      state.outcome = outlets.out.write(line.bytes)
    }
  }

  private func erase(_ state: inout State) {
    guard !state.bar.isEmpty else { return }
    state.bar = ""
    _ = outlets.error.write(Array("\r\u{1B}[K".utf8))
  }

  private func marked(_ text: String, _ code: String) -> String {
    style.colour == .ansi ? "\u{1B}[1;\(code)m\(text)\u{1B}[0m" : text
  }
}
