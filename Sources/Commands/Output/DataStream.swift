import Basics
import Synchronization

/// Standard output: text, or events with their numbers.
final class DataStream: Sendable {
  private let sink: OutputSink
  private let run: RunID
  private let state = Mutex(State())

  private struct State {
    var sequence: Int64 = 0
    var outcome = OutputSink.Outcome.written
    var events = Events.open
  }

  /// Whether more events may follow one.
  enum Events { case open, finished }

  init(_ sink: OutputSink, run: RunID) {
    self.sink = sink
    self.run = run
  }

  /// How writing has fared; after the first failure nothing more is written.
  var outcome: OutputSink.Outcome { state.withLock { $0.outcome } }

  func write(_ bytes: [UInt8]) {
    state.withLock { state in
      guard state.outcome == .written else { return }
      state.outcome = sink.write(bytes)
    }
  }

  /// Writes one event, unless the last one has been written.
  func emit(_ type: String, _ members: [String: JSONValue], then events: Events = .open) {
    state.withLock { state in
      guard state.events == .open, state.outcome == .written else { return }
      let line = EventLine(run: run, sequence: state.sequence, moment: .now(), type: type, members: members)
      state.sequence += 1
      state.events = events
      state.outcome = sink.write(line.bytes)
    }
  }
}
