import Basics

extension Console {
  /// Shows the progress of `work` while it runs, beginning at once.
  ///
  /// On a terminal that is a bar, with `--json` events, elsewhere plain lines, and nothing when quiet.
  ///
  /// - Parameter title: Names the work: `backup of purplle_purplle2`.
  package func progress<Value: Sendable>(
    _ title: String, unit: ProgressUnit, total: Int64? = nil,
    _ work: (ProgressCounter) async throws -> Value
  ) async rethrows -> Value {
    let counter = ProgressCounter(total: total)
    let line = ProgressLine(title: title, unit: unit)
    let start = ContinuousClock.now
    let drawing = Task {
      await draw(counter, with: ProgressMeter(line: line, display: display), since: start)
    }
    let result: Value
    do {
      result = try await work(counter)
    } catch {
      drawing.cancel()
      _ = await drawing.value
      throw error
    }
    drawing.cancel()
    let meter = await drawing.value
    let reading = counter.reading
    perform(meter.end(done: reading.done, total: reading.total, at: start.duration(to: .now)))
    return result
  }

  private var display: ProgressMeter.Display {
    if style.form == .json { return .events }
    if style.verbosity == .quiet { return .none }
    return style.redraws == .always ? .bar : .lines
  }

  private func draw(
    _ counter: ProgressCounter, with meter: ProgressMeter, since start: ContinuousClock.Instant
  ) async -> ProgressMeter {
    var meter = meter
    while !Task.isCancelled {
      let reading = counter.reading
      perform(
        meter.step(
          done: reading.done, total: reading.total, at: start.duration(to: .now), width: messageWidth))
      try? await Task.sleep(for: .milliseconds(100))
    }
    redraw("")
    return meter
  }

  private func perform(_ action: ProgressMeter.Action) {
    switch action {
    case .nothing: return
    case .redraw(let bar): redraw(bar)
    case .line(let line): say(line)
    case .event(let members): event("progress", members)
    }
  }
}
