import Basics
import CommandKit
import Replication

/// Measures lag every second and shows it, until it is stopped.
struct LagWatch {
  private static let pause = Duration.seconds(1)
  /// How many readings a chart shows, where there is room; below the least it is left out.
  private static let chartLength = 7...30

  private let measurement: Measurement
  private let console: Console
  private var histories: [String: LagHistory] = [:]
  private var samplers: [String: LagSampler] = [:]

  init(_ measurement: Measurement, _ console: Console) {
    self.measurement = measurement
    self.console = console
  }

  /// - Throws: `CancellationError` when it is stopped. It also ends when nobody reads its output any more.
  func run() async throws {
    var watch = self
    do {
      try await watch.rounds()
    } catch {
      await watch.finish()
      throw error
    }
    await watch.finish()
  }

  private mutating func rounds() async throws {
    let begin = ContinuousClock.now
    var next = begin
    while console.output == .written {
      let groups = await measurement.read()
      try Task.checkCancellation()
      note(groups, at: ContinuousClock.now - begin)
      show(groups)
      next += Self.pause
      if next < .now { next = .now }
      try await Task.sleep(until: next, clock: .continuous)
    }
  }

  private mutating func note(_ groups: [LagText.Group], at elapsed: Duration) {
    var kept: [LagText.Group] = []
    for group in groups {
      histories[group.target, default: LagHistory(capacity: Self.chartLength.upperBound)].add(group.readings)
      let worst = samplers[group.target, default: LagSampler()].take(group.readings, at: elapsed)
      kept.append(LagText.Group(target: group.target, readings: worst))
    }
    measurement.keep(kept)
  }

  private func show(_ groups: [LagText.Group]) {
    let text = LagText(groups, measurement.thresholds)
    text.emit(on: console)
    let bare = text.table()
    let notes = text.notes
    let moment = Timestamp.now().toTheSecond.description
    console.picture { width, colour in
      let head =
        "\(moment)  warn \(measurement.thresholds.warning.text)  crit \(measurement.thresholds.critical.text)"
      let room = min(width.map { $0 - bare.naturalWidth - 2 } ?? .max, Self.chartLength.upperBound)
      let charts = LagText.Charts(length: room) { target, reading in chart(target, reading, last: room) }
      let table = room < Self.chartLength.lowerBound ? bare : text.table(charts: charts)
      return
        ([head, table.text(width: width, style: colour).dropLast().description]
        + notes.map { note in width.map { DisplayText.cut(note, to: $0) } ?? note }).joined(
          separator: "\n")
    }
  }

  private func chart(_ target: String, _ reading: LagReading, last count: Int) -> String {
    let lags = histories[target]?.lags(of: reading.key) ?? []
    return Sparkline(
      lags.suffix(count).map { $0.duration?.inSeconds }, ceiling: measurement.thresholds.warning.inSeconds
    ).text
  }

  private mutating func finish() async {
    measurement.keep(
      samplers.keys.sorted().map { target in
        LagText.Group(target: target, readings: samplers[target]?.finish() ?? [])
      })
    await measurement.close()
  }
}
