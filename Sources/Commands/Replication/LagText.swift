import Basics
import CommandKit
import Replication

/// Readings of lag, as tables for people, events for programs and a line for Nagios.
package struct LagText: Sendable {
  /// The readings of one target.
  package struct Group: Sendable {
    package let target: String
    package let readings: [LagReading]

    package init(target: String, readings: [LagReading]) {
      self.target = target
      self.readings = readings
    }
  }

  private let groups: [Group]
  private let thresholds: LagThresholds

  package init(_ groups: [Group], _ thresholds: LagThresholds) {
    self.groups = groups
    self.thresholds = thresholds
  }

  private var all: [(target: String, reading: LagReading)] {
    groups.flatMap { group in group.readings.map { (group.target, $0) } }
  }

  package var worst: LagState { thresholds.worst(of: all.map(\.reading)) }

  package func count(_ state: LagState) -> Int { all.count { thresholds.state(of: $0.reading) == state } }

  // MARK: For people

  /// A column of small charts.
  package struct Charts {
    /// How many readings each shows.
    let length: Int
    let chart: (_ target: String, _ reading: LagReading) -> String

    package init(length: Int, chart: @escaping (_ target: String, _ reading: LagReading) -> String) {
      self.length = length
      self.chart = chart
    }
  }

  /// - Parameter charts: Nil leaves the column out.
  package func table(charts: Charts? = nil) -> TextTable {
    let hasTargets = groups.count > 1
    var table = TextTable(
      (hasTargets ? [.init("TARGET")] : []) + [
        .init("REPLICA", .left, .never), .init("LAG", .right), .init("SERVER", .right), .init("IO"),
        .init("SQL"),
        .init("MISSING", .right), .init("STATE", .left, .never),
      ] + (charts.map { [.init("LAST \($0.length)", .left, .never)] } ?? []))
    for (target, reading) in all {
      let chart = charts.map { [$0.chart(target, reading)] } ?? []
      table.add((hasTargets ? [target] : []) + cells(reading) + chart, mark(reading))
    }
    return table
  }

  private func cells(_ reading: LagReading) -> [String] {
    let channel = reading.replication?.channel
    return [
      reading.key, Self.figure(reading), channel?.secondsBehind.map { "\($0)s" } ?? "?",
      channel.map { Self.word($0.io) } ?? "?", channel.map { Self.word($0.sql) } ?? "?",
      reading.replication?.missing.map { "\($0)" } ?? "?", state(reading),
    ]
  }

  /// The lag by heartbeats; with a question mark where it is the last that can be told.
  private static func figure(_ reading: LagReading) -> String {
    if let lag = reading.lag.duration { return lag.text }
    return reading.replication?.heartbeat.duration.map { "\($0.text)?" } ?? "?"
  }

  static func word(_ state: ReplicationChannel.ThreadState) -> String {
    switch state {
    case .running: "running"
    case .connecting: "connecting"
    case .stopped: "stopped"
    }
  }

  private func state(_ reading: LagReading) -> String {
    let word =
      switch thresholds.state(of: reading) {
      case .ok: "ok"
      case .warning: "WARNING"
      case .critical: "CRITICAL"
      case .unknown: "UNKNOWN"
      }
    return reading.delay > .zero ? "\(word), delayed by \(reading.delay.text)" : word
  }

  private func mark(_ reading: LagReading) -> TextTable.Mark {
    switch thresholds.state(of: reading) {
    case .ok: .plain
    case .warning: .doubtful
    case .critical, .unknown: .bad
    }
  }

  /// What does not fit into the table: why something is unknown, and clocks that differ.
  package var notes: [String] {
    let named = groups.count > 1
    return all.flatMap { target, reading -> [String] in
      let subject = named && reading.host != target ? "\(target) \(reading.key)" : reading.key
      var notes: [String] = []
      if let reason = reading.lag.reason { notes.append("UNKNOWN  \(subject): \(reason)") }
      if let skew = reading.replication?.skew, skew.isNotable {
        let side = skew.ahead < .zero ? "behind" : "ahead of"
        notes.append(
          "CLOCK    \(subject): its clock is \(skew.ahead.magnitude.text) \(side) the primary's (±\(skew.uncertainty.text));"
            + " lag is corrected by it")
      }
      return notes
    }.map(DisplayText.harmless)
  }

  // MARK: For programs

  package func members(_ target: String, _ reading: LagReading) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "target": .string(target), "host": .string(reading.host), "channel": .string(reading.channel),
      "state": .string(thresholds.state(of: reading).rawValue),
      "measured": .string(reading.measured.description),
      "delay_seconds": .double(reading.delay.inSeconds),
    ]
    if !reading.source.isEmpty { members["source"] = .string(reading.source) }
    members["lag_seconds"] = reading.lag.duration.map { .double($0.inSeconds) }
    members["reason"] = reading.lag.reason.map { .string($0) }
    guard let replication = reading.replication else { return members }
    members["heartbeat_lag_seconds"] = replication.heartbeat.duration.map { .double($0.inSeconds) }
    members["missing_transactions"] = replication.missing.map { .int($0) }
    if let skew = replication.skew {
      members["clock_skew_seconds"] = .double(skew.ahead.inSeconds)
      members["clock_skew_uncertainty_seconds"] = .double(skew.uncertainty.inSeconds)
    }
    return members.merging(Self.members(replication.channel)) { $1 }
  }

  private static func members(_ channel: ReplicationChannel) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "io_thread": .string(word(channel.io)), "sql_thread": .string(word(channel.sql)),
    ]
    members["server_lag_seconds"] = channel.secondsBehind.map { .int($0) }
    members["remaining_delay_seconds"] = channel.remainingDelay.map { .double($0.inSeconds) }
    members["io_error"] = channel.ioFailure.map { .string($0.description) }
    members["sql_error"] = channel.sqlFailure.map { .string($0.description) }
    return members
  }

  package func emit(on console: Console) {
    for (target, reading) in all { console.event("lag", members(target, reading)) }
  }

  package var summary: [String: JSONValue] {
    var summary: [String: JSONValue] = ["worst": .string(worst.rawValue), "replicas": .int(Int64(all.count))]
    for state in LagState.allCases { summary[state.rawValue] = .int(Int64(count(state))) }
    summary["largest_seconds"] = all.compactMap { $0.reading.lag.duration }.max().map {
      .double($0.inSeconds)
    }
    return summary
  }
}
