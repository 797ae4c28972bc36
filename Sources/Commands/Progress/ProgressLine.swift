import Basics
import CommandKit

/// Renders a reading as one line.
package struct ProgressLine: Sendable {
  private let title: String
  private let unit: ProgressUnit

  package init(title: String, unit: ProgressUnit) {
    self.title = DisplayText.harmless(title)
    self.unit = unit
  }

  /// For a terminal of `width` columns: `backup [######------]  412 MiB/s  61 %  ETA 5m40s`.
  ///
  /// The bar shrinks before the figures do; the last column stays free, so that no terminal wraps.
  package func bar(_ reading: ProgressReading, width: Int) -> String {
    let figures = figures(reading)
    let room = width - 1 - DisplayText.width(of: title) - DisplayText.width(of: figures) - 5
    guard let ratio = reading.ratio, room >= 8 else {
      return DisplayText.cut("\(title)  \(figures)", to: max(1, width - 1))
    }
    let length = min(40, room)
    let filled = Int(ratio * Double(length))
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: length - filled)
    return "\(title) [\(bar)]  \(figures)"
  }

  /// For a log: `backup: 1.22 GiB of 2.00 GiB  412 MiB/s  61 %  ETA 5m40s`.
  package func plain(_ reading: ProgressReading) -> String {
    guard reading.isCounting else { return "\(title): \(reading.elapsed.text)" }
    let amount = reading.total.map { "\(unit.text(reading.done)) of \(unit.text($0))" }
    return "\(title): \(amount ?? unit.text(reading.done))  \(figures(reading, amount: .left))"
      .trimmingBlanks()
  }

  /// When the work has ended: `backup: 2.00 GiB in 5m40s, 412 MiB/s`; `adding indexes: 40s` where nothing counts.
  package func closing(_ reading: ProgressReading) -> String {
    guard reading.done > 0 else { return "\(title): \(reading.elapsed.text)" }
    let seconds = reading.elapsed.inSeconds
    let rate = seconds >= 0.001 ? ", \(unit.text(perSecond: Double(reading.done) / seconds))" : ""
    return "\(title): \(unit.text(reading.done)) in \(reading.elapsed.text)\(rate)"
  }

  /// The members of an event `progress`.
  package func members(_ reading: ProgressReading) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "title": .string(title), "unit": .string(unit.rawValue), "done": .int(reading.done),
      "elapsed_seconds": .double(reading.elapsed.inSeconds),
    ]
    members["total"] = reading.total.map { .int($0) }
    members["ratio"] = reading.ratio.map { .double($0) }
    members["rate"] = reading.rate.map { .double($0) }
    members["eta_seconds"] = reading.remaining.map { .double($0.inSeconds) }
    return members
  }

  private enum Amount { case shown, left }

  private func figures(_ reading: ProgressReading, amount: Amount = .shown) -> String {
    guard reading.isCounting else { return reading.elapsed.text }
    var parts: [String] = []
    if reading.ratio == nil, amount == .shown { parts.append(unit.text(reading.done)) }
    if let rate = reading.rate { parts.append(unit.text(perSecond: rate)) }
    if let ratio = reading.ratio { parts.append("\(Int(ratio * 100)) %") }
    if let remaining = reading.remaining { parts.append("ETA \(remaining.text)") }
    return parts.joined(separator: "  ")
  }
}

extension String {
  fileprivate func trimmingBlanks() -> String { String(reversed().drop { $0 == " " }.reversed()) }
}
