import Basics
import CommandKit

/// A log entry as one line of text or JSON, without its line feed.
enum LogLine {
  static func text(_ entry: LogEntry) -> String {
    let fields = entry.fields.map { " \($0.name)=\(value($0.value))" }.joined()
    return "\(entry.moment) \(entry.level) \(DisplayText.harmless(entry.message))\(fields)"
  }

  static func json(_ entry: LogEntry, run: RunID) -> String {
    let fields = Dictionary(entry.fields.map { ($0.name, JSONValue.string($0.value)) }) { _, last in last }
    let line: [String: JSONValue] = [
      "ts": .string(entry.moment.description), "level": .string("\(entry.level)"),
      "message": .string(entry.message), "run": .string(run.description), "fields": .object(fields),
    ]
    return JSONValue.object(line).text
  }

  /// Quoted where a reader could not tell its end otherwise.
  private static func value(_ text: String) -> String {
    let harmless = DisplayText.harmless(text)
    let plain = !harmless.isEmpty && !harmless.contains { $0 == " " || $0 == "\"" || $0 == "=" }
    return plain ? harmless : "\"\(harmless.replacing("\"", with: "\\\""))\""
  }
}
