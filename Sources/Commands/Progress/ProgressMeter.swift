import Basics

/// Decides when progress is shown and as what. It has no clock and prints nothing.
package struct ProgressMeter: Sendable {
  private let line: ProgressLine
  private let display: Display
  private var rate = RateWindow()
  private var next: Duration
  private var interval: Duration = .seconds(1)
  private var steps: Int

  package enum Display: Sendable {
    /// A line that is redrawn, ten times a second at most.
    case bar
    /// A new line now and then: after 1 s at first, up to every 30 s.
    case lines
    /// Events, as often as lines, and one at the start.
    case events
    case none
  }

  package enum Action: Sendable, Equatable {
    case nothing
    case redraw(String)
    case line(String)
    case event([String: JSONValue])
  }

  package init(line: ProgressLine, display: Display) {
    self.line = line
    self.display = display
    next = display == .lines ? Self.worthTelling : .zero
    // Events tell of the start besides.
    steps = display == .lines ? 1 : 0
  }

  /// Work that is done sooner needs no line: the log of a job should not tell of every moment.
  private static let worthTelling: Duration = .seconds(1)

  /// What to show at `elapsed`.
  ///
  /// - Parameter width: Columns of the terminal.
  package mutating func step(
    done: Int64, total: Int64?, at elapsed: Duration, width: Int
  ) -> Action {
    let rate = rate.rate(done: done, at: elapsed)
    guard elapsed >= next else { return .nothing }
    let reading = ProgressReading(done: done, total: total, elapsed: elapsed, rate: rate)
    switch display {
    case .none: return .nothing
    case .bar:
      next = elapsed + .milliseconds(100)
      return .redraw(line.bar(reading, width: width))
    case .lines, .events:
      next = elapsed + interval
      if steps > 0 { interval = min(.seconds(30), interval * 2) }
      steps += 1
      return display == .lines ? .line(line.plain(reading)) : .event(line.members(reading))
    }
  }

  /// What to show when the work has ended; no line where it took less than a second.
  package func end(done: Int64, total: Int64?, at elapsed: Duration) -> Action {
    let reading = ProgressReading(done: done, total: total, elapsed: elapsed, rate: nil)
    switch display {
    case .none: return .nothing
    case .bar, .lines: return elapsed < Self.worthTelling ? .nothing : .line(line.closing(reading))
    case .events: return .event(line.members(reading))
    }
  }
}
