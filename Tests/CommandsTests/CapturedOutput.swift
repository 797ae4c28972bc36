import Basics
import Commands
import Synchronization

/// Takes what a console writes.
final class CapturedOutput: Sendable {
  private let state = Mutex((out: [UInt8](), error: [UInt8]()))
  private let outcome: OutputSink.Outcome

  /// - Parameter outcome: What writing to standard output gives.
  init(outcome: OutputSink.Outcome = .written) { self.outcome = outcome }

  var out: String { String(decoding: state.withLock { $0.out }, as: UTF8.self) }
  var error: String { String(decoding: state.withLock { $0.error }, as: UTF8.self) }

  /// The lines of standard output as JSON.
  var events: [JSONValue] {
    get throws { try out.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) } }
  }

  func outlets(
    out: Terminal = Terminal(isTerminal: false, width: nil),
    error: Terminal = Terminal(isTerminal: false, width: nil)
  ) -> Console.Outlets {
    Console.Outlets(
      out: OutputSink { bytes in
        if self.outcome == .written { self.state.withLock { $0.out += bytes } }
        return self.outcome
      },
      error: OutputSink { bytes in
        self.state.withLock { $0.error += bytes }
        return .written
      }, terminals: { (out, error) })
  }

  func console(_ change: (inout ConsoleStyle) -> Void = { _ in }) -> Console {
    var style = ConsoleStyle()
    change(&style)
    return Console(style: style, run: RunID(), outlets: outlets())
  }

  /// Runs one command line with nobody at the terminal.
  func run(
    _ words: [String], table: CommandTable = .dbops, environment: [String: String] = [:],
    exposed: [String] = []
  ) async -> Int32 {
    let surroundings = Program.Surroundings(
      environment: environment, outlets: outlets(), input: Terminal(isTerminal: false, width: nil),
      leave: { _ in })
    return await Program(table: table, surroundings: surroundings).run(words, exposed: exposed)
  }
}
