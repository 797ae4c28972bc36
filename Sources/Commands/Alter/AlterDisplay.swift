import Basics
import MySQL
import OnlineAlter

/// Shows how a migration goes: a line that is redrawn on a terminal, a line now and then elsewhere, events with `--json`.
struct AlterDisplay: Sendable {
  private let table: TableName
  private let progress: MigrationProgress
  private let throttle: Throttle
  private let console: Console

  init(_ table: TableName, _ progress: MigrationProgress, _ throttle: Throttle, _ console: Console) {
    self.throttle = throttle
    self.table = table
    self.progress = progress
    self.console = console
  }

  func follow<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let showing = Task { await show() }
    do {
      let value = try await work()
      await end(showing)
      return value
    } catch {
      await end(showing)
      throw error
    }
  }

  private func end(_ showing: Task<Void, Never>) async {
    showing.cancel()
    await showing.value
    console.redraw("")
    if console.style.redraws != .always || console.style.form == .json { print(line) }
  }

  private func show() async {
    let isBar = console.style.form == .text && console.style.redraws == .always
    let start = ContinuousClock.now
    var next = start
    while !Task.isCancelled {
      if isBar {
        console.redraw(cut("alter \(table): \(line.short)"))
      } else if ContinuousClock.now >= next {
        print(line)
        next = .now + Self.pause(after: ContinuousClock.now - start)
      }
      try? await Task.sleep(for: .milliseconds(isBar ? 200 : 50))
    }
  }

  /// gh-ost's rhythm: often at first, every half minute in the end.
  static func pause(after elapsed: Duration) -> Duration {
    switch elapsed {
    case ..<Duration.seconds(60): .seconds(1)
    case ..<Duration.seconds(180): .seconds(5)
    default: .seconds(30)
    }
  }

  private var line: AlterStatusLine {
    AlterStatusLine(reading: progress.reading, throttle: throttle.reading)
  }

  private func print(_ line: AlterStatusLine) {
    if console.style.form == .json {
      console.event("migration", line.members)
    } else {
      console.say(line.text)
    }
  }

  private func cut(_ text: String) -> String {
    String(text.prefix(max(1, console.messageWidth - 1)))
  }
}
