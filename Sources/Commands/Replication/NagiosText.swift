import Basics
import CommandKit
import Replication

/// Readings of lag as a plugin of Nagios and its like tells them: one line with figures behind a bar.
package struct NagiosText: Sendable {
  private let groups: [LagText.Group]
  private let thresholds: LagThresholds

  package init(_ groups: [LagText.Group], _ thresholds: LagThresholds) {
    self.groups = groups
    self.thresholds = thresholds
  }

  private var readings: [LagReading] { groups.flatMap(\.readings) }

  /// `LAG CRITICAL - db-r1 7.2s; db-r2 unknown: … | 'db-r1'=7.200s;1;5;0`
  package var line: String {
    let state = thresholds.worst(of: readings)
    return "LAG \(Self.word(state)) - \(Self.plain(sentence)) | \(figures)"
  }

  /// When nothing could be looked at.
  package static func line(_ error: OpsError) -> String { "LAG UNKNOWN - \(plain(error.message))" }

  /// The status that the plugin ends with.
  package static func exit(_ state: LagState) -> ExitCode {
    switch state {
    case .ok: .ok
    // The interface wants 1, 2 and 3 for these.
    case .warning: .failed
    case .critical: .usage
    case .unknown: .partial
    }
  }

  private static func word(_ state: LagState) -> String {
    switch state {
    case .ok: "OK"
    case .warning: "WARNING"
    case .critical: "CRITICAL"
    case .unknown: "UNKNOWN"
    }
  }

  /// Every reading with its name; the same server may be part of several targets.
  private var named: [(name: String, reading: LagReading)] {
    let isOne = groups.count == 1
    return groups.flatMap { group in
      group.readings.map { (isOne ? $0.key : "\(group.target)/\($0.key)", $0) }
    }
  }

  private var sentence: String {
    let bad = readings.filter { thresholds.state(of: $0) != .ok }
    guard bad.isEmpty else {
      return bad.map { reading in
        switch reading.excess {
        case .known(let lag): "\(reading.key) \(lag.text)"
        case .unknown(let reason): "\(reading.key) unknown: \(reason)"
        }
      }.joined(separator: "; ")
    }
    let largest = readings.max { ($0.excess.duration ?? .zero) < ($1.excess.duration ?? .zero) }
    return largest.map {
      "\(readings.count) replicas, largest \(($0.excess.duration ?? .zero).text) (\($0.key))"
    }
      ?? "no replicas"
  }

  private var figures: String {
    named.map { name, reading in
      // A quote within a label is doubled; what a label must not have is left out.
      let label = Self.plain(name).replacing("'", with: "''").replacing("=", with: "")
      guard let excess = reading.excess.duration else { return "'\(label)'=U" }
      return
        "'\(label)'=\(Self.number(excess))s;\(Self.number(thresholds.warning));\(Self.number(thresholds.critical));0"
    }.joined(separator: " ")
  }

  /// Seconds with milliseconds, without zeros that say nothing.
  private static func number(_ duration: Duration) -> String {
    let milliseconds = Int64((duration.inSeconds * 1000).rounded())
    let fraction = milliseconds % 1000
    guard fraction != 0 else { return "\(milliseconds / 1000)" }
    let digits = String(fraction)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
  }

  /// One line without the bar that divides text from figures.
  private static func plain(_ text: String) -> String {
    DisplayText.harmless(text.replacing("\n", with: "; ")).replacing("|", with: "/")
  }
}
