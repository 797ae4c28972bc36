/// The five fields of a crontab line: minute, hour, day of the month, month, day of the week.
package struct CronSchedule: Sendable, Equatable {
  /// As written, with one blank between the fields.
  package let text: String

  /// Nil unless each field is made of `*`, numbers, names of months or days, ranges `a-b`, steps `/n`
  /// and commas.
  package init?(text: String) {
    let fields = text.split(separator: " ")
    guard fields.count == 5, zip(fields, Self.fields).allSatisfy({ Self.isField($0, $1) }) else { return nil }
    self.text = fields.joined(separator: " ")
  }

  private struct Bounds {
    let range: ClosedRange<Int>
    var names: [Substring] = []
  }

  private static let fields = [
    Bounds(range: 0...59),
    Bounds(range: 0...23),
    Bounds(range: 1...31),
    Bounds(range: 1...12, names: "jan feb mar apr may jun jul aug sep oct nov dec".split(separator: " ")),
    Bounds(range: 0...7, names: "sun mon tue wed thu fri sat".split(separator: " ")),
  ]

  private static func isField(_ field: Substring, _ bounds: Bounds) -> Bool {
    field.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { part in
      let halves = part.split(separator: "/", omittingEmptySubsequences: false)
      guard halves.count <= 2, let base = halves.first else { return false }
      if halves.count == 2 {
        guard let step = number(halves[1]), (1...bounds.range.upperBound).contains(step) else { return false }
      }
      if base == "*" { return true }
      let ends = base.split(separator: "-", omittingEmptySubsequences: false).map { value($0, bounds) }
      guard ends.count <= 2, let first = ends[0] else { return false }
      // A step needs a range to step through.
      guard ends.count == 2 else { return halves.count == 1 }
      return ends[1].map { first <= $0 } ?? false
    }
  }

  private static func value(_ text: Substring, _ bounds: Bounds) -> Int? {
    if let index = bounds.names.firstIndex(of: Substring(text.lowercased())) {
      return index + bounds.range.lowerBound
    }
    return number(text).flatMap { bounds.range.contains($0) ? $0 : nil }
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy(isDigit) ? Int(text) : nil
  }
}

extension Shape where Value == CronSchedule {
  static let cron = scalar(
    "minute, hour, day, month and weekday, such as \"0 2 * * *\" for 02:00 every day",
    schema: [
      ShownMember("type", .text("string")),
      ShownMember("pattern", .text("^ *[^ ]+( +[^ ]+){4} *$")),
    ],
    parse: { CronSchedule(text: $0) }, show: { .text($0.text) })
}
