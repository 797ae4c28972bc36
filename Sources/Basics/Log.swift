import Synchronization

/// How much is said.
package enum LogLevel: Int, Sendable, Comparable {
  case debug, info, warning, error

  package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}

/// One thing worth telling: a constant message with the facts beside it.
package struct LogEntry: Sendable {
  package let moment: Timestamp
  package let level: LogLevel
  package let message: String
  /// In the order given.
  package let fields: [(name: String, value: String)]
}

/// Takes entries from any thread and hands those of at least `level` to one place.
package final class Log: Sendable {
  private let level: LogLevel
  private let write: @Sendable (LogEntry) -> Void

  /// - Parameter write: Called on the thread that logs, from several threads at a time.
  package init(level: LogLevel, write: @escaping @Sendable (LogEntry) -> Void) {
    self.level = level
    self.write = write
  }

  /// Says nothing.
  package static let silent = Log(level: .error) { _ in }

  package func debug(_ message: String, _ fields: KeyValuePairs<String, String> = [:]) {
    log(.debug, message, fields)
  }

  package func info(_ message: String, _ fields: KeyValuePairs<String, String> = [:]) {
    log(.info, message, fields)
  }

  package func warning(_ message: String, _ fields: KeyValuePairs<String, String> = [:]) {
    log(.warning, message, fields)
  }

  package func error(_ message: String, _ fields: KeyValuePairs<String, String> = [:]) {
    log(.error, message, fields)
  }

  private func log(_ level: LogLevel, _ message: String, _ fields: KeyValuePairs<String, String>) {
    guard level >= self.level else { return }
    write(
      LogEntry(
        moment: .now(), level: level, message: message, fields: fields.map { (name: $0.key, value: $0.value) }
      ))
  }
}
