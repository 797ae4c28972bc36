import Basics
import CommandKit
import Replication
import Repository

/// `dbops lag`
enum LagCommand {
  static let watch = Option(
    flag: "watch", help: "Measure every second until stopped, with a small chart of each replica.")
  static let warn = Option("warn", value: .duration(), default: .seconds(1), help: "From this lag on, warn.")
  static let critical = Option(
    "crit", value: .duration(), default: .seconds(5), help: "From this lag on, end with status 5.")
  static let nagios = Option(
    flag: "nagios", help: "Print one line for Nagios and its like, and end with their status: 0, 1, 2 or 3.")

  static let command = Command(
    CommandSpec(
      "lag", summary: "measures how far each replica is behind, and says why where that cannot be told",
      discussion: """
        The lag is measured by the heartbeats that 'dbops heartbeat' or pt-heartbeat writes on the primary, and corrected \
        by the difference of the servers' clocks. Beside it stand the server's own figure, the states of the two threads, \
        and how many transactions are missing by their GTIDs. For a replica that is meant to stay behind, only what goes \
        beyond its delay counts.

        A lag that cannot be told is not zero: a stopped thread, a server that does not answer, a missing privilege or \
        missing heartbeats make it unknown. Then the command ends with status 5, as for a critical lag.

        Measures all targets of the configuration unless one is named. What is measured is kept in the catalog for 30 days.
        """,
      examples: [
        CommandExample("dbops lag", "All replicas of all targets, once"),
        CommandExample("dbops lag --target shop --watch", "A table that is redrawn every second"),
        CommandExample("dbops lag --target shop --warn 2s --crit 30s", "For scripts: status 5 from 30 s on"),
        CommandExample(
          "dbops lag --target shop --nagios", "For monitoring: one line with figures, status 0 to 3"),
      ],
      options: [watch, warn, critical, nagios, ReplicatedTarget.table], sections: [ServerOptions.section],
      rules: ServerOptions.rules + [.exclusive([watch, nagios])],
      exits: [.differences, .notFound, .refused, .configuration, .interrupted, .terminated])
  ) { invocation, context in
    guard invocation[nagios] else { return try await measure(invocation, context) }
    do {
      return try await measure(invocation, context)
    } catch let error as OpsError {
      context.console.show(NagiosText.line(error))
      return CommandResult(
        NagiosText.exit(.unknown), summary: ["worst": "unknown", "reason": .string(error.message)])
    }
  }

  private static func measure(_ invocation: Invocation, _ context: CommandContext) async throws
    -> CommandResult
  {
    let thresholds = try LagThresholds(warning: invocation[warn], critical: invocation[critical])
    let targets = try ReplicatedTarget.chosen(invocation, context)
    for target in targets { await FenceWatch(target, context)?.look() }
    let monitors = targets.map { target in
      Measurement.Part(
        name: target.name, isConfigured: target.isConfigured, monitor: LagMonitor(target.measured))
    }
    let measurement = Measurement(parts: monitors, thresholds: thresholds, journal: Journal(context))
    if invocation[watch] {
      try await LagWatch(measurement, context.console).run()
      return .ok
    }
    let groups = await measurement.read()
    try Task.checkCancellation()
    measurement.keep(groups)
    await measurement.close()
    let text = LagText(groups, thresholds)
    text.emit(on: context.console)
    if invocation[nagios] {
      context.console.show(NagiosText(groups, thresholds).line)
      return CommandResult(NagiosText.exit(text.worst), summary: text.summary)
    }
    guard groups.contains(where: { !$0.readings.isEmpty }) else {
      context.console.show("no replicas of \(groups.map(\.target).joined(separator: ", "))")
      // Where replicas are looked for and none is there, nothing tells that all is well.
      return CommandResult(.differences, summary: text.summary)
    }
    context.console.show(text.table())
    for note in text.notes { context.console.show(note) }
    let isBad = text.worst == .critical || text.worst == .unknown
    return CommandResult(isBad ? .differences : .ok, summary: text.summary)
  }
}

/// What is measured, and where that is kept.
struct Measurement: Sendable {
  struct Part: Sendable {
    let name: String
    /// Only what the configuration names is worth keeping.
    let isConfigured: Bool
    let monitor: LagMonitor
  }

  let parts: [Part]
  let thresholds: LagThresholds
  let journal: Journal

  /// One round over all targets at once.
  func read() async -> [LagText.Group] {
    let readings = await withTaskGroup(of: (Int, [LagReading]).self) { group in
      for (index, part) in parts.enumerated() { group.addTask { (index, await part.monitor.read()) } }
      return await group.reduce(into: [Int: [LagReading]]()) { $0[$1.0] = $1.1 }
    }
    return parts.indices.map { LagText.Group(target: parts[$0].name, readings: readings[$0] ?? []) }
  }

  /// Notes readings in the catalog.
  func keep(_ groups: [LagText.Group]) {
    let known = Set(parts.filter(\.isConfigured).map(\.name))
    let samples = groups.filter { known.contains($0.target) }.flatMap { group in
      group.readings.map { LagSample(target: group.target, $0) }
    }
    guard !samples.isEmpty else { return }
    journal.keep { catalog in
      try catalog.record(samples)
    }
  }

  func close() async {
    journal.keep { try $0.boundLagSamples() }
    for part in parts { await part.monitor.close() }
  }
}

extension LagSample {
  fileprivate init(target: String, _ reading: LagReading) {
    self.init(
      target: target, host: reading.host, channel: reading.channel, at: reading.measured,
      lag: reading.lag.duration,
      delay: reading.delay, reason: reading.lag.reason ?? "")
  }
}
