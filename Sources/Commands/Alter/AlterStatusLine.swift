import Basics
import OnlineAlter

/// A migration's state on one line: gh-ost's fields in their order, ours behind them.
struct AlterStatusLine: Sendable {
  let reading: MigrationProgress.Reading
  let throttle: ThrottleReading

  /// Empty while nothing holds the migration back.
  private var held: [String] {
    // Before and behind the work nobody reads the signals.
    [.preparing, .waiting, .tidying, .done].contains(reading.phase) ? [] : throttle.reasons
  }

  private var lag: Duration? { throttle.largestLag }

  var text: String {
    let ledger = reading.ledger
    let copied = reading.copied
    let percent = Self.percent(reading.ratio ?? 0)
    let streamer = ledger.map(\.position.description) ?? "-"
    let fields = [
      "Copy: \(copied)/\(max(reading.total, copied)) \(percent)%",
      "Applied: \(ledger?.refreshed ?? 0)", "Backlog: \(ledger?.waiting ?? 0)",
      "Time: \(Self.whole(reading.elapsed))(total), \(Self.whole(reading.copying))(copy)",
      "streamer: \(streamer)", "Lag: \(lag.map(Self.seconds) ?? "-")",
      "HeartbeatLag: \(throttle.logLag.map(Self.seconds) ?? "-")",
      "State: \(state)", "ETA: \(eta)", "Rate: \(rate)/s", "Changes: \(ledger?.changed ?? 0)",
      "Compared: \(reading.compared)", "CutOvers: \(reading.cutOverAttempts)", "Workers: \(throttle.workers)",
    ]
    return fields.joined(separator: "; ")
  }

  /// For a terminal.
  var short: String {
    var parts = [state]
    switch reading.phase {
    case .copying:
      parts.append("\(Self.percent(reading.ratio ?? 0)) %  \(rate) rows/s")
      if reading.remaining != nil { parts.append("ETA \(eta)") }
    case .indexing, .comparing:
      let total = max(reading.total, reading.compared)
      if total > 0, reading.compared > 0 {
        parts.append("\(Self.percent(Double(reading.compared) / Double(total))) % compared")
      }
    default: break
    }
    if let waiting = reading.ledger?.waiting, waiting > 0 { parts.append("backlog \(waiting)") }
    if let lag { parts.append("lag \(Self.seconds(lag))") }
    parts.append(Self.whole(reading.elapsed))
    return parts.joined(separator: "  ")
  }

  var members: [String: JSONValue] {
    let ledger = reading.ledger
    var members: [String: JSONValue] = [
      "phase": .string(reading.phase.rawValue), "copied_rows": .int(reading.copied),
      "total_rows": .int(reading.total), "applied_keys": .int(ledger?.refreshed ?? 0),
      "changes": .int(ledger?.changed ?? 0), "backlog": .int(Int64(ledger?.waiting ?? 0)),
      "elapsed_seconds": .double(reading.elapsed.inSeconds),
      "copy_seconds": .double(reading.copying.inSeconds), "compared_rows": .int(reading.compared),
      "cut_over_attempts": .int(Int64(reading.cutOverAttempts)),
      "throttled": .array(held.map { .string($0) }),
    ]
    members["position"] = ledger.map { .string($0.position.description) }
    members["ratio"] = reading.ratio.map { .double($0) }
    members["eta_seconds"] = reading.remaining.map { .double($0.inSeconds) }
    members["workers"] = .int(Int64(throttle.workers))
    members["replicas"] = .array(
      throttle.replicas.map { replica in
        .object([
          "address": .string(replica.replica.address.description),
          "lag_seconds": replica.lag.map { .double($0.inSeconds) } ?? .null,
        ])
      })
    members["log_lag_seconds"] = throttle.logLag.map { .double($0.inSeconds) }
    members["lag_seconds"] = lag.map { .double($0.inSeconds) }
    return members
  }

  private var state: String {
    if !held.isEmpty { return "throttled, \(held.joined(separator: ", "))" }
    switch reading.phase {
    case .copying: return "migrating"
    case .postponing: return "postponing cut-over"
    default: return reading.phase.rawValue
    }
  }

  private var eta: String {
    if reading.ledger?.isCopied == true { return "due" }
    return reading.remaining.map { Self.whole($0) } ?? "N/A"
  }

  private var rate: Int {
    let seconds = reading.copying.inSeconds
    return seconds > 0 ? Int(Double(reading.copied - reading.copiedBefore) / seconds) : 0
  }

  private static func percent(_ ratio: Double) -> String {
    let tenths = Int(ratio * 1000)
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func seconds(_ duration: Duration) -> String {
    let hundredths = Int(duration.inSeconds * 100)
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)s"
  }

  /// `5m40s`, as both programs write it.
  private static func whole(_ duration: Duration) -> String {
    duration < .seconds(1) ? "0s" : Duration.seconds(duration.components.seconds).text
  }
}
