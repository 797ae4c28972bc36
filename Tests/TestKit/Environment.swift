import FoundationEssentials

/// The environment of the test run.
package enum Environment {
  /// Nil when the variable is absent or empty.
  package static func value(_ name: String) -> String? {
    guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else { return nil }
    return value
  }
}
